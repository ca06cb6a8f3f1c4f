using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>What a new activation found: who is there by all reports, and which of their visits are no more.</summary>
internal sealed record Awakening(IReadOnlyList<RosterItem> Roster, IReadOnlyList<Visit> Lost, IReadOnlyDictionary<string, RoomReport> Reports);

/// <summary>
/// Rebuilds the roster of a room from the gateways that its head names (DESIGN: failover). Gateways of dead silos are skipped by membership, not by timeout;
/// a gateway that is alive but does not answer fails the activation, since its occupants must not be forgotten.
/// </summary>
internal sealed class RoomWaking(IGrainFactory grains, IClusterMembershipService membership)
{
    public async Task<Awakening> Collect(Jid room, IEnumerable<string> connections)
    {
        var asked = connections.Where(IsAlive).ToArray();
        var reports = await Task.WhenAll(asked.Select(connection => Report(room, connection)));
        var answered = new Dictionary<string, RoomReport>(StringComparer.Ordinal);
        foreach (var (connection, report) in asked.Zip(reports))
        {
            if (report is not null)
                answered[connection] = report;
        }

        return Union(answered);
    }

    public bool IsAlive(string connection) => StatusOf(connection) is not (SiloStatus.None or SiloStatus.Dead);

    /// <summary>Null from a gateway that is shutting down: its streams have been closed by then.</summary>
    private async Task<RoomReport?> Report(Jid room, string connection)
    {
        try
        {
            return await grains.GetGrain<IConnectionGrain>(connection).ReportRoom(room);
        }
        catch (Exception) when (StatusOf(connection) is SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead)
        {
            return null;
        }
    }

    private SiloStatus StatusOf(string connection) =>
        ConnectionKey.TryParse(connection, out var key) && membership.CurrentSnapshot.Members.TryGetValue(key.Value.Silo, out var member) ? member.Status : SiloStatus.None;

    /// <summary>
    /// The report that has come furthest tells who is in the room; of those, the visits whose own gateway no longer holds them are lost.
    /// </summary>
    private static Awakening Union(IReadOnlyDictionary<string, RoomReport> reports)
    {
        var newest = RoomReport.Empty;
        foreach (var report in reports.Values)
        {
            if (report.Epoch > newest.Epoch || (report.Epoch == newest.Epoch && report.Sequence > newest.Sequence))
                newest = report;
        }

        var held = reports.ToDictionary(pair => pair.Key, pair => pair.Value.Sessions.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        List<Visit> lost = [];
        foreach (var entry in newest.Roster)
        {
            foreach (var visit in entry.Visits)
            {
                if (!held.TryGetValue(visit.Connection, out var sessions) || !sessions.Contains(visit.Session))
                    lost.Add(new Visit(visit.Session, visit.FullJid, visit.Connection));
            }
        }

        return new Awakening(newest.Roster, lost, reports);
    }
}
