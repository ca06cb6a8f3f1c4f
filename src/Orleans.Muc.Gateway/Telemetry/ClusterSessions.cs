using Microsoft.Extensions.Hosting;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Connections;

namespace Orleans.Muc.Gateway.Telemetry;

/// <summary>Lets every silo know the sessions of all, by a call each 15 s: whoever decides how many silos there are to be can ask any of them.</summary>
internal sealed class ClusterSessions(GatewayInstruments instruments, IGrainFactory grains, ILocalSiloDetails silo, MucIdentity identity, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Pause, time);
            do
            {
                await TellAsync(instruments.Sessions);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // They are about to come back elsewhere.
            await TellAsync(0);
        }
    }

    private async Task TellAsync(long sessions)
    {
        try
        {
            instruments.ClusterSessions = await grains.GetGrain<IClusterSessionsGrain>(identity.Domain.ToString()).Report(silo.SiloAddress, sessions);
        }
#pragma warning disable CA1031 // The last number stays, and the next call comes soon.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
