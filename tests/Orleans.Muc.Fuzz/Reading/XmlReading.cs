using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>What System.Xml makes of a document, and the restrictions of XMPP that it breaks.</summary>
internal sealed partial class XmlReading
{
    private readonly List<Infoset> items = [];
    private readonly List<Violation> violations = [];

    public static UTF8Encoding StrictUtf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Everything XML has, so that what XMPP forbids is seen and not just an error; nothing is fetched.</summary>
    public static XmlReaderSettings Settings { get; } = new()
    {
        CheckCharacters = true,
        ConformanceLevel = ConformanceLevel.Document,
        DtdProcessing = DtdProcessing.Parse,
        MaxCharactersFromEntities = 100_000,
        XmlResolver = null,
    };

    /// <summary>The opening tag without content, then the first-level elements that are complete.</summary>
    public IReadOnlyList<Infoset> Items => items;

    /// <summary>How many items of the stream are complete: the opening, each element, the closing.</summary>
    public int Complete { get; private set; }

    /// <summary>Why it is not well-formed; null when it is.</summary>
    public string? Error { get; private set; }

    /// <summary>Restrictions broken by nodes that System.Xml reported.</summary>
    public IReadOnlyList<Violation> Violations => violations;

    /// <summary>Restrictions on how it is written. Reliable up to the first of <see cref="Violations"/> or the error.</summary>
    public IReadOnlyList<Violation> RawViolations { get; private set; } = [];

    public static XmlReading Of(byte[] document)
    {
        var reading = new XmlReading();
        var valid = ValidLength(document);
        var text = StrictUtf8.GetString(document.AsSpan(0, valid));
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Settings, Surroundings());
            reading.Walk(reader);
            reading.Error = valid < document.Length ? "Not UTF-8." : null;
        }
        catch (XmlException refusal)
        {
            reading.Error = refusal.Message;
        }

        reading.RawViolations = new RawXml(text).Violations;
        return reading;
    }

    /// <summary>
    /// Where nothing else is declared, the default namespace is that of clients: what the reader assumes of payloads, and of streams. A stream
    /// whose opening declares no default namespace is refused by the session (RFC 6120 §4.8.2), which is told so by the opening.
    /// </summary>
    public static XmlParserContext Surroundings()
    {
        var declared = new XmlNamespaceManager(new NameTable());
        declared.AddNamespace("", Ns.Client);
        return new XmlParserContext(null, declared, "", XmlSpace.None);
    }

    private void Walk(XmlReader reader)
    {
        while (reader.Read())
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth == 0:
                    OpenRoot(reader);
                    break;
                case XmlNodeType.Element:
                    items.Add(Infoset.Read(reader, Note));
                    Complete++;
                    break;
                case XmlNodeType.EndElement:
                    Complete++;
                    break;
                default:
                    Note(reader);
                    break;
            }
    }

    private void OpenRoot(XmlReader reader)
    {
        Note(reader);
        var root = Infoset.Open(reader, out var isEmpty);
        if (root.Namespace != Ns.Streams)
            violations.Add(new Violation(Restriction.RootNamespace, Complete));
        else if (root.Name != "stream")
            violations.Add(new Violation(Restriction.RootName, Complete));
        items.Add(root);
        Complete += isEmpty ? 2 : 1;
    }

    private void Note(XmlReader reader)
    {
        var found = reader.NodeType switch
        {
            XmlNodeType.Comment => Restriction.Comment,
            XmlNodeType.ProcessingInstruction => Restriction.ProcessingInstruction,
            XmlNodeType.DocumentType => Restriction.DocumentType,
            XmlNodeType.Element when reader.Prefix == "xmlns" => Restriction.XmlnsElement,
            XmlNodeType.XmlDeclaration => Declaration(reader.GetAttribute("version"), reader.GetAttribute("encoding")),
            _ => null,
        };
        if (found is not null)
            violations.Add(new Violation(found, Complete));
    }

    private static Restriction? Declaration(string? version, string? encoding) =>
        version is null || !VersionNum().IsMatch(version) ? Restriction.VersionNumber
        : encoding is not null && !EncName().IsMatch(encoding) ? Restriction.EncodingName
        : version != "1.0" ? Restriction.Version
        : encoding is null || encoding.Equals("UTF-8", StringComparison.OrdinalIgnoreCase) ? null
        : Restriction.Encoding;

    [GeneratedRegex("^1\\.[0-9]+\\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionNum();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9._-]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex EncName();

    private static int ValidLength(byte[] document)
    {
        var at = 0;
        while (at < document.Length && Rune.DecodeFromUtf8(document.AsSpan(at), out _, out var length) == OperationStatus.Done)
            at += length;
        return at;
    }
}
