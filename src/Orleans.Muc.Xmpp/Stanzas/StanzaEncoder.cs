using System.Buffers;
using System.Text;

namespace Orleans.Muc.Xmpp;

internal static class StanzaEncoder
{
    public static EncodedStanza Encode(Stanza stanza)
    {
        var (open, close) = Tags(stanza.Kind);
        var writer = new ArrayBufferWriter<byte>(192 + stanza.Payload.Length);
        writer.Write(open);
        if (stanza.From is not null)
            XmlText.WriteAttribute(writer, "from", stanza.From.ToString());
        if (stanza.Id is not null)
            XmlText.WriteAttribute(writer, "id", stanza.Id);
        if (stanza.Type is not null)
            XmlText.WriteAttribute(writer, "type", stanza.Type);
        if (stanza.Lang is not null)
            XmlText.WriteAttribute(writer, "xml:lang", stanza.Lang);
        var head = writer.WrittenCount;
        if (stanza.Payload.Length == 0)
        {
            writer.Write("/>"u8);
        }
        else
        {
            writer.Write(">"u8);
            stanza.Payload.WriteTo(writer);
            writer.Write(close);
        }

        var bytes = writer.WrittenMemory;
        return new EncodedStanza(bytes[..head], bytes[head..]);
    }

    public static string ToText(Stanza stanza)
    {
        var writer = new ArrayBufferWriter<byte>();
        var to = stanza.To?.ToString() ?? stanza.MalformedTo;
        Encode(stanza).WriteTo(writer, to is null ? [] : XmlText.EscapeUtf8(to));
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    // The default namespace is written on every stanza: RFC 7395 frames need it, and a TCP stream doesn't mind.
    private static (byte[] Open, byte[] Close) Tags(StanzaKind kind) => kind switch
    {
        StanzaKind.Message => (MessageOpen, MessageClose),
        StanzaKind.Presence => (PresenceOpen, PresenceClose),
        _ => (IqOpen, IqClose),
    };

    private static readonly byte[] MessageOpen = "<message xmlns='jabber:client'"u8.ToArray();
    private static readonly byte[] MessageClose = "</message>"u8.ToArray();
    private static readonly byte[] PresenceOpen = "<presence xmlns='jabber:client'"u8.ToArray();
    private static readonly byte[] PresenceClose = "</presence>"u8.ToArray();
    private static readonly byte[] IqOpen = "<iq xmlns='jabber:client'"u8.ToArray();
    private static readonly byte[] IqClose = "</iq>"u8.ToArray();
}
