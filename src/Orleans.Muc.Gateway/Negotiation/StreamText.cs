using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Negotiation;

/// <summary>The parts of a stream that are no stanzas, as bytes: its header, its features, its error, its end (RFC 6120 §4).</summary>
internal static class StreamText
{
    public static ReadOnlyMemory<byte> End { get; } = "</stream:stream>"u8.ToArray();

    /// <summary>
    /// RFC 6120 §4.7: the server's header names its domain, a new unpredictable id, and version 1.0; <paramref name="to"/> is who the client said it
    /// is, null when it didn't.
    /// </summary>
    public static ReadOnlyMemory<byte> Header(Jid domain, string id, Jid? to)
    {
        var addressed = to is null ? "" : $" to='{XmlText.Escape(to.ToString())}'";
        return Encoding.UTF8.GetBytes(
            $"<?xml version='1.0'?><stream:stream xmlns='{Ns.Client}' xmlns:stream='{Ns.Streams}' from='{XmlText.Escape(domain.ToString())}'" +
            $"{addressed} id='{XmlText.Escape(id)}' version='1.0' xml:lang='en'>");
    }

    public static ReadOnlyMemory<byte> Features(IEnumerable<Element> features) => Wrap("features", features);

    /// <summary>RFC 6120 §4.9.2: exactly one condition, perhaps a text.</summary>
    public static ReadOnlyMemory<byte> Error(StreamErrorCondition condition, string? text)
    {
        var named = new Element(condition.ToName(), Ns.StreamErrors);
        var explained = new Element("text", Ns.StreamErrors).With("xml:lang", "en").Add(text);
        return Wrap("error", text is null ? [named] : [named, explained]);
    }

    private static byte[] Wrap(string name, IEnumerable<Element> children)
    {
        using var whole = new MemoryStream(512);
        whole.Write(Encoding.UTF8.GetBytes($"<stream:{name}>"));
        foreach (var child in children)
            whole.Write(child.ToUtf8());
        whole.Write(Encoding.UTF8.GetBytes($"</stream:{name}>"));
        return whole.ToArray();
    }
}
