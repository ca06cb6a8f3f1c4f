using System.Buffers;

namespace Orleans.Muc.Xmpp;

/// <summary>
/// The reading of one first-level element, resumable as <see cref="XmlState"/> is: where its addressing stands in the bytes, and where
/// its children begin and end. Nothing becomes text before the whole element is known to be well-formed.
/// </summary>
internal sealed class ElementScan
{
    private readonly List<Child> children = [];
    private Child current;
    private int payloadLength;
    private StanzaHeader header;

    [ThreadStatic]
    private static ElementScan? spare;

    public XmlState Xml { get; } = new();

    /// <summary>Which stanza this is; null for any other element.</summary>
    public StanzaKind? Kind { get; private set; }

    /// <summary>A scan to work with; one spare per thread, so that a stream between two elements holds none.</summary>
    public static ElementScan Rent()
    {
        var scan = spare ?? new ElementScan();
        spare = null;
        return scan;
    }

    public static void Return(ElementScan scan)
    {
        scan.children.Clear();
        spare = scan;
    }

    public void Begin(ReaderLimits limits, OuterScope outer)
    {
        Xml.Begin(limits, outer);
        children.Clear();
        current = default;
        payloadLength = 0;
        header = default;
        Kind = null;
    }

    /// <summary>Reads on; false when more bytes are needed. They must begin where they began before.</summary>
    public bool Advance(ReadOnlySpan<byte> bytes)
    {
        var scanner = new XmlScanner(bytes, Xml);
        while (true)
        {
            switch (scanner.Read())
            {
                case XmlToken.NeedsMore:
                    return false;
                case XmlToken.Start when Xml.Depth == 1:
                    OpenStanza(bytes, scanner);
                    break;
                case XmlToken.Empty when Xml.Depth == 1:
                    OpenStanza(bytes, scanner);
                    return true;
                case XmlToken.Start when Xml.Depth == 2:
                    OpenChild(bytes, scanner);
                    break;
                case XmlToken.Empty when Xml.Depth == 2:
                    OpenChild(bytes, scanner);
                    CloseChild(bytes);
                    break;
                case XmlToken.End when Xml.Depth == 1:
                    CloseChild(bytes);
                    break;
                case XmlToken.End when Xml.Depth == 0:
                    return true;
            }
        }
    }

    /// <summary>The complete stanza.</summary>
    public Stanza ToStanza(ReadOnlySpan<byte> bytes, StanzaSurroundings surroundings) => header.ToStanza(bytes, Kind!.Value, ToPayload(bytes), surroundings);

    // The children, copied out and made independent of their surroundings.
    private Payload ToPayload(ReadOnlySpan<byte> bytes)
    {
        if (children.Count == 0)
            return Payload.Empty;
        var copy = GC.AllocateUninitializedArray<byte>(payloadLength);
        var made = new PayloadChild[children.Count];
        var at = 0;
        for (var i = 0; i < made.Length; i++)
        {
            var child = children[i];
            var size = child.CopyTo(copy.AsSpan(at), bytes);
            made[i] = new PayloadChild(child.Name, child.Namespace, copy.AsMemory(at, size));
            at += size;
        }

        return new Payload(made);
    }

    private void OpenStanza(ReadOnlySpan<byte> bytes, XmlScanner scanner)
    {
        Kind = KindOf(scanner.LocalName);
        if (Kind is null || scanner.Namespace != Ns.Client)
        {
            Kind = null;
            return;
        }

        Xml.Namespaces.Watch();
        foreach (ref readonly var attribute in Xml.Attributes.AsSpan(0, Xml.AttributeCount))
        {
            var value = new Slice(attribute.ValueStart, attribute.ValueLength);
            var local = bytes.Slice(attribute.LocalStart, attribute.LocalLength);
            if (attribute.PrefixLength > 0)
            {
                if (!attribute.IsDeclaration && local.SequenceEqual("lang"u8) && Xml.Namespaces.UriOf(bytes, attribute.Namespace) == Ns.Xml)
                    header.Lang = value;
            }
            else if (local.SequenceEqual("to"u8))
                header.To = value;
            else if (local.SequenceEqual("id"u8))
                header.Id = value;
            else if (local.SequenceEqual("type"u8))
                header.Type = value;
            else if (local.SequenceEqual("from"u8))
                header.From = value;
        }
    }

    private void OpenChild(ReadOnlySpan<byte> bytes, XmlScanner scanner)
    {
        if (Kind is not null)
            current = new Child(XmlNames.Get(scanner.LocalName), scanner.Namespace, Xml.TokenStart, Xml.Current.NameStart + Xml.Current.NameLength);
    }

    private void CloseChild(ReadOnlySpan<byte> bytes)
    {
        if (Kind is null)
            return;
        var child = current with { End = Xml.Position, Declarations = Declare(bytes, Xml.Namespaces) };
        // One long declaration around many children must not become many long declarations.
        payloadLength += child.Length + (child.Declarations?.Length ?? 0);
        if (payloadLength > Xml.Limits.MaxStanzaBytes)
            throw XmlState.Exceeded("size with the namespace declarations the children need");
        children.Add(child);
        Xml.Namespaces.ForgetTaken();
    }

    private static byte[]? Declare(ReadOnlySpan<byte> bytes, XmlNamespaces namespaces)
    {
        if (namespaces.TakenCount == 0)
            return null;
        var writer = new ArrayBufferWriter<byte>();
        for (var i = 0; i < namespaces.TakenCount; i++)
        {
            var (prefix, uri) = namespaces.Taken(bytes, i);
            writer.Write(prefix.Length == 0 ? " xmlns"u8 : " xmlns:"u8);
            writer.Write(prefix);
            writer.Write("='"u8);
            XmlText.WriteEscaped(writer, uri);
            writer.Write("'"u8);
        }

        return writer.WrittenSpan.ToArray();
    }

    private static StanzaKind? KindOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("message"u8) ? StanzaKind.Message
        : name.SequenceEqual("presence"u8) ? StanzaKind.Presence
        : name.SequenceEqual("iq"u8) ? StanzaKind.Iq
        : null;

    private readonly record struct Child(string Name, string Namespace, int Start, int NameEnd)
    {
        public int End { get; init; }

        /// <summary>Declarations taken from the surroundings, to be written after the name.</summary>
        public byte[]? Declarations { get; init; }

        public int Length => End - Start;

        public int CopyTo(Span<byte> target, ReadOnlySpan<byte> bytes)
        {
            if (Declarations is null)
            {
                bytes[Start..End].CopyTo(target);
                return Length;
            }

            bytes[Start..NameEnd].CopyTo(target);
            Declarations.CopyTo(target[(NameEnd - Start)..]);
            bytes[NameEnd..End].CopyTo(target[(NameEnd - Start + Declarations.Length)..]);
            return Length + Declarations.Length;
        }
    }
}
