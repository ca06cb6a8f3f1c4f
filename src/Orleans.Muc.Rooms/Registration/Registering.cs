using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// XEP-0045 §7.10: registering a nickname with the room. Decision: for the affiliated only, who become no more than they were by it, unless the room's configuration lets others become members.
/// </summary>
internal static class Registering
{
    public const string NickField = "muc#register_roomnick";

    public static Decision Decide(Room room, ReadRegistration request)
    {
        if (Refusal(room, request) is { } refusal)
            return refusal;
        var query = new Element("query", Ns.Register);
        if (room.Affiliations.NickOf(request.By.FullJid.Bare) is { } nick)
            return new Decision().Answer(query.Add("registered", null).Add("username", nick.Value));
        var form = new DataForm("form", Ns.MucRegister);
        form.Fields.Add(new FormField(NickField, "text-single") { Label = "Nickname", Required = true });
        return new Decision().Answer(query.Add(form.ToElement()));
    }

    public static Decision Decide(Room room, Register request, Moment moment)
    {
        if (Refusal(room, request) is { } refusal)
            return refusal;
        if (request.Nick is not { } nick)
            return new Decision().Answer();
        var user = request.By.FullJid.Bare;
        if (Refusal(room, user, nick) is { } taken)
            return taken;
        return room.AffiliationOf(user) == Affiliation.None && room.Configuration.Registration == Registration.Approval
            ? ApprovingRegistration.Ask(room, request, moment)
            : new Decision().Enrol(room, user, nick).Answer();
    }

    /// <summary>§7.10: reserved already, conflict; just as bad when somebody else is using it now.</summary>
    public static StanzaError? Refusal(Room room, Jid user, Nick nick)
    {
        if (Nicks.IsTaken(room, nick, user))
            return StanzaError.Conflict();
        return room.Affiliations.Find(user) is null && room.Affiliations.Count >= room.Rules.MaxAffiliations ? StanzaError.ResourceConstraint() : null;
    }

    /// <summary>The nickname becomes the user's, who becomes a member unless they are more; those inside see it.</summary>
    public static Decision Enrol(this Decision decision, Room room, Jid user, Nick nick)
    {
        var row = room.Affiliations.Find(user);
        var becomesMember = room.AffiliationOf(user) == Affiliation.None;
        var affiliation = becomesMember ? Affiliation.Member : row?.Affiliation ?? Affiliation.None;
        decision.Then(new MemberChanged(new Member(user, affiliation, nick, row?.Reason)));
        foreach (var occupant in room.Occupants.Of(user))
        {
            var role = becomesMember ? room.Configuration.RoleAfter(occupant, Affiliation.Member) : occupant.Role;
            decision.Then(new RoleChanged(occupant.Nick, role));
        }

        // §7.10: whose nickname the service changes by a registration is shown to all users with 210, unlike on entry (§7.2.2).
        if (room.Configuration.EnforceRegisteredNick && room.Occupants.Of(user) is [var first, ..] && room.Occupants.Find(nick) is null)
            decision.Then(new NickChanged(first.Nick, nick, first.Shown.Visit.Session, first.Shown.Presence), new Circumstance { Codes = [StatusCode.NickModified] });
        return decision;
    }

    /// <summary>XEP-0077 §3.2: the reservation goes, and membership with it; admins and owners stay what they are.</summary>
    public static Decision Decide(Room room, Unregister request)
    {
        if (Refusal(room, request) is { } refusal)
            return refusal;
        var user = request.By.FullJid.Bare;
        var decision = new Decision();
        if (room.Affiliations.Find(user) is not { } row)
            return room.AffiliationOf(user) == Affiliation.None ? StanzaError.RegistrationRequired() : decision.Answer();
        var affiliation = row.Affiliation == Affiliation.Member ? Affiliation.None : row.Affiliation;
        decision.Then(new MemberChanged(new Member(user, affiliation, null, affiliation == Affiliation.None ? null : row.Reason)));

        // §9.4: who is no longer a member can't stay in a members-only room.
        var leaving = 0;
        foreach (var occupant in room.Occupants.Of(user))
            if (decision.Follow(room, occupant, affiliation, Circumstance.None))
                leaving++;
        return decision.Answer().EndIfEmpty(room, leaving);
    }

    /// <summary>
    /// Decision: outcasts are forbidden, as everywhere, where §7.10 has not-allowed; and the unaffiliated are told that they need an affiliation first, by registration-required.
    /// </summary>
    private static StanzaError? Refusal(Room room, RoomRequest request)
    {
        var affiliation = room.AffiliationOf(request.By.FullJid.Bare);
        if (room.Configuration.Allows(Privilege.Register, Role.None, affiliation))
            return null;
        return affiliation == Affiliation.Outcast ? StanzaError.Forbidden() : StanzaError.RegistrationRequired();
    }
}
