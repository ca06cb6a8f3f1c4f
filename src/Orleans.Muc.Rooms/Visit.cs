using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>One bound stream as a room knows it. The session is its identity; the connection may change when a stream is resumed.</summary>
/// <param name="Session">Opaque, unique id of the session.</param>
/// <param name="FullJid">The address the session is bound to.</param>
/// <param name="Connection">Key of the connection grain (a shard of a gateway's sockets) that the session hangs on.</param>
public sealed record Visit(string Session, Jid FullJid, string Connection)
{
    /// <summary>Whether the session is told the versions of the affiliation list (XEP-0463).</summary>
    public bool FollowsAffiliations { get; init; }
}
