using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §8.2 to §8.5 and §9.6 to §9.8: kicks, voice, moderation. A delta is taken whole or not at all.</summary>
internal static class RoleChanging
{
    public static Decision Decide(Room room, ChangeRoles request)
    {
        var user = request.By.FullJid.Bare;
        if (!room.Configuration.Allows(Privilege.Kick, room.Occupants.RoleOf(user), Affiliation.None))
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
            if (Privileges.Refusal(new RoleChange(room.AffiliationOf(user), target, item.Role, target.BareJid == user)) is { } refusal)
                return refusal;
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
}
