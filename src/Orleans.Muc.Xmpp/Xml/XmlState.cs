using System.Runtime.CompilerServices;

namespace Orleans.Muc.Xmpp;

/// <summary>An attribute as offsets into the bytes read.</summary>
internal struct XmlAttribute
{
    public int NameStart;
    public int NameLength;
    public int PrefixLength;
    public int ValueStart;
    public int ValueLength;

    /// <summary>A reference to the namespace, see <see cref="XmlNamespaces"/>.</summary>
    public int Namespace;

    public bool IsDeclaration;

    public readonly int LocalStart => PrefixLength == 0 ? NameStart : NameStart + PrefixLength + 1;

    public readonly int LocalLength => PrefixLength == 0 ? NameLength : NameLength - PrefixLength - 1;
}

/// <summary>An element whose end tag has not come.</summary>
internal struct OpenElement
{
    public int NameStart;
    public int NameLength;
    public int PrefixLength;
    public int Namespace;

    /// <summary>What to return to when it closes.</summary>
    public int BindingsBefore;
    public int DefaultBefore;
}

/// <summary>
/// Where the reading of one element stands, as offsets from its first byte. Bytes may come piece by piece: as long as the element
/// begins at offset 0 of what the scanner is given, reading goes on where it ran out.
/// </summary>
internal sealed class XmlState
{
    /// <summary>First byte that is not part of a finished token.</summary>
    public int Position;

    /// <summary>How far the search for the end of the unfinished token has come; 0 when it has not begun.</summary>
    public int Searched;

    /// <summary>The quote that <see cref="Searched"/> lies within, 0 for none.</summary>
    public byte Quote;

    public int TokenStart;
    public int Depth;
    public int Elements;
    public int AttributeCount;
    public XmlAttribute[] Attributes = new XmlAttribute[16];
    public OpenElement[] Open = new OpenElement[16];

    /// <summary>Set when the last token was an empty element: its scope ends when the next token is read.</summary>
    public bool ClosePending;

    public XmlNamespaces Namespaces { get; } = new();

    public ReaderLimits Limits { get; private set; } = ReaderLimits.Stored;

    /// <summary>The element of the last start tag.</summary>
    public ref OpenElement Current => ref Open[Depth - 1];

    public void Begin(ReaderLimits limits, OuterScope outer)
    {
        Position = Searched = TokenStart = Depth = Elements = AttributeCount = 0;
        Quote = 0;
        ClosePending = false;
        Limits = limits;
        Namespaces.Begin(outer);
    }

    public ref OpenElement Push()
    {
        if (Depth == Limits.MaxDepth)
            throw Exceeded("depth");
        if (++Elements > Limits.MaxElements)
            throw Exceeded("number of elements");
        if (Depth == Open.Length)
            Array.Resize(ref Open, Depth * 2);
        ref var element = ref Open[Depth++];
        element.BindingsBefore = Namespaces.Count;
        element.DefaultBefore = Namespaces.Default;
        return ref element;
    }

    public void Pop()
    {
        ref var element = ref Open[--Depth];
        Namespaces.Leave(element.BindingsBefore, element.DefaultBefore);
    }

    public ref XmlAttribute AddAttribute()
    {
        if (AttributeCount == Limits.MaxAttributes)
            throw Exceeded("number of attributes");
        if (AttributeCount == Attributes.Length)
            Array.Resize(ref Attributes, AttributeCount * 2);
        return ref Attributes[AttributeCount++];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static XmppXmlException Exceeded(string budget) => new(StreamErrorCondition.PolicyViolation, $"The {budget} exceeds the limit.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static XmppXmlException Malformed(string what) => new(StreamErrorCondition.NotWellFormed, what);
}
