using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §8.2 to §8.5 and §9.6 to §9.8: kicks, voice, moderation. A delta is taken whole or not at all.</summary>
internal static class RoleChanging
{
    /// <summary>
    /// Decision: presence first and the result last, as for affiliations, so that the result says that all of it has happened; §8.2 has the result before the others' presence, §8.3 to §9.7 before any.
    /// </summary>
    public static Decision Decide(Room room, ChangeRoles request)
    {
        var user = request.By.FullJid.Bare;
        var (role, standing) = (room.Occupants.RoleOf(user), room.AffiliationOf(user));
        if (!room.Configuration.Allows(Privilege.Kick, role, standing) && !room.Configuration.Allows(Privilege.ManageModerators, role, standing))
            return StanzaError.Forbidden();
        if (request.Items.Length > room.Rules.MaxAdminItems)
            return StanzaError.PolicyViolation();

        var decision = new Decision();
        var by = Actors.Of(room, request.By);
        var seen = new HashSet<Nick>();
        var leaving = 0;
        foreach (var item in request.Items)
        {
            if (!seen.Add(item.Nick))
                return StanzaError.BadRequest();
            if (room.Occupants.Find(item.Nick) is not { } target)
                return StanzaError.ItemNotFound();
            if (!room.Configuration.Allows(Needed(target, item.Role), role, standing))
                return StanzaError.Forbidden();
            if (Privileges.Refusal(new RoleChange(standing, target, item.Role, target.BareJid == user)) is { } refusal)
                return item.Role == Role.Visitor ? Decision.Refuse(refusal, Offending(room, request)) : refusal;
            var circumstance = new Circumstance { Actor = by, Reason = item.Reason };
            if (item.Role != Role.None)
                decision.Then(new RoleChanged(item.Nick, item.Role), circumstance);
            else
            {
                leaving++;
                decision.Then(new OccupantExited(item.Nick), circumstance with { Codes = [StatusCode.Kicked] });
            }
        }

        return decision.Answer().EndIfEmpty(room, leaving);
    }

    /// <summary>§8 asks for a moderator; §9 for an admin where moderators are made and unmade, who need not be in the room.</summary>
    private static Privilege Needed(Occupant target, Role desired) => desired switch
    {
        Role.None => Privilege.Kick,
        Role.Moderator => Privilege.ManageModerators,
        Role.Participant when target.Role == Role.Moderator => Privilege.ManageModerators,
        _ => Privilege.ManageVoice,
    };

    /// <summary>§8.4: the items that would take voice from somebody who keeps it.</summary>
    private static Element Offending(Room room, ChangeRoles request)
    {
        var user = request.By.FullJid.Bare;
        var query = new Element("query", Ns.MucAdmin);
        foreach (var item in request.Items.Where(item => item.Role == Role.Visitor))
            if (room.Occupants.Find(item.Nick) is { } target
                && Privileges.Refusal(new RoleChange(room.AffiliationOf(user), target, item.Role, target.BareJid == user)) is not null)
                query.Add(new Element("item", Ns.MucAdmin).With("nick", item.Nick.Value).With("role", item.Role.ToName()));
        return query;
    }
}
