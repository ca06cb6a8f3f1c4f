using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §8.5, §9.2, §9.5, §9.8, §10.5 and §10.8: the lists a room has, for those who may read them.</summary>
internal static class ListReading
{
    public static Decision Decide(Room room, ReadAffiliations request)
    {
        if (Needed(request.Affiliation) is not { } privilege)
            return StanzaError.BadRequest();
        var user = request.By.FullJid.Bare;
        if (!room.Configuration.Allows(privilege, room.Occupants.RoleOf(user), room.AffiliationOf(user)))
            return StanzaError.Forbidden();
        var items = room.Affiliations.With(request.Affiliation).OrderBy(member => member.Jid).Select(Item);
        return new Decision().Answer(new Element("query", Ns.MucAdmin).Add(items));
    }

    /// <summary>What it takes to read that list; null for those without affiliation, of whom there is none (§5.2).</summary>
    public static Privilege? Needed(Affiliation affiliation) => affiliation switch
    {
        Affiliation.Outcast => Privilege.ReadBans,
        Affiliation.Member => Privilege.ReadMembers,
        Affiliation.Admin or Affiliation.Owner => Privilege.ReadAdmins,
        _ => null,
    };

    public static Decision Decide(Room room, ReadRoles request)
    {
        var user = request.By.FullJid.Bare;

        // §8.5: the voice list is the moderators'; §9.8: their own list is the admins'.
        var needed = request.Role == Role.Moderator ? Privilege.ReadModerators : Privilege.ReadVoiceList;
        if (!room.Configuration.Allows(needed, room.Occupants.RoleOf(user), room.AffiliationOf(user)))
            return StanzaError.Forbidden();
        var items = room.Occupants.Where(occupant => occupant.Role == request.Role).OrderBy(occupant => occupant.Nick.Value, StringComparer.Ordinal);
        return new Decision().Answer(new Element("query", Ns.MucAdmin).Add(items.Select(Item)));
    }

    /// <summary>§17.4: affiliation and bare JID, never the role; the nickname that is reserved; the reason if one is known.</summary>
    private static Element Item(Member member)
    {
        var item = new Element("item", Ns.MucAdmin)
            .With("affiliation", member.Affiliation.ToName())
            .With("jid", member.Jid.ToString())
            .With("nick", member.ReservedNick?.Value);
        return member.Reason is null ? item : item.Add("reason", member.Reason);
    }

    /// <summary>§17.4: nick, role, affiliation and full JID.</summary>
    private static Element Item(Occupant occupant) => new Element("item", Ns.MucAdmin)
        .With("nick", occupant.Nick.Value)
        .With("role", occupant.Role.ToName())
        .With("affiliation", occupant.Affiliation.ToName())
        .With("jid", occupant.Shown.Visit.FullJid.ToString());
}
