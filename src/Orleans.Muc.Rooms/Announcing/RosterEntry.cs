using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>An occupant as the gateways know it. Encoded presence is shared by everybody who is shown it.</summary>
/// <param name="Nick">The nickname; it identifies the entry.</param>
/// <param name="OccupantId">The occupant id (XEP-0421), stable for this user in this room.</param>
/// <param name="BareJid">Whose it is. Not for everybody's eyes.</param>
/// <param name="Affiliation">The affiliation.</param>
/// <param name="Role">The role, never <see cref="Role.None"/>.</param>
/// <param name="SeesJids">Whether this occupant is shown the real JIDs of others (XEP-0045 §7.2.4).</param>
/// <param name="Shown">Whether presence of this role is broadcast (muc#roomconfig_presencebroadcast).</param>
/// <param name="Visits">The sessions, one at least. The last is the one whose presence is shown.</param>
/// <param name="PresenceFull">Presence with the full JID, for those who see JIDs.</param>
/// <param name="PresenceAnonymous">Presence without it, for the others. In a non-anonymous room there are none, and it is the full one.</param>
public sealed record RosterEntry(
    Nick Nick,
    string OccupantId,
    Jid BareJid,
    Affiliation Affiliation,
    Role Role,
    bool SeesJids,
    bool Shown,
    ImmutableArray<Visit> Visits,
    EncodedStanza PresenceFull,
    EncodedStanza PresenceAnonymous);
