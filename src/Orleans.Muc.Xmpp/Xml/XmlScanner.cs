namespace Orleans.Muc.Xmpp;

internal enum XmlToken
{
    /// <summary>The token at the end is not complete.</summary>
    NeedsMore,
    Start,
    Empty,
    End,
    Text,
    CData,
}

/// <summary>
/// Cuts one element into tokens and checks everything that makes it well-formed: the grammar, the characters, the namespaces, and what
/// RFC 6120 §11.1 takes away from XML. Stays usable with more bytes after <see cref="XmlToken.NeedsMore"/>, see <see cref="XmlState"/>.
/// </summary>
internal readonly ref struct XmlScanner(ReadOnlySpan<byte> bytes, XmlState state)
{
    private static ReadOnlySpan<byte> CDataStart => "<![CDATA["u8;

    private readonly ReadOnlySpan<byte> bytes = bytes;

    public ReadOnlySpan<byte> LocalName
    {
        get
        {
            ref var current = ref state.Current;
            var skip = current.PrefixLength == 0 ? 0 : current.PrefixLength + 1;
            return bytes.Slice(current.NameStart + skip, current.NameLength - skip);
        }
    }

    public string Namespace => state.Namespaces.UriOf(bytes, state.Current.Namespace);

    /// <summary>The bytes of the last token.</summary>
    public ReadOnlySpan<byte> Token => bytes[state.TokenStart..state.Position];

    /// <summary>The next token. After the end of the outermost element there is none, and reading on is an error of the caller.</summary>
    /// <exception cref="XmppXmlException">The bytes can't become what XMPP permits, however they go on.</exception>
    public XmlToken Read()
    {
        if (state.ClosePending)
        {
            state.ClosePending = false;
            state.Pop();
        }

        var at = state.Position;
        state.TokenStart = at;
        if (at >= bytes.Length)
            return NeedsMore();
        if (bytes[at] != '<')
            return state.Depth == 0 ? throw XmlState.Malformed("Text outside of the element.") : ReadText(at);
        if (at + 1 == bytes.Length)
            return NeedsMore();
        return bytes[at + 1] switch
        {
            (byte)'/' => ReadEnd(at),
            (byte)'!' => ReadCData(at),
            (byte)'?' => throw new XmppXmlException(StreamErrorCondition.RestrictedXml, "Processing instruction."),
            _ => ReadStart(at),
        };
    }

    private XmlToken NeedsMore() => bytes.Length > state.Limits.MaxStanzaBytes ? throw XmlState.Exceeded("size") : XmlToken.NeedsMore;

    private XmlToken Finish(XmlToken token, int end)
    {
        if (end > state.Limits.MaxStanzaBytes)
            throw XmlState.Exceeded("size");
        state.Position = end;
        state.Searched = 0;
        return token;
    }

    private XmlToken FinishElement(XmlToken token, int end)
    {
        Finish(token, end);
        if (state.Depth == (token == XmlToken.Empty ? 1 : 0))
            XmlChars.RequireUtf8(bytes[..end]);
        return token;
    }

    private XmlToken ReadText(int start)
    {
        var at = start;
        while (true)
        {
            var stop = bytes[at..].IndexOfAny(XmlChars.TextStops);
            at = stop < 0 ? bytes.Length : at + stop;
            if (stop < 0 || bytes[at] == '<')
                return Finish(XmlToken.Text, at);
            var length = bytes[at] switch
            {
                (byte)'&' => XmlReferences.Read(bytes[at..], out _),
                (byte)']' => PastBracket(bytes[at..]),
                _ => throw XmlState.Malformed("Illegal control character."),
            };
            if (length == 0)
                return at > start ? Finish(XmlToken.Text, at) : NeedsMore();
            at += length;
        }
    }

    // XML 1.0 §2.4: ]]> must not stand in character data.
    private static int PastBracket(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 3)
            return rest.Length == 2 && rest[1] != ']' ? 1 : 0;
        return rest[1] == ']' && rest[2] == '>' ? throw XmlState.Malformed("]]> in text.") : 1;
    }

    private XmlToken ReadCData(int start)
    {
        var rest = bytes[start..];
        if (!rest.StartsWith(CDataStart))
        {
            if (rest.Length < CDataStart.Length && CDataStart.StartsWith(rest))
                return NeedsMore();
            // A comment or a DTD (RFC 6120 §11.1). The third byte is what tells them from nonsense, so wait for it.
            if (rest.Length < 3)
                return NeedsMore();
            throw new XmppXmlException(
                rest[2] is (byte)'-' or (byte)'D' ? StreamErrorCondition.RestrictedXml : StreamErrorCondition.NotWellFormed,
                "Comment or document type declaration.");
        }

        if (state.Depth == 0)
            throw XmlState.Malformed("Text outside of the element.");
        var from = Math.Max(start + CDataStart.Length, state.Searched);
        var end = bytes[from..].IndexOf("]]>"u8);
        if (end < 0)
        {
            state.Searched = Math.Max(start + CDataStart.Length, bytes.Length - 2);
            return NeedsMore();
        }

        end += from + 3;
        if (bytes[start..end].ContainsAny(XmlChars.Illegal))
            throw XmlState.Malformed("Illegal control character.");
        return Finish(XmlToken.CData, end);
    }

    private XmlToken ReadEnd(int start)
    {
        if (state.Depth == 0)
            throw XmlState.Malformed("End tag without start tag.");
        var name = bytes.Slice(state.Current.NameStart, state.Current.NameLength);
        var rest = bytes[(start + 2)..];
        if (!rest.StartsWith(name))
            return name.StartsWith(rest) ? NeedsMore() : throw XmlState.Malformed("The end tag doesn't match the start tag.");
        var from = Math.Max(start + 2 + name.Length, state.Searched);
        var gap = bytes[from..].IndexOfAnyExcept(XmlChars.Whitespace);
        if (gap < 0)
        {
            state.Searched = bytes.Length;
            return NeedsMore();
        }

        if (bytes[from + gap] != '>')
            throw XmlState.Malformed("The end tag doesn't match the start tag.");
        state.Pop();
        return FinishElement(XmlToken.End, from + gap + 1);
    }

    private XmlToken ReadStart(int start)
    {
        // A tag that ran out of bytes before is looked at again only when its end has come, so that a slow sender costs no more than a fast one.
        if (state.Searched > 0 && !FindTagEnd())
            return NeedsMore();
        var end = XmlTag.Scan(bytes, state, start, out var isEmpty);
        if (end == 0)
        {
            state.Searched = start + 1;
            state.Quote = 0;
            FindTagEnd();
            return NeedsMore();
        }

        state.ClosePending = isEmpty;
        return isEmpty ? FinishElement(XmlToken.Empty, end) : Finish(XmlToken.Start, end);
    }

    private bool FindTagEnd()
    {
        while (true)
        {
            var rest = bytes[state.Searched..];
            var stop = state.Quote == 0 ? rest.IndexOfAny(XmlChars.TagStops) : rest.IndexOfAny(state.Quote, (byte)'<');
            if (stop < 0)
            {
                state.Searched = bytes.Length;
                return false;
            }

            var found = rest[stop];
            // A bracket that has no place in a tag ends it too: what is wrong first is for the scan to say.
            if (found is (byte)'<' or (byte)'>')
                return true;
            state.Quote = state.Quote == 0 ? found : (byte)0;
            state.Searched += stop + 1;
        }
    }
}
