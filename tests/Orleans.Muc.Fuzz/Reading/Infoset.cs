using System.Text;
using System.Xml;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>
/// An element as XML sees it: names, namespaces, attributes without order, text. Kept as text parted by U+0001 and U+0002, which no XML
/// document can hold, so that two infosets are the same when their texts are.
/// </summary>
internal sealed record Infoset(string Name, string Namespace, IReadOnlyList<(string Name, string Namespace, string Value)> Attributes, IReadOnlyList<object> Nodes)
{
    public IEnumerable<Infoset> Children => Nodes.OfType<Infoset>();

    public string? this[string name, string ns = ""] =>
        Attributes.Where(attribute => attribute.Name == name && attribute.Namespace == ns).Select(attribute => attribute.Value).FirstOrDefault();

    /// <summary>The tree of an element of the product.</summary>
    public static Infoset Of(Element element) =>
        new(element.Name, element.Namespace, element.Attributes, [.. element.Nodes.Select(node => node is Element child ? Of(child) : node)]);

    /// <summary>The only element of a document of its own, read by System.Xml.</summary>
    /// <exception cref="XmlException">It is none.</exception>
    public static Infoset Parse(ReadOnlySpan<byte> utf8)
    {
        using var reader = XmlReader.Create(new StringReader(XmlReading.StrictUtf8.GetString(utf8)), XmlReading.Settings);
        reader.MoveToContent();
        var root = Read(reader, RefuseRestricted);
        while (reader.Read())
            if (reader.NodeType is not (XmlNodeType.Whitespace or XmlNodeType.None))
                throw new XmlException("Something follows the element.");
        return root;
    }

    /// <summary>Reads the element that the reader stands at; ends at its end tag, not after it.</summary>
    /// <param name="reader">Where to read.</param>
    /// <param name="odd">Told of every start tag, and of every node that is neither element nor text.</param>
    public static Infoset Read(XmlReader reader, Action<XmlReader> odd)
    {
        odd(reader);
        var root = Open(reader, out var isEmpty);
        if (isEmpty)
            return root;
        var open = new Stack<Infoset>([root]);
        while (reader.Read())
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    odd(reader);
                    var child = Open(reader, out isEmpty);
                    ((List<object>)open.Peek().Nodes).Add(child);
                    if (!isEmpty)
                        open.Push(child);
                    break;
                case XmlNodeType.EndElement:
                    if (open.Pop() == root)
                        return root;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    ((List<object>)open.Peek().Nodes).Add(reader.Value);
                    break;
                default:
                    odd(reader);
                    break;
            }

        throw new XmlException("The element has no end.");
    }

    /// <summary>The start tag that the reader stands at, without content; the reader stays at it.</summary>
    public static Infoset Open(XmlReader reader, out bool isEmpty)
    {
        var attributes = new List<(string Name, string Namespace, string Value)>();
        isEmpty = reader.IsEmptyElement;
        var (name, ns) = (reader.LocalName, reader.NamespaceURI);
        while (reader.MoveToNextAttribute())
            if (reader.NamespaceURI != Ns.Xmlns)
                attributes.Add((reader.LocalName, reader.NamespaceURI, reader.Value));
        reader.MoveToElement();
        return new Infoset(name, ns, attributes, new List<object>());
    }

    private static void RefuseRestricted(XmlReader reader)
    {
        if (reader.NodeType != XmlNodeType.Element)
            throw new XmlException($"What is relayed holds a {reader.NodeType}.");
    }

    public bool Equals(Infoset? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private void Write(StringBuilder text)
    {
        text.Append('\u0001').Append('{').Append(Namespace).Append('}').Append(Name);
        foreach (var (name, ns, value) in Attributes.OrderBy(a => a.Namespace, StringComparer.Ordinal).ThenBy(a => a.Name, StringComparer.Ordinal))
            text.Append("\u0001@{").Append(ns).Append('}').Append(name).Append('\u0001').Append(value);
        text.Append("\u0001>");
        foreach (var node in Nodes)
            if (node is Infoset child)
                child.Write(text);
            else
                text.Append((string)node);
        text.Append('\u0002');
    }
}
