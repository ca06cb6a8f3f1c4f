using Orleans.Concurrency;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Connections;

/// <summary>
/// The cluster's end of one shard of one gateway's sockets, keyed by <see cref="ConnectionKey"/> and pinned to the silo in its key: a call fails when
/// that silo is not active. It holds nothing; what it is fed by its stream it hands to <see cref="IGatewayHall"/>.
/// </summary>
[Alias("muc.IConnectionGrain")]
public interface IConnectionGrain : IGrainWithStringKey
{
    /// <summary>What this shard's clients have been shown of a room; empty when none of its sessions is there.</summary>
    [AlwaysInterleave, Alias("ReportRoom")]
    Task<RoomReport> ReportRoom(Jid room);

    /// <summary>The sessions of an account on this shard.</summary>
    [AlwaysInterleave, Alias("ReportSessions")]
    Task<BoundSession[]> ReportSessions(Jid account);
}
