using System.Buffers;
using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>
/// A small mutable XML element for payloads that are understood (queries, forms, errors). Payloads that are only relayed stay bytes
/// in a <see cref="Payload"/>. Names are local names; prefixes exist only on the wire.
/// </summary>
public sealed class Element
{
    // Most elements have no attributes, or no content.
    private List<(string Name, string Namespace, string Value)>? attributes;
    private List<object>? nodes;

    /// <exception cref="ArgumentException">The name is empty.</exception>
    public Element(string name, string ns)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(ns);
        Name = name;
        Namespace = ns;
    }

    public string Name { get; }

    public string Namespace { get; }

    /// <summary>The attributes in document order, namespace declarations left out. One without a prefix has the namespace "".</summary>
    public IReadOnlyList<(string Name, string Namespace, string Value)> Attributes => attributes ?? (IReadOnlyList<(string, string, string)>)[];

    /// <summary>The content in document order: each node is an <see cref="Element"/> or a <see cref="string"/>.</summary>
    public IReadOnlyList<object> Nodes => nodes ?? (IReadOnlyList<object>)[];

    public IEnumerable<Element> Children => Nodes.OfType<Element>();

    /// <summary>The concatenated direct text, without that of child elements.</summary>
    public string Text => Nodes.Count == 1 && Nodes[0] is string only ? only : string.Concat(Nodes.OfType<string>());

    /// <summary>An attribute without a namespace, or <c>xml:lang</c> under that very name; setting null removes it.</summary>
    public string? this[string attribute]
    {
        get
        {
            var (name, ns) = Expand(attribute);
            foreach (var found in attributes ?? [])
                if (found.Name == name && found.Namespace == ns)
                    return found.Value;
            return null;
        }

        set
        {
            var (name, ns) = Expand(attribute);
            var at = attributes?.FindIndex(a => a.Name == name && a.Namespace == ns) ?? -1;
            if (at >= 0 && value is null)
                attributes!.RemoveAt(at);
            else if (at >= 0)
                attributes![at] = (name, ns, value!);
            else if (value is not null)
                AddParsed(name, ns, value);
        }
    }

    /// <summary>The first child of that name, in any namespace when <paramref name="ns"/> is null.</summary>
    public Element? Child(string name, string? ns = null) => ChildrenNamed(name, ns).FirstOrDefault();

    public IEnumerable<Element> ChildrenNamed(string name, string? ns = null) =>
        Children.Where(child => child.Name == name && (ns is null || child.Namespace == ns));

    /// <summary>Sets an attribute and returns this element; null leaves the attribute out.</summary>
    public Element With(string attribute, string? value)
    {
        this[attribute] = value;
        return this;
    }

    /// <summary>Appends a child and returns this element; null adds nothing.</summary>
    public Element Add(Element? child)
    {
        if (child is not null)
            (nodes ??= []).Add(child);
        return this;
    }

    /// <summary>Appends text and returns this element; null or empty adds nothing.</summary>
    public Element Add(string? text)
    {
        if (!string.IsNullOrEmpty(text))
            (nodes ??= []).Add(text);
        return this;
    }

    public Element Add(IEnumerable<Element> children)
    {
        (nodes ??= []).AddRange(children);
        return this;
    }

    /// <summary>Appends a child of this element's namespace holding <paramref name="text"/> and returns this element, not the child.</summary>
    public Element Add(string name, string? text) => Add(new Element(name, Namespace).Add(text));

    /// <summary>A copy in which every attribute value and every text, at any depth, is what <paramref name="rewrite"/> makes of it.</summary>
    public Element Rewritten(Func<string, string> rewrite)
    {
        ArgumentNullException.ThrowIfNull(rewrite);
        var copy = new Element(Name, Namespace);
        foreach (var (name, ns, value) in Attributes)
            copy.AddParsed(name, ns, rewrite(value));
        foreach (var node in Nodes)
            _ = node is Element child ? copy.Add(child.Rewritten(rewrite)) : copy.Add(rewrite((string)node));
        return copy;
    }

    /// <summary>Reads one element through the hardened reader; a missing default namespace means <see cref="Ns.Client"/>.</summary>
    /// <exception cref="XmppXmlException">The bytes are not exactly one well-formed element of the XML that XMPP permits.</exception>
    public static Element Parse(ReadOnlyMemory<byte> utf8Xml) => ElementBuilder.Parse(utf8Xml.Span);

    /// <summary>The element as UTF-8, self-contained where the default namespace is <paramref name="inheritedNamespace"/>.</summary>
    public byte[] ToUtf8(string inheritedNamespace = Ns.Client)
    {
        var writer = new ArrayBufferWriter<byte>(256);
        ElementWriter.Write(writer, this, inheritedNamespace);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>XML text relative to the default namespace <see cref="Ns.Client"/>, for logs and tests.</summary>
    public override string ToString() => Encoding.UTF8.GetString(ToUtf8());

    internal void AddParsed(string name, string ns, string value) => (attributes ??= new(2)).Add((name, ns, value));

    private static (string Name, string Namespace) Expand(string attribute) =>
        attribute.StartsWith("xml:", StringComparison.Ordinal) ? (attribute[4..], Ns.Xml) : (attribute, "");
}
