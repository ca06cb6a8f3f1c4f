using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §7.13: a visitor asks the moderators for voice; §8.6: one of them answers.</summary>
internal static class AskingForVoice
{
    public const string RoleField = "muc#role";
    public const string JidField = "muc#jid";
    public const string NickField = "muc#roomnick";
    public const string AllowField = "muc#request_allow";

    /// <summary>What one visitor may trouble the moderators with.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public static Decision Decide(Room room, RequestVoice request, Moment moment)
    {
        if (room.Occupants.OfSession(request.By.Session) is not { } visitor)
            return Refusals.NotAnOccupant;

        // §7.13: visitors ask. Decision: others have what can be asked for.
        if (visitor.Role != Role.Visitor)
            return StanzaError.NotAllowed("You have voice already.");
        var moderators = room.Occupants.Where(occupant => occupant.Role == Role.Moderator).ToImmutableArray();
        if (moderators.IsEmpty)
            return StanzaError.RecipientUnavailable("Nobody is here who could give you voice.");
        if (!room.VoiceRequests.TryBegin(visitor.OccupantId, moment.Now, Pause))
            return StanzaError.ResourceConstraint("Your request is before the moderators.");
        return Decision.PassOn().Say(turn =>
        {
            var form = Form(visitor, request).Encode();
            turn.ToOccupants([.. moderators.Select(moderator => new Variant(new Recipients.OneNick(moderator.Nick), form))]);
        });

        Stanza Form(Occupant occupant, RequestVoice asked) => new(StanzaKind.Message, Payload.Of(Approval(occupant, asked.By.FullJid).ToElement()))
        {
            Id = asked.StanzaId,
            From = room.Jid,
        };
    }

    public static Decision Decide(Room room, AnswerVoice answer)
    {
        // §8: it is the bare JID that must be a moderator's.
        var user = answer.By.FullJid.Bare;
        if (!room.Configuration.Allows(Privilege.ManageVoice, room.Occupants.RoleOf(user), Affiliation.None))
            return StanzaError.Forbidden();
        if (room.Occupants.Find(answer.Nick) is not { } visitor || (answer.Jid is { } jid && jid.Bare != visitor.BareJid))
            return StanzaError.ItemNotFound();

        // A request may be before several moderators: the first who allows it decides, and who skips it decides nothing.
        if (!answer.Allow || visitor.Role != Role.Visitor)
            return Decision.Nothing;
        return new Decision().Then(new RoleChanged(visitor.Nick, Role.Participant), new Circumstance { Actor = Actors.Of(room, answer.By) });
    }

    /// <summary>§8.6: the form as the moderators get it.</summary>
    private static DataForm Approval(Occupant visitor, Jid fullJid)
    {
        var form = new DataForm("form", Ns.MucRequest)
        {
            Title = "Voice request",
            Instructions = "Allow it to let this visitor speak; cancel to leave it to others.",
        };
        form.Fields.Add(new FormField(RoleField, "list-single", Role.Participant.ToName())
        {
            Label = "Requested role",
            Options = { ("Participant", Role.Participant.ToName()) },
        });
        form.Fields.Add(new FormField(JidField, "jid-single", fullJid.ToString()) { Label = "User" });
        form.Fields.Add(new FormField(NickField, "text-single", visitor.Nick.Value) { Label = "Nickname" });
        form.Fields.Add(new FormField(AllowField, "boolean", "false") { Label = "Give this person voice?" });
        return form;
    }
}
