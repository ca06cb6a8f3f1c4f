using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Messages to a room and to its occupants (XEP-0045 §17.2).</summary>
internal static class MessageIntake
{
    public static RoomRequest Read(Stanza stanza, Visit by)
    {
        var isGroupchat = stanza.Type == "groupchat";
        if (stanza.To!.Resourcepart is { } resource)
            return ReadPrivate(resource, by, isGroupchat);
        if (isGroupchat)
            return IsSubjectChange(stanza.Payload) is { } subject ? new ChangeSubject(by, subject) : new Speak(by);
        if (stanza.Payload.Element("x", Ns.MucUser) is { } x && ReadInvitations(x, by) is { } mediated)
            return mediated;

        if (DataForm.From(stanza.Payload.Element("x", Ns.DataForms)) is { } form && FormIntake.Read(form, by) is { } answered)
            return answered;

        // §17.2: what is for everybody must be of type groupchat.
        return new Malformed(by, StanzaError.BadRequest());
    }

    /// <summary>§7.5: groupchat to one occupant is refused.</summary>
    private static RoomRequest ReadPrivate(string resource, Visit by, bool isGroupchat)
    {
        if (isGroupchat)
            return new Malformed(by, StanzaError.BadRequest());
        return Nick.TryParse(resource, out var nick) ? new SpeakPrivately(by, nick) : new Malformed(by, StanzaError.ItemNotFound());
    }

    /// <summary>§8.1: a subject, and neither body nor thread.</summary>
    private static string? IsSubjectChange(Payload payload) =>
        payload.Find("subject", Ns.Client) is { } subject && payload.Find("body", Ns.Client) is null && payload.Find("thread", Ns.Client) is null
            ? subject.Parse().Text
            : null;

    private static RoomRequest? ReadInvitations(Element x, Visit by)
    {
        if (x.Child("decline", Ns.MucUser) is { } decline)
            return Jid.TryParse(decline["to"], out var inviter)
                ? new Decline(by, inviter, decline.Child("reason", Ns.MucUser)?.Text)
                : new Malformed(by, StanzaError.JidMalformed());
        var invitations = ImmutableArray.CreateBuilder<Invitation>();
        foreach (var invite in x.ChildrenNamed("invite", Ns.MucUser))
        {
            if (!Jid.TryParse(invite["to"], out var invitee))
                return new Malformed(by, StanzaError.JidMalformed());
            invitations.Add(new Invitation(invitee, invite.Child("reason", Ns.MucUser)?.Text, invite.Child("continue", Ns.MucUser)));
        }

        return invitations.Count > 0 ? new Invite(by, invitations.ToImmutable()) : null;
    }
}

/// <summary>Forms in messages: voice asked for (XEP-0045 §7.13) and given (§8.6), registrations approved (§9.9).</summary>
internal static class FormIntake
{
    /// <summary>Null when it is a form about something else.</summary>
    public static RoomRequest? Read(DataForm form, Visit by) => (form.FormType, form.Type) switch
    {
        (Ns.MucRequest or Ns.MucRegister, "cancel") => new Ignored(by),
        (Ns.MucRequest, "submit") => ReadVoice(form, by),
        (Ns.MucRegister, "submit") => ReadApproval(form, by),
        (Ns.MucRequest or Ns.MucRegister, _) => new Malformed(by, StanzaError.BadRequest()),
        _ => null,
    };

    private static RoomRequest ReadApproval(DataForm form, Visit by)
    {
        if (!Jid.TryParse(form[ApprovingRegistration.UserField]?.Value, out var user))
            return new Malformed(by, StanzaError.JidMalformed());
        return form[ApprovingRegistration.AllowField]?.AsBoolean is { } allowed && Nick.TryParse(form[Registering.NickField]?.Value, out var nick)
            ? new AnswerRegistration(by, user, nick, allowed)
            : new Malformed(by, StanzaError.BadRequest());
    }

    private static RoomRequest ReadVoice(DataForm form, Visit by)
    {
        if (form[AskingForVoice.RoleField]?.Value.ToRole() is not Role.Participant)
            return new Malformed(by, StanzaError.BadRequest());
        if (form[AskingForVoice.AllowField] is not { } allow)
            return new RequestVoice(by);
        Jid? jid = null;
        if (form[AskingForVoice.JidField]?.Value is { } text && !Jid.TryParse(text, out jid))
            return new Malformed(by, StanzaError.JidMalformed());
        return allow.AsBoolean is { } allowed && Nick.TryParse(form[AskingForVoice.NickField]?.Value, out var nick)
            ? new AnswerVoice(by, nick, jid, allowed)
            : new Malformed(by, StanzaError.BadRequest());
    }
}
