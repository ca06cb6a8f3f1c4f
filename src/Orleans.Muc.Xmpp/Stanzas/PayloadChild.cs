namespace Orleans.Muc.Xmpp;

/// <summary>One child element of a stanza as bytes, self-contained where the default namespace is <see cref="Ns.Client"/>.</summary>
/// <param name="Name">Local name.</param>
/// <param name="Namespace">Namespace, "" for none.</param>
/// <param name="Xml">The element from its first to its last bracket, well-formed UTF-8.</param>
public readonly record struct PayloadChild(string Name, string Namespace, ReadOnlyMemory<byte> Xml)
{
    /// <summary>The element as a tree; each call reads anew.</summary>
    public Element Parse() => Element.Parse(Xml);
}
