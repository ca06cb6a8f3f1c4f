using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Orleans.Muc.Gateway.Listening;

namespace Orleans.Muc.Host.Operations;

/// <summary>Whether clients can connect.</summary>
internal sealed class GatewayCheck(GatewayServer gateway) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(gateway.Condition switch
    {
        GatewayCondition.Open => HealthCheckResult.Healthy("accepts clients"),
        GatewayCondition.Starting => HealthCheckResult.Unhealthy("does not accept clients yet"),
        GatewayCondition.Closed => HealthCheckResult.Unhealthy("accepts no clients any more"),
        _ => HealthCheckResult.Unhealthy("has failed to accept clients; only a new start helps"),
    });
}

/// <summary>Whether the gateway is beyond help: all else mends itself or is being ended.</summary>
internal sealed class LifeCheck(GatewayServer gateway) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        gateway.Condition == GatewayCondition.Broken ? HealthCheckResult.Unhealthy("nobody can connect any more") : HealthCheckResult.Healthy("runs"));
}

/// <summary>Whether the server has been asked to stop.</summary>
internal sealed class StopCheck(IHostApplicationLifetime application) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        application.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("is stopping") : HealthCheckResult.Healthy("stays"));
}

/// <summary>Whether the other silos, and this one itself, take it for a member of the cluster.</summary>
internal sealed class SiloCheck(IClusterMembershipService membership, ILocalSiloDetails silo) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        return Task.FromResult(status == SiloStatus.Active ? HealthCheckResult.Healthy("is active in its cluster") : HealthCheckResult.Unhealthy($"is not active in its cluster, but {status}"));
    }
}
