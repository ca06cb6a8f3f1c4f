using System.Text;
using System.Xml;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Benchmarks;

/// <summary>
/// The same stream read with <see cref="XmlReader"/>, as well as it can be: name table and writer outlive the stream, names are compared by
/// reference, an address is parsed once.
/// </summary>
internal sealed class SystemXmlReading
{
    private readonly NameTable names = new();
    private readonly XmlReaderSettings settings;
    private readonly MemoryStream copy = new(4096);
    private readonly XmlWriter writer;
    private readonly string to;
    private readonly string from;
    private readonly string id;
    private readonly string type;
    private readonly string message;
    private readonly string presence;
    private readonly Dictionary<string, Jid> jids = [];

    public SystemXmlReading()
    {
        settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, NameTable = names };
        writer = XmlWriter.Create(copy, new XmlWriterSettings { ConformanceLevel = ConformanceLevel.Fragment, Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true });
        to = names.Add("to");
        from = names.Add("from");
        id = names.Add("id");
        type = names.Add("type");
        message = names.Add("message");
        presence = names.Add("presence");
    }

    /// <summary>Reads every node; of a stanza the addressing, of its payload the names, namespaces and text. Nothing is kept to be relayed.</summary>
    public Tally Read(Stream stream)
    {
        var tally = new Tally();
        using var reader = XmlReader.Create(stream, settings);
        reader.MoveToContent();
        while (reader.Read())
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1)
                ReadStanza(reader, ref tally);
        return tally;
    }

    /// <summary>Reads every node; of a stanza the addressing, of its payload self-contained bytes.</summary>
    public Tally Relay(Stream stream)
    {
        var tally = new Tally();
        using var reader = XmlReader.Create(stream, settings);
        reader.MoveToContent();
        reader.Read();
        while (!reader.EOF)
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1)
                RelayStanza(reader, ref tally);
            else
                reader.Read();
        return tally;
    }

    private void ReadStanza(XmlReader reader, ref Tally tally)
    {
        var stanza = Address(reader);
        var payload = 0;
        if (!reader.IsEmptyElement)
            while (reader.Read() && reader.Depth > 1)
                if (reader.NodeType == XmlNodeType.Element)
                    payload += reader.LocalName.Length + reader.NamespaceURI.Length;
                else if (reader.NodeType == XmlNodeType.Text)
                    payload += reader.Value.Length;
        tally.Add(stanza.Kind, stanza.To, stanza.Id, stanza.Type, payload);
    }

    private void RelayStanza(XmlReader reader, ref Tally tally)
    {
        var stanza = Address(reader);
        var payload = Array.Empty<byte>();
        if (!reader.IsEmptyElement)
        {
            copy.SetLength(0);
            reader.Read();
            while (reader.Depth > 1)
                writer.WriteNode(reader, defattr: false);
            writer.Flush();
            payload = copy.ToArray();
        }

        reader.Read();
        tally.Add(stanza.Kind, stanza.To, stanza.Id, stanza.Type, payload.Length);
    }

    private Addressing Address(XmlReader reader)
    {
        var kind = ReferenceEquals(reader.LocalName, message) ? StanzaKind.Message
            : ReferenceEquals(reader.LocalName, presence) ? StanzaKind.Presence
            : StanzaKind.Iq;
        string? toText = null;
        string? fromText = null;
        string? idText = null;
        string? typeText = null;
        while (reader.MoveToNextAttribute())
        {
            var name = reader.Name;
            if (ReferenceEquals(name, to))
                toText = reader.Value;
            else if (ReferenceEquals(name, id))
                idText = reader.Value;
            else if (ReferenceEquals(name, type))
                typeText = reader.Value;
            else if (ReferenceEquals(name, from))
                fromText = reader.Value;
        }

        reader.MoveToElement();
        return new Addressing(kind, Address(toText), Address(fromText), idText, typeText);
    }

    private Jid? Address(string? text)
    {
        if (text is null)
            return null;
        if (!jids.TryGetValue(text, out var jid))
            jids.Add(text, jid = Jid.Parse(text));
        return jid;
    }

    private readonly record struct Addressing(StanzaKind Kind, Jid? To, Jid? From, string? Id, string? Type);
}
