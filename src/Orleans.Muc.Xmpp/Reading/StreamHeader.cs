namespace Orleans.Muc.Xmpp;

/// <summary>The opening tag of a stream (RFC 6120 §4.7).</summary>
internal static class StreamHeader
{
    public static StreamItem.Opened Read(ReadOnlySpan<byte> bytes, XmlScanner scanner, XmlState state)
    {
        if (scanner.Namespace != Ns.Streams)
            throw new XmppXmlException(StreamErrorCondition.InvalidNamespace, "The root is not of the stream namespace.");
        if (!scanner.LocalName.SequenceEqual("stream"u8))
            throw new XmppXmlException(StreamErrorCondition.BadFormat, "The root is not a stream.");
        return new StreamItem.Opened(
            Value(bytes, state, "to"u8),
            Value(bytes, state, "from"u8),
            Value(bytes, state, "version"u8),
            Value(bytes, state, "lang"u8, Ns.Xml),
            state.Namespaces.Default == XmlNamespaces.OuterDefault ? "" : state.Namespaces.UriOf(bytes, state.Namespaces.Default),
            Value(bytes, state, "id"u8));
    }

    private static string? Value(ReadOnlySpan<byte> bytes, XmlState state, ReadOnlySpan<byte> local, string ns = "")
    {
        foreach (ref readonly var attribute in state.Attributes.AsSpan(0, state.AttributeCount))
            if (!attribute.IsDeclaration && local.SequenceEqual(bytes.Slice(attribute.LocalStart, attribute.LocalLength))
                && state.Namespaces.UriOf(bytes, attribute.Namespace) == ns)
                return ElementBuilder.Value(bytes, attribute);
        return null;
    }
}
