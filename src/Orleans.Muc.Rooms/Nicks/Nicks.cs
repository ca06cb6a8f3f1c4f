using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Whose a nickname is.</summary>
internal static class Nicks
{
    /// <summary>§7.10: the only nickname this user may have, where the room holds people to the one they have registered.</summary>
    public static Nick? Held(Room room, Jid user) => room.Configuration.EnforceRegisteredNick ? room.Affiliations.NickOf(user) : null;

    /// <summary>
    /// XEP-0045 §7.2.8: taken when somebody else is present under it, or has it reserved. Decision: as good as taken when it can be mistaken for such a nickname
    /// (§14.6, UTS #39 §4), unless it is the user's own already.
    /// </summary>
    public static bool IsTaken(Room room, Nick nick, Jid byOtherThan)
    {
        var present = room.Occupants.Find(nick)?.BareJid;
        var holder = room.Affiliations.HolderOf(nick);
        if (present is not null || holder is not null)
            return (present ?? byOtherThan) != byOtherThan || (holder ?? byOtherThan) != byOtherThan;
        return room.Occupants.LookingLike(nick).Any(occupant => occupant.BareJid != byOtherThan)
            || room.Affiliations.HoldersLookingLike(nick).Any(other => other != byOtherThan);
    }
}
