using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// Members who are not in the room, shown as unavailable to newcomers when muc#roomconfig_presencebroadcast has <c>none</c>: by their
/// reserved nickname, and where JIDs are public also those without one, from the room itself.
/// </summary>
internal static class AwayMembers
{
    public static void AddTo(ImmutableArray<EncodedStanza>.Builder stanzas, Room room, Occupant newcomer)
    {
        if (!room.Configuration.PresenceBroadcast.HasFlag(PresenceBroadcast.Away))
            return;
        var seesJids = room.Configuration.ShowsJidsTo(newcomer.Role);
        foreach (var row in room.Affiliations.Rows)
            if (row.Member.Affiliation >= Affiliation.Member && IsShown(room, row.Member))
                stanzas.Add(Presence(room, row, seesJids));
    }

    /// <summary>The presence of who has that nickname reserved and is away; null when there is nobody, or they are not shown.</summary>
    public static EncodedStanza? Presence(Room room, Nick nick, bool seesJids) =>
        room.Configuration.PresenceBroadcast.HasFlag(PresenceBroadcast.Away)
        && room.Affiliations.RowOf(nick) is { } row && IsShown(room, row.Member)
            ? Presence(room, row, seesJids)
            : null;

    private static bool IsShown(Room room, Member member) =>
        room.Occupants.Of(member.Jid).Count == 0 && (member.ReservedNick is not null || room.Configuration.IsNonAnonymous);

    private static EncodedStanza Presence(Room room, AffiliationList.Row row, bool seesJids) => seesJids
        ? row.AwayFull ??= Encode(room, row.Member, seesJids)
        : row.AwayAnonymous ??= Encode(room, row.Member, seesJids);

    private static EncodedStanza Encode(Room room, Member member, bool seesJids)
    {
        var item = new Element("item", Ns.MucUser)
            .With("affiliation", member.Affiliation.ToName())
            .With("role", Role.None.ToName())
            .With("nick", member.ReservedNick?.Value)
            .With("jid", seesJids ? member.Jid.ToString() : null);
        // XEP-0421 §4: on every presence of somebody; a presence of the room itself is nobody's.
        var x = new Element("x", Ns.MucUser).Add(item);
        var mark = new Element("occupant-id", Ns.OccupantId).With("id", OccupantIds.Of(member.Jid, room.OccupantIdKey));
        return new Stanza(StanzaKind.Presence, member.ReservedNick is null ? Payload.Of(x) : Payload.Of(mark, x))
        {
            Type = "unavailable",
            From = member.ReservedNick is { } nick ? room.Jid.WithResource(nick) : room.Jid,
        }.Encode();
    }
}
