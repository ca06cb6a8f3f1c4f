using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions;

namespace Orleans.Muc.Grains.Users;

/// <summary>One per silo: when this silo has come, and when another has died, accounts that were being removed there are removed elsewhere.</summary>
internal sealed partial class LeavingWatch(IClusterMembershipService membership, ILocalSiloDetails silo, LeavingWatchWays ways, ILogger<LeavingWatch> log) : BackgroundService
{
    /// <summary>A grain of a lost silo is back within ten.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = new HashSet<SiloAddress>();
        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                if (snapshot.GetSiloStatus(silo.SiloAddress) != SiloStatus.Active)
                    continue;
                var isNews = known.Add(silo.SiloAddress);
                foreach (var member in snapshot.Members.Values)
                    isNews |= member.Status == SiloStatus.Dead && known.Add(member.SiloAddress);
                if (isNews)
                    await Wake(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task Wake(CancellationToken stopping)
    {
        try
        {
            await Patiently.Call(() => ways.Leavers.Wake(), Patience, ways.Time).WaitAsync(stopping);
        }
#pragma warning disable CA1031 // The next silo that comes or goes asks again.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNotWoken(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Accounts that are being removed could not be woken.")]
    private partial void LogNotWoken(Exception fault);
}

/// <summary>Whom the watch tells.</summary>
internal sealed class LeavingWatchWays(IGrainFactory grains, MucIdentity identity, TimeProvider time)
{
    public ILeavingAccountsGrain Leavers => grains.GetGrain<ILeavingAccountsGrain>(identity.Domain.ToString());

    public TimeProvider Time => time;
}
