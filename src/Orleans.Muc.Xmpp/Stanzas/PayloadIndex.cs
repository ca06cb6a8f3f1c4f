namespace Orleans.Muc.Xmpp;

/// <summary>Finds the children in the bytes of a stored payload.</summary>
internal static class PayloadIndex
{
    public static Payload Parse(ReadOnlyMemory<byte> utf8)
    {
        var children = new List<PayloadChild>(4);
        var state = XmlStates.Rent();
        try
        {
            while (!utf8.IsEmpty)
            {
                var child = Next(utf8, state);
                children.Add(child);
                utf8 = utf8[child.Xml.Length..];
            }
        }
        finally
        {
            XmlStates.Return(state);
        }

        return new Payload([.. children]);
    }

    private static PayloadChild Next(ReadOnlyMemory<byte> utf8, XmlState state)
    {
        state.Begin(ReaderLimits.Stored, OuterScope.Client);
        var scanner = new XmlScanner(utf8.Span, state);
        var token = scanner.Read();
        if (token is XmlToken.NeedsMore)
            throw XmlState.Malformed("The element is not complete.");
        var name = XmlNames.Get(scanner.LocalName);
        var ns = scanner.Namespace;
        while (token != XmlToken.Empty && state.Depth > 0)
            if (scanner.Read() == XmlToken.NeedsMore)
                throw XmlState.Malformed("The element is not complete.");
        return new PayloadChild(name, ns, utf8[..state.Position]);
    }
}
