using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §7.5: a message from one occupant to another, to all of the recipient's sessions.</summary>
internal static class PrivateSpeaking
{
    public static Decision Decide(Room room, SpeakPrivately request)
    {
        // §7.5: not-acceptable for those who are not occupants, item-not-found where there is no such occupant.
        if (room.Occupants.OfSession(request.By.Session) is not { } speaker)
            return Refusals.NotAnOccupant;
        if (!room.Configuration.Allows(Privilege.SendPrivately, speaker.Role, speaker.Affiliation))
            return StanzaError.Forbidden();
        if (room.Occupants.Find(request.To) is not { } recipient)
            return StanzaError.ItemNotFound();
        return Decision.PassOn().Say(turn => turn.ToOccupants(new Variant(
            new Recipients.OneNick(recipient.Nick),
            Message(room, speaker, request.Stanza).Encode())));
    }

    /// <summary>§7.5: from the occupant JID, and marked with an empty <c>x</c> for the sake of carbons (XEP-0280).</summary>
    private static Stanza Message(Room room, Occupant speaker, Stanza? said)
    {
        var mark = new Element("x", Ns.MucUser);
        var own = (said?.Payload ?? Payload.Empty).Without(child => ForgedMarks.IsForged(child, room));
        return new Stanza(StanzaKind.Message, own.With(speaker.Mark).With(mark))
        {
            Type = said?.Type,
            Id = said?.Id,
            From = speaker.OccupantJid,
            Lang = said?.Lang,
        };
    }
}
