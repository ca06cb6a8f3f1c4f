using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// XEP-0045 §9.9: where admins decide who registers. The form names the user, so that an answer counts whenever it comes, and however often the room has been moved or restarted meanwhile.
/// </summary>
internal static class ApprovingRegistration
{
    public const string UserField = "muc#jid";
    public const string AllowField = "muc#register_allow";

    /// <summary>What one user may trouble the admins with.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>§7.10: the user learns that the request was received; every admin and owner gets the form.</summary>
    public static Decision Ask(Room room, Register request, Moment moment)
    {
        var user = request.By.FullJid.Bare;
        if (!room.RegistrationRequests.TryBegin(user.ToString(), moment.Now, Pause))
            return StanzaError.ResourceConstraint("Your request is before the admins.");
        var form = Form(user, request.Nick!).ToElement();
        var decision = new Decision().Answer();
        foreach (var admin in room.Members.Where(member => member.Affiliation >= Affiliation.Admin))
            decision.Say(turn => turn.Announce(new ToUser(
                admin.Jid,
                new Stanza(StanzaKind.Message, Payload.Of(form)) { Id = request.StanzaId, From = room.Jid, To = admin.Jid })));
        return decision;
    }

    public static Decision Decide(Room room, AnswerRegistration answer)
    {
        if (!room.Configuration.Allows(Privilege.ManageMembers, Role.None, room.AffiliationOf(answer.By.FullJid.Bare)))
            return StanzaError.Forbidden();
        if (!answer.Allow)
            return Decision.Nothing;

        // Banned since: what an admin decided about the person counts for more than a form.
        var user = answer.User.Bare;
        if (room.AffiliationOf(user) == Affiliation.Outcast)
            return StanzaError.NotAllowed();
        if (Registering.Refusal(room, user, answer.Nick) is { } refusal)
            return refusal;
        var row = new AffiliationDelta.Row(room.AffiliationOf(user), new Member(user, Affiliation.Member, answer.Nick, null), null);
        var decision = new Decision().Enrol(room, user, answer.Nick);
        if (row.Before == Affiliation.None)
            decision.TellAbsentee(room, row, answer.By);
        return decision;
    }

    private static DataForm Form(Jid user, Nick nick)
    {
        var form = new DataForm("form", Ns.MucRegister)
        {
            Title = "Registration request",
            Instructions = "Allow it to make this person a member of the room; cancel to leave it to others.",
        };
        form.Fields.Add(new FormField(UserField, "jid-single", user.ToString()) { Label = "User" });
        form.Fields.Add(new FormField(Registering.NickField, "text-single", nick.Value) { Label = "Desired nickname" });
        form.Fields.Add(new FormField(AllowField, "boolean", "0") { Label = "Allow this person to register with the room?" });
        return form;
    }
}
