using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0452 §3.2: what a user is sent who is mentioned while away, where the owners want it (muc#roomconfig_forwardmentions, §3.1).</summary>
internal static class ForwardingMentions
{
    /// <summary>The whole message, with what the room has put on it, as forwarded (XEP-0297) by the room. It names its author as the room does, and no JID.</summary>
    public static Stanza Of(Room room, PastMessage message)
    {
        var to = XmlText.EscapeUtf8(room.Jid.ToString());
        var whole = new byte[message.Stanza.LengthTo(to.Length)];
        message.Stanza.CopyTo(whole, to);
        var forwarded = new Element("forwarded", Ns.Forward).Add(new Element("delay", Ns.Delay).With("stamp", Stamps.Of(message.Id.At))).Add(Element.Parse(whole));
        return new Stanza(StanzaKind.Message, Payload.Of(new Element("mentions", Ns.Mentions).Add(forwarded))) { From = room.Jid };
    }
}
