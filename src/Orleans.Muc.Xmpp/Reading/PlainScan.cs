namespace Orleans.Muc.Xmpp;

/// <summary>
/// Reads a stanza that lies whole in the bytes and is written as nearly all are: ASCII names, no prefix but <c>xml:lang</c>, no CDATA, nothing
/// unusual within a tag. It takes a stanza only when <see cref="XmlScanner"/> would, with the same result. Everything else it declines, be it
/// rare, too large or wrong, and the scanner judges it from its first byte on; no error is raised here.
/// </summary>
internal static class PlainScan
{
    /// <summary>
    /// Length of the stanza that the bytes begin with, its parts noted in <paramref name="stanza"/>; otherwise <see cref="PlainTag.Declined"/>, or
    /// <see cref="PlainTag.Incomplete"/> when the bytes end too early and nothing is unusual so far.
    /// </summary>
    /// <param name="bytes">Not empty.</param>
    /// <param name="inClientNamespace">Whether the default namespace around the stanza is <see cref="Ns.Client"/>.</param>
    /// <param name="stanza">Where to note what is read; new, with the budgets.</param>
    public static int Read(ReadOnlySpan<byte> bytes, bool inClientNamespace, ref PlainStanza stanza)
    {
        var limits = stanza.Limits;
        var isCut = bytes.Length > limits.MaxStanzaBytes;
        if (isCut)
            bytes = bytes[..limits.MaxStanzaBytes];
        var nameLength = Kind(bytes, out stanza.Kind);
        if (nameLength == 0 || nameLength > limits.MaxNameBytes || limits.MaxDepth < 1 || limits.MaxElements < 1)
            return PlainTag.Declined;
        stanza.Open[0] = new Slice(1, nameLength);
        var end = PlainTag.PastAttributes(bytes, 1 + nameLength, limits, ref stanza.Attributes);
        if (end > 0 && !stanza.TryAddress(bytes, inClientNamespace))
            return PlainTag.Declined;
        if (end > 0 && !stanza.Attributes.IsEmptyElement)
            end = PastContent(bytes, end, ref stanza);
        if (end < 0)
            return isCut ? PlainTag.Declined : end;
        return XmlChars.IsUtf8(bytes[..end]) ? end : PlainTag.Declined;
    }

    // Length of the name, 0 for none.
    private static int Kind(ReadOnlySpan<byte> bytes, out StanzaKind kind)
    {
        kind = StanzaKind.Message;
        if (bytes.StartsWith("<message"u8))
            return 7;
        kind = StanzaKind.Presence;
        if (bytes.StartsWith("<presence"u8))
            return 8;
        kind = StanzaKind.Iq;
        return bytes.StartsWith("<iq"u8) ? 2 : 0;
    }

    // Position after the end tag of the stanza.
    private static int PastContent(ReadOnlySpan<byte> bytes, int at, ref PlainStanza stanza)
    {
        var limits = stanza.Limits;
        var deepest = Math.Min(limits.MaxDepth, PlainStanza.MaxDepth);
        var depth = 1;
        var elements = 1;
        while (true)
        {
            if ((uint)at < (uint)bytes.Length && bytes[at] != '<')
                at = PlainTag.PastText(bytes, at);
            if (at < 0)
                return at;
            if ((uint)(at + 1) >= (uint)bytes.Length)
                return PlainTag.Incomplete;
            if (bytes[at + 1] == '/')
            {
                at = PastEndTag(bytes, at, stanza.Open[--depth]);
            }
            else
            {
                if (depth == deepest || ++elements > limits.MaxElements)
                    return PlainTag.Declined;
                at = PastStartTag(bytes, at, ref stanza, depth);
                if (!stanza.Attributes.IsEmptyElement)
                    depth++;
            }

            if (at < 0 || depth == 0)
                return at;
            if (depth == 1 && !stanza.TryCloseChild(at))
                return PlainTag.Declined;
        }
    }

    private static int PastEndTag(ReadOnlySpan<byte> bytes, int start, Slice name)
    {
        var at = start + 2 + name.Length;
        if ((uint)at >= (uint)bytes.Length)
            return name.Of(bytes).StartsWith(bytes[(start + 2)..]) ? PlainTag.Incomplete : PlainTag.Declined;
        return bytes[at] == '>' && bytes[(start + 2)..at].SequenceEqual(name.Of(bytes)) ? at + 1 : PlainTag.Declined;
    }

    private static int PastStartTag(ReadOnlySpan<byte> bytes, int start, ref PlainStanza stanza, int depth)
    {
        var at = PlainTag.PastName(bytes, start + 1);
        var name = new Slice(start + 1, at - start - 1);
        if (name.Length == 0 || name.Length > stanza.Limits.MaxNameBytes)
            return PlainTag.Declined;
        at = PlainTag.PastAttributes(bytes, at, stanza.Limits, ref stanza.Attributes);
        if (at < 0)
            return at;
        var ns = stanza.Attributes[PlainAttribute.Namespace];
        if (!ns.IsAbsent && IsPerhapsReserved(ns.Of(bytes), stanza.Attributes.HasSpecial))
            return PlainTag.Declined;
        stanza.Open[depth] = name;
        return depth > 1 || stanza.TryOpenChild(start) ? at : PlainTag.Declined;
    }

    // Reserved namespaces begin so, and what is escaped may be one of them.
    private static bool IsPerhapsReserved(ReadOnlySpan<byte> ns, bool mayHoldReference) =>
        ns.StartsWith("http://www.w3.org/"u8) || (mayHoldReference && ns.Contains((byte)'&'));
}
