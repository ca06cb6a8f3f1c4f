using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Muc.Host.Settings;

namespace Orleans.Muc.Host.Operations;

internal static class OperationsServices
{
    /// <summary>To be called before all else that starts: what starts first ends last.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services, OperationsSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton<OperationsServer>();
        services.AddHostedService(provider => provider.GetRequiredService<OperationsServer>());
        services.AddSingleton<IOperationsPage, HealthPages>();
        // Each keeps what it has found.
        services.AddSingleton<StorageCheck>();
        services.AddHealthChecks()
            .AddCheck<LifeCheck>("process", tags: [HealthPages.ForLife])
            .AddCheck<StopCheck>("server")
            .AddCheck<SiloCheck>("silo")
            .AddCheck<GatewayCheck>("gateway")
            .AddCheck<StorageCheck>("storage");
        return services;
    }
}
