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
        return new Decision()
            .Then(new SubjectChanged(new Subject(request.Text, speaker.Nick, speaker.OccupantId, moment.Now, id, reflected.Payload.ToArray())
            {
                Session = request.By.Session,
                Counter = request.Counter,
            }));
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

    private static Stanza Message(Room room, Subject subject, Stanza? sent) => new(StanzaKind.Message, Payload.Parse(subject.Xml))
    {
        Type = "groupchat",
        Id = sent?.Id ?? subject.Id.Value,
        From = room.Jid.WithResource(subject.By),
        Lang = sent?.Lang,
    };
}
