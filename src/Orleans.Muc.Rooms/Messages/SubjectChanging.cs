using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §8.1: changing the subject; §7.2.15: telling newcomers of it.</summary>
internal static class SubjectChanging
{
    public static Decision Decide(Room room, ChangeSubject request, Moment moment)
    {
        if (room.Occupants.OfSession(request.By.Session) is not { } speaker)
            return Refusals.NotAnOccupant;

        // §8.1: moderators; participants too where the configuration says so; else forbidden.
        if (!room.Configuration.Allows(Privilege.ChangeSubject, speaker.Role, speaker.Affiliation))
            return StanzaError.Forbidden();
        var id = StanzaId.Next(room.Origins.LastId, moment.Now, moment.Chance.Next());
        var reflected = Reflection.Of(room, speaker, request.Stanza, id);
        var payload = reflected.Payload.ToArray();
        // §8.1 leaves the length to the service. A head that outgrows its storage could never be written again.
        if (payload.Length > room.Rules.MaxSubjectBytes)
            return StanzaError.PolicyViolation(string.Create(CultureInfo.InvariantCulture, $"A message with a subject has {room.Rules.MaxSubjectBytes} bytes at most."));
        var subject = new Subject(request.Text, speaker.Nick, speaker.OccupantId, moment.Now, id, payload)
        {
            Session = request.By.Session,
            Counter = request.Counter,
        };
        return new Decision().Then(new SubjectChanged(subject)
        {
            Message = new PastMessage(id, speaker.Nick, request.By.FullJid, request.By.Session, request.Counter, room.Configuration.EnableArchiving, reflected.Encode()),
        });
    }

    /// <summary>§8.1: to all, its sender included, as any message; the id is the client's.</summary>
    public static void Announce(Turn turn, SubjectChanged changed) =>
        turn.ToOccupants(new Variant(Recipients.Everybody, Message(turn.Room, changed.Subject, turn.Request.Stanza).Encode()));

    /// <summary>§7.2.15: always sent, with the time it was set; an empty one from the room itself when there never was any.</summary>
    public static EncodedStanza ForNewcomer(Room room)
    {
        if (room.Subject is not { } subject)
            return new Stanza(StanzaKind.Message, Payload.Of(new Element("subject", Ns.Client))) { Type = "groupchat", From = room.Jid }.Encode();
        var message = Message(room, subject, null);
        return (message with { Payload = message.Payload.With(DiscussionHistory.DelayStamp(room.Jid, subject.At)) }).Encode();
    }

    /// <summary>The subject that a logged message has set (§8.1: a subject, and neither body nor thread); null when it is a message like others.</summary>
    public static Subject? In(PastMessage message)
    {
        // Read for every message there is, so the bytes are looked through before anything is parsed.
        if (message.Stanza.Tail.Span.IndexOf("subject"u8) < 0)
            return null;
        var whole = new byte[message.Stanza.Length];
        message.Stanza.CopyTo(whole, default);
        var said = Element.Parse(whole);
        if (said.Child("subject") is not { } subject || said.Child("body") is not null || said.Child("thread") is not null)
            return null;
        var payload = Payload.Of([.. said.Children]);
        return new Subject(subject.Text, message.Nick, said.Child("occupant-id", Ns.OccupantId)?["id"], message.Id.At, message.Id, payload.ToArray())
        {
            Session = message.Session,
            Counter = message.Counter,
        };
    }

    private static Stanza Message(Room room, Subject subject, Stanza? sent) => new(StanzaKind.Message, Payload.Parse(subject.Xml))
    {
        Type = "groupchat",
        Id = sent?.Id ?? subject.Id.Value,
        From = room.Jid.WithResource(subject.By),
        Lang = sent?.Lang,
    };
}
