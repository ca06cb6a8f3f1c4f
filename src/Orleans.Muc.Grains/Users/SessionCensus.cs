using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <summary>Asks connection grains which sessions an account has: how a new activation learns what the last one knew.</summary>
internal sealed partial class SessionCensus(
    IGrainFactory grains,
    IClusterMembershipService membership,
    TimeProvider time,
    ILogger<SessionCensus> logger)
{
    // A live silo answers in milliseconds; the account's other calls wait for the census.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Grows whenever a silo comes or goes.</summary>
    public MembershipVersion Version => membership.CurrentSnapshot.Version;

    /// <summary>A generation that membership has declared dead has no sessions, and is not asked: that would only cost a timeout.</summary>
    public bool IsDead(string connection) =>
        !ConnectionKey.TryParse(connection, out var key) || membership.CurrentSnapshot.GetSiloStatus(key.Value.Silo) == SiloStatus.Dead;

    /// <summary>Whether its silo may yet be heard of: after the whole service was started again, or a long time, nobody remembers that a silo of before is dead.</summary>
    public bool MayAnswer(string connection) =>
        ConnectionKey.TryParse(connection, out var key) && membership.CurrentSnapshot.GetSiloStatus(key.Value.Silo) is not (SiloStatus.Dead or SiloStatus.None);

    public async Task<CensusResult> Take(Jid account, IEnumerable<string> connections)
    {
        var reports = await Task.WhenAll(connections.Where(key => !IsDead(key)).Select(key => Ask(account, key)));
        return new CensusResult(
            [.. reports.SelectMany(report => report.Sessions ?? [])],
            [.. reports.Where(report => report.Sessions is null).Select(report => report.Connection)]);
    }

    private async Task<(string Connection, BoundSession[]? Sessions)> Ask(Jid account, string connection)
    {
        try
        {
            return (connection, await grains.GetGrain<IConnectionGrain>(connection).ReportSessions(account).WaitAsync(Patience, time));
        }
        catch (Exception e)
        {
            LogUnreached(connection, account, e);
            return (connection, null);
        }
    }
}

/// <param name="Sessions">All that were reported.</param>
/// <param name="Unreached">Connections that did not answer, though nobody says that they are dead.</param>
internal sealed record CensusResult(BoundSession[] Sessions, string[] Unreached);
