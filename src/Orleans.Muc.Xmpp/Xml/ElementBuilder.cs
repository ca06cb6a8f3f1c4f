namespace Orleans.Muc.Xmpp;

/// <summary>Makes a tree of one element's bytes.</summary>
internal static class ElementBuilder
{
    public static Element Parse(ReadOnlySpan<byte> utf8) => Parse(Trim(utf8), OuterScope.Client, ReaderLimits.Stored);

    /// <exception cref="XmppXmlException">The bytes are not exactly one well-formed element.</exception>
    public static Element Parse(ReadOnlySpan<byte> utf8, OuterScope outer, ReaderLimits limits)
    {
        var state = XmlStates.Rent();
        try
        {
            state.Begin(limits, outer);
            var element = Build(utf8, state);
            return state.Position == utf8.Length ? element : throw XmlState.Malformed("Something follows the element.");
        }
        finally
        {
            XmlStates.Return(state);
        }
    }

    /// <summary>Decodes an attribute of the last start tag.</summary>
    public static string Value(ReadOnlySpan<byte> utf8, in XmlAttribute attribute) =>
        XmlReferences.DecodeAttribute(utf8.Slice(attribute.ValueStart, attribute.ValueLength));

    private static Element Build(ReadOnlySpan<byte> utf8, XmlState state)
    {
        var scanner = new XmlScanner(utf8, state);
        var open = new Stack<Element>();
        while (true)
        {
            var token = scanner.Read();
            switch (token)
            {
                case XmlToken.Start or XmlToken.Empty:
                    var element = Open(utf8, scanner, state);
                    if (open.TryPeek(out var parent))
                        parent.Add(element);
                    else if (token == XmlToken.Empty)
                        return element;
                    if (token == XmlToken.Start)
                        open.Push(element);
                    break;
                case XmlToken.End:
                    var closed = open.Pop();
                    if (open.Count == 0)
                        return closed;
                    break;
                case XmlToken.Text:
                    open.Peek().Add(XmlReferences.DecodeText(scanner.Token));
                    break;
                case XmlToken.CData:
                    open.Peek().Add(XmlReferences.DecodeCData(scanner.Token[9..^3]));
                    break;
                default:
                    throw XmlState.Malformed("The element is not complete.");
            }
        }
    }

    private static Element Open(ReadOnlySpan<byte> utf8, XmlScanner scanner, XmlState state)
    {
        var element = new Element(XmlNames.Get(scanner.LocalName), scanner.Namespace);
        foreach (ref readonly var attribute in state.Attributes.AsSpan(0, state.AttributeCount))
            if (!attribute.IsDeclaration)
                element.AddParsed(
                    XmlNames.Get(utf8.Slice(attribute.LocalStart, attribute.LocalLength)),
                    state.Namespaces.UriOf(utf8, attribute.Namespace),
                    Value(utf8, attribute));
        return element;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> utf8)
    {
        var first = utf8.IndexOfAnyExcept(XmlChars.Whitespace);
        return first < 0 ? [] : utf8[first..(utf8.LastIndexOfAnyExcept(XmlChars.Whitespace) + 1)];
    }
}
