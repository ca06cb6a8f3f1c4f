using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// XEP-0045 §9.1 to §9.5 and §10.3 to §10.8: bans, membership, admins and owners, reserved nicknames. A delta is taken whole or not at all.
/// </summary>
internal static class AffiliationChanging
{
    /// <summary>Why somebody has to give way who uses the nickname reserved for another.</summary>
    private const string NickIsReserved = "This nickname is reserved";

    public static Decision Decide(Room room, ChangeAffiliations request)
    {
        var actor = request.By.FullJid.Bare;
        var standing = room.AffiliationOf(actor);
        if (!room.Configuration.Allows(Privilege.ManageMembers, Role.None, standing))
            return StanzaError.Forbidden();
        if (request.Items.Length > room.Rules.MaxAdminItems)
            return StanzaError.PolicyViolation();
        var delta = new AffiliationDelta(room, actor);
        foreach (var item in request.Items)
            if (delta.Add(item) is { } refusal)
                return refusal;
        if (delta.Refusal() is { } whole)
            return whole;

        var decision = new Decision();
        var by = Actors.Of(room, request.By);
        var leaving = new HashSet<Nick>();
        foreach (var row in delta.Rows)
        {
            Evict(decision, room, row, leaving);
            decision.Then(new MemberChanged(row.After));
            var circumstance = new Circumstance { Actor = by, Reason = row.Reason };
            foreach (var occupant in Concerned(room, row.After.Jid))
                if (!leaving.Contains(occupant.Nick) && decision.Follow(room, occupant, row.After.Affiliation, circumstance))
                    leaving.Add(occupant.Nick);
            decision.TellAbsentee(room, row, request.By);
        }

        return decision.Answer().EndIfEmpty(room, leaving.Count);
    }

    /// <summary>§10.3 and the like: when the user isn't in the room, a message tells those who may see the JID. Decision: jid and affiliation alone, without the role that §9.3 shows.</summary>
    public static void Announce(Turn turn, Member changed)
    {
        var room = turn.Room;
        if (room.Occupants.Of(changed.Jid).Count > 0)
            return;
        var item = new Element("item", Ns.MucUser).With("jid", changed.Jid.ToString()).With("affiliation", changed.Affiliation.ToName());
        var message = new Stanza(StanzaKind.Message, Payload.Of(new Element("x", Ns.MucUser).Add(item))) { From = room.Jid };
        turn.ToOccupants([.. FollowingAffiliations.Unseen(room, turn.TakeStep()), new Variant(Recipients.WhoSeeJids, message.Encode())]);
    }

    /// <summary>
    /// §7.10: a nickname that becomes reserved for one user is given up by another who is using it, or one that looks like it. Nobody loses their own by that: a nickname that looks like
    /// a reserved one is refused, and who had theirs before that was so keeps it.
    /// </summary>
    private static void Evict(Decision decision, Room room, AffiliationDelta.Row row, HashSet<Nick> leaving)
    {
        if (row.After.ReservedNick is not { } reserved || room.Affiliations.NickOf(row.After.Jid) == reserved)
            return;
        foreach (var holder in room.Occupants.LookingLike(reserved))
            if (holder.BareJid != row.After.Jid && leaving.Add(holder.Nick))
                decision.Then(new OccupantExited(holder.Nick), new Circumstance { Codes = [StatusCode.Kicked], Reason = NickIsReserved });
    }

    /// <summary>§9.2: a domain's ban concerns everybody of it who has no row of their own.</summary>
    private static IEnumerable<Occupant> Concerned(Room room, Jid jid)
    {
        if (jid.Localpart is not null)
            return room.Occupants.Of(jid);
        return room.Occupants.Where(occupant => occupant.BareJid == jid || (occupant.BareJid.Domain == jid && IsWithoutRow(room, occupant.BareJid)));
    }

    private static bool IsWithoutRow(Room room, Jid user) => room.Affiliations.Find(user) is null && !room.Rules.Admins.Contains(user);
}

/// <summary>Who did it.</summary>
internal static class Actors
{
    public static Actor Of(Room room, Visit by) =>
        new(room.Occupants.OfSession(by.Session)?.Nick ?? (room.Occupants.Of(by.FullJid.Bare) is [var own, ..] ? own.Nick : null), by.FullJid);
}
