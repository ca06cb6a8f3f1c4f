namespace Orleans.Muc.Xmpp;

/// <summary>Budgets enforced while reading; exceeding one is <see cref="StreamErrorCondition.PolicyViolation"/>. The defaults suit a client before authentication.</summary>
public sealed record ReaderLimits
{
    /// <summary>Bytes of one first-level element, or of the stream's opening tag. RFC 6120 §13.12 asks for at least 10,000.</summary>
    public int MaxStanzaBytes { get; init; } = 10_000;

    /// <summary>Open elements within a stanza, the stanza included; at most 256, because that is what stored payloads are read with.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Attributes of one element, namespace declarations included. Checking them for duplicates costs its square.</summary>
    public int MaxAttributes { get; init; } = 64;

    /// <summary>Bytes of one attribute's value as written.</summary>
    public int MaxAttributeBytes { get; init; } = 8_192;

    /// <summary>Bytes of one element or attribute name, prefix included.</summary>
    public int MaxNameBytes { get; init; } = 256;

    /// <summary>Elements within one stanza.</summary>
    public int MaxElements { get; init; } = 4_096;

    /// <summary>For what was read under other limits before, or is made here: bounds only what could hurt.</summary>
    internal static ReaderLimits Stored { get; } = new()
    {
        MaxStanzaBytes = int.MaxValue,
        MaxDepth = 260,
        MaxAttributes = 4_096,
        MaxAttributeBytes = int.MaxValue,
        MaxNameBytes = int.MaxValue,
        MaxElements = int.MaxValue,
    };
}
