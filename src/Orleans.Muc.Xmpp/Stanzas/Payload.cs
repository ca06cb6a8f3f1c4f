using System.Buffers;

namespace Orleans.Muc.Xmpp;

/// <summary>
/// The children of a stanza as bytes, immutable. Each child is self-contained where the default namespace is <see cref="Ns.Client"/>:
/// prefixes it took from its surroundings are declared on it. Text between children is not kept.
/// </summary>
public sealed class Payload
{
    private readonly byte[]? xml;
    private readonly ChildEnds ends;
    private PayloadChild[]? children;

    internal Payload(PayloadChild[] children)
    {
        this.children = children;
        foreach (var child in children)
            Length += child.Xml.Length;
    }

    /// <summary>Children that lie one after the other in bytes that nobody else holds. Who only passes them on never asks for their names.</summary>
    internal Payload(byte[] xml, in ChildEnds ends)
    {
        this.xml = xml;
        this.ends = ends;
        Length = xml.Length;
    }

    public static Payload Empty { get; } = new([]);

    public IReadOnlyList<PayloadChild> Children => Index;

    // Made twice when two threads ask first, and then either serves.
    private PayloadChild[] Index => children ??= ends.Index(xml!);

    /// <summary>Size on the wire in bytes.</summary>
    public int Length { get; }

    public static Payload Of(params Element[] elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return elements.Length == 0 ? Empty : new Payload(Array.ConvertAll(elements, Encode));
    }

    /// <summary>Indexes the children of bytes made by <see cref="ToArray"/>; the memory is kept, not copied.</summary>
    /// <exception cref="XmppXmlException">The bytes are not a sequence of well-formed elements.</exception>
    public static Payload Parse(ReadOnlyMemory<byte> utf8) => utf8.IsEmpty ? Empty : PayloadIndex.Parse(utf8);

    public PayloadChild? Find(string name, string ns)
    {
        foreach (var child in Index)
            if (child.Name == name && child.Namespace == ns)
                return child;
        return null;
    }

    /// <summary>The first child of that name as a tree, parsed by each call; null when absent.</summary>
    public Element? Element(string name, string ns) => Find(name, ns)?.Parse();

    /// <summary>The payload without the children that <paramref name="drop"/> names; this very instance when it names none.</summary>
    public Payload Without(Func<PayloadChild, bool> drop)
    {
        ArgumentNullException.ThrowIfNull(drop);
        if (!Array.Exists(Index, child => drop(child)))
            return this;
        var kept = Array.FindAll(Index, child => !drop(child));
        return kept.Length == 0 ? Empty : new Payload(kept);
    }

    public Payload With(Element added)
    {
        ArgumentNullException.ThrowIfNull(added);
        return new Payload([.. Index, Encode(added)]);
    }

    public Payload With(Payload other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Length == 0 ? this : Length == 0 ? other : new Payload([.. Index, .. other.Index]);
    }

    public void WriteTo(IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (xml is not null)
        {
            writer.Write(xml);
            return;
        }

        foreach (var child in Index)
            writer.Write(child.Xml.Span);
    }

    public byte[] ToArray()
    {
        if (xml is not null)
            return xml.AsSpan().ToArray();
        var bytes = new byte[Length];
        var at = 0;
        foreach (var child in Index)
        {
            child.Xml.Span.CopyTo(bytes.AsSpan(at));
            at += child.Xml.Length;
        }

        return bytes;
    }

    /// <summary>XML text, for logs and tests.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(ToArray());

    private static PayloadChild Encode(Element element) => new(element.Name, element.Namespace, element.ToUtf8());
}
