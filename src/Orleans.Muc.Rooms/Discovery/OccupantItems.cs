using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §6.5: who is in the room, in ordinal order of nicknames, paged by XEP-0059.</summary>
internal static class OccupantItems
{
    /// <summary>Items of one answer, at most.</summary>
    private const int PageSize = 200;

    /// <summary>§6.5: where the list is private, the answer is empty, with no trace of how many there are.</summary>
    public static Element For(Room room, Discover request)
    {
        var query = new Element("query", Ns.DiscoItems);
        var user = request.By.FullJid.Bare;
        if (!MaySee(room, user))
            return query;
        var shown = room.Occupants.InOrder.Where(occupant => room.Configuration.Broadcasts(occupant.Role) || occupant.BareJid == user).ToList();
        var (first, count) = (request.Page ?? new PageRequest()).Of(shown, Id, PageSize);
        for (var at = first; at < first + count; at++)
            query.Add(new Element("item", Ns.DiscoItems).With("jid", Id(shown[at])));
        if (request.Page is not null || count < shown.Count)
            query.Add(PageRequest.Answer(count > 0 ? (Id(shown[first]), Id(shown[first + count - 1])) : null, first, shown.Count));
        return query;
    }

    /// <summary>
    /// §6.5, §14.4: those inside have seen each other anyway, but for those whose presence the room doesn't broadcast. Decision: others see the list where the room is public and its owner has said so,
    /// which is off by default, as the specification advises; no registered field says it, muc#roomconfig_getmemberlist being about another list and about roles, of which those outside have none.
    /// </summary>
    private static bool MaySee(Room room, Jid user) =>
        room.Occupants.Of(user).Count > 0
        || (room.Configuration is { PublicRoom: true, PublicOccupants: true } && room.AffiliationOf(user) != Affiliation.Outcast);

    private static string Id(Occupant occupant) => occupant.OccupantJid.ToString();
}
