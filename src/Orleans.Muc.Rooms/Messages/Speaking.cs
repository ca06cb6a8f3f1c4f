using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §7.4: a message to everybody, reflected once and logged.</summary>
internal static class Speaking
{
    public static Decision Decide(Room room, Speak request, Moment moment)
    {
        // §7.4: not-acceptable for those who are not occupants, forbidden for those without voice.
        if (room.Occupants.OfSession(request.By.Session) is not { } speaker)
            return Refusals.NotAnOccupant;
        if (!room.Configuration.Allows(Privilege.Speak, speaker.Role, speaker.Affiliation))
            return StanzaError.Forbidden();

        var payload = request.Stanza?.Payload ?? Payload.Empty;
        if (SlowMode.Refusal(room, speaker, payload, moment) is { } tooSoon)
            return tooSoon;
        var id = StanzaId.Next(room.Origins.LastId, moment.Now, moment.Chance.Next());
        var reflected = Reflection.Of(room, speaker, request.Stanza, id);
        var served = room.Configuration.EnableArchiving && Keeping.IsKept(payload);
        var message = new PastMessage(id, speaker.Nick, request.By.FullJid, request.By.Session, request.Counter, served, reflected.Encode())
        {
            Text = room.Rules.HasFullText && served ? Bodies.Of(payload) : null,
        };
        return new Decision().Then(new MessageSpoken(message)).TellMentioned(room, reflected, message);
    }

    public static void Announce(Turn turn, MessageSpoken spoken) => turn.ToOccupants(new Variant(Recipients.Everybody, spoken.Message.Stanza));
}

/// <summary>A groupchat message as the room passes it on.</summary>
internal static class Reflection
{
    /// <summary>
    /// §7.4: from the occupant JID, with the id the client gave, or one of ours. Marks only the room may set are taken off, and the room's own
    /// put on: stanza id (XEP-0359) and occupant id (XEP-0421).
    /// </summary>
    public static Stanza Of(Room room, Occupant speaker, Stanza? spoken, StanzaId id)
    {
        var said = (spoken?.Payload ?? Payload.Empty).Without(child => ForgedMarks.IsForged(child, room));
        return new Stanza(StanzaKind.Message, said.With(speaker.Mark).With(IdOf(room, id)))
        {
            Type = "groupchat",
            Id = spoken?.Id ?? id.Value,
            From = speaker.OccupantJid,
            Lang = spoken?.Lang,
        };
    }

    /// <summary>XEP-0359: the room's own id of a message.</summary>
    public static Element IdOf(Room room, StanzaId id) => new Element("stanza-id", Ns.StanzaIds).With("by", room.Jid.ToString()).With("id", id.Value);
}

/// <summary>What people read of a message.</summary>
internal static class Bodies
{
    /// <summary>Its bodies, in whatever languages it has them (RFC 6121 §5.2.3); null without any.</summary>
    public static string? Of(Payload payload)
    {
        string? text = null;
        foreach (var child in payload.Children)
            if (child is { Name: "body", Namespace: Ns.Client } && child.Parse().Text is { Length: > 0 } body)
                text = text is null ? body : text + '\n' + body;
        return text;
    }
}

/// <summary>
/// Which messages are history: XEP-0334 hints say no, and what is over as soon as it is seen isn't worth it (XEP-0085, XEP-0334 §4). A retraction is kept whatever its hints say (XEP-0424 §5).
/// </summary>
internal static class Keeping
{
    public static bool IsKept(Payload payload)
    {
        if (payload.Find("retract", Ns.Retraction) is not null)
            return true;
        var lasts = false;
        foreach (var child in payload.Children)
        {
            if (child.Namespace == Ns.Hints && child.Name is "no-store" or "no-permanent-store")
                return false;
            lasts |= !IsPassing(child.Namespace, child.Name);
        }

        return lasts;
    }

    /// <summary>What is not worth keeping without something beside it.</summary>
    private static bool IsPassing(string ns, string name) => ns switch
    {
        Ns.ChatStates => true,
        Ns.Hints => name != "store",
        Ns.StanzaIds => name == "origin-id",
        Ns.Client => name == "thread",
        _ => false,
    };
}
