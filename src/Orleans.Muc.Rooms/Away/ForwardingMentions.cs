using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0452: users who are mentioned while they are away are sent the message, where the owners want it.</summary>
internal static class ForwardingMentions
{
    /// <param name="decision">That the message is spoken.</param>
    /// <param name="room">The room.</param>
    /// <param name="reflected">The message as the room passes it on.</param>
    /// <param name="id">The id the room gave it.</param>
    public static Decision TellMentioned(this Decision decision, Room room, Stanza reflected, StanzaId id)
    {
        if (!room.Configuration.ForwardMentions)
            return decision;
        var mentioned = Mentions.In(room, reflected.Payload);
        if (mentioned.Count == 0)
            return decision;
        return decision.Say(turn =>
        {
            var forwarded = Forwarded(room, reflected, id);
            foreach (var user in mentioned)
                turn.Announce(new ToUser(user, forwarded with { To = user }));
        });
    }

    /// <summary>XEP-0452 §3.2: the whole message, with what the room has put on it, as forwarded (XEP-0297) by the room. It names its author as the room does, and no JID.</summary>
    private static Stanza Forwarded(Room room, Stanza reflected, StanzaId id)
    {
        var encoded = reflected.Encode();
        var to = XmlText.EscapeUtf8(room.Jid.ToString());
        var message = new byte[encoded.LengthTo(to.Length)];
        encoded.CopyTo(message, to);
        var forwarded = new Element("forwarded", Ns.Forward)
            .Add(new Element("delay", Ns.Delay).With("stamp", id.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)))
            .Add(Element.Parse(message));
        return new Stanza(StanzaKind.Message, Payload.Of(new Element("mentions", Ns.Mentions).Add(forwarded))) { From = room.Jid };
    }
}
