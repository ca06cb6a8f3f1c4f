using System.Text;
using System.Xml;
using System.Xml.Linq;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup;

/// <summary>Stored stanzas, which are bytes cut in two, as elements of a backup and back.</summary>
internal static class StanzaXml
{
    private static readonly XmlReaderSettings Stored = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
    private static readonly XmlWriterSettings Writing = new() { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize };

    /// <summary>Writes what was stored, in the one form that reading and writing it again leaves as it is.</summary>
    public static void Write(XmlWriter xml, params ReadOnlySpan<byte[]> parts)
    {
        using var bytes = new MemoryStream();
        foreach (var part in parts)
            bytes.Write(part);
        bytes.Position = 0;
        using var reader = XmlReader.Create(bytes, Stored);
        reader.MoveToContent();
        xml.WriteNode(reader, defattr: false);
    }

    /// <summary>Cuts a stanza at the end of its start tag, where <c>to</c> belongs when it is sent on.</summary>
    public static (byte[] Head, byte[] Tail) Cut(string xml)
    {
        var (end, isEmpty) = EndOfStartTag(xml);
        return isEmpty
            ? (Encoding.UTF8.GetBytes(xml[..end].TrimEnd()), "/>"u8.ToArray())
            : (Encoding.UTF8.GetBytes(xml[..end]), Encoding.UTF8.GetBytes(xml[end..]));
    }

    /// <summary>A stanza without the stanza ids (XEP-0359) that seem to be given by somebody, or by nobody; as it stands when it has none.</summary>
    public static string WithoutIdsBy(Jid giver, string xml)
    {
        var stanza = XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        var ids = stanza.Elements(XName.Get("stanza-id", Ns.StanzaIds)).Where(IsTheirs).ToList();
        if (ids.Count == 0)
            return xml;
        ids.ForEach(id => id.Remove());
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, Writing))
            stanza.WriteTo(writer);
        return text.ToString();

        bool IsTheirs(XElement id) => id.Attribute("by")?.Value is not { } by || (Jid.TryParse(by, out var address) && address == giver);
    }

    /// <summary>What is inside an element.</summary>
    public static byte[] Inside(string xml)
    {
        var (end, isEmpty) = EndOfStartTag(xml);
        return isEmpty ? [] : Encoding.UTF8.GetBytes(xml[(end + 1)..xml.LastIndexOf("</", StringComparison.Ordinal)]);
    }

    private static (int End, bool IsEmpty) EndOfStartTag(string xml)
    {
        var quote = '\0';
        for (var i = 0; i < xml.Length; i++)
        {
            if (quote != '\0')
                quote = xml[i] == quote ? '\0' : quote;
            else if (xml[i] is '"' or '\'')
                quote = xml[i];
            else if (xml[i] == '>')
                return xml[i - 1] == '/' ? (i - 1, true) : (i, false);
        }

        throw new ArgumentException("This is no element.", nameof(xml));
    }
}
