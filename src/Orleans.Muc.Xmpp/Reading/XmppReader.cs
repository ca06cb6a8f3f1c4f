using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Orleans.Muc.Xmpp;

/// <summary>
/// Reads a stream of XMPP from bytes as they arrive, refusing everything that RFC 6120 §11 or XML itself refuses. One reader per stream;
/// synchronous, not thread-safe. Between two items it holds no working memory, and of the bytes only how the last addresses were written.
/// </summary>
public sealed class XmppReader
{
    private readonly bool framed;
    private readonly Carry carry = new();
    private Stage stage = Stage.Opening;
    private bool restarted;
    private OuterScope outer = OuterScope.Client;
    private byte[] rootName = [];
    private ElementScan? scan;

    /// <summary>Bytes of the element that were not enough for the short way, <see cref="int.MaxValue"/> when it is not for this element.</summary>
    private int tried;

    private readonly StanzaSurroundings surroundings = new();

    /// <summary>A reader of a TCP stream: opening tag, first-level elements, closing tag (RFC 6120 §4).</summary>
    public XmppReader(ReaderLimits limits)
        : this(limits, framed: false)
    {
    }

    private XmppReader(ReaderLimits limits, bool framed)
    {
        ArgumentNullException.ThrowIfNull(limits);
        Limits = limits;
        this.framed = framed;
        Restart();
        restarted = false;
    }

    private enum Stage
    {
        Opening,
        Declared,
        Open,
        CloseDue,
        Closed,
    }

    /// <summary>The budgets from the next element on.</summary>
    public ReaderLimits Limits { get; set; }

    /// <summary>
    /// A reader of WebSocket frames (RFC 7395 §3.3): every element stands alone and declares its own namespaces; <c>open</c> and
    /// <c>close</c> are the opening and the end of the stream.
    /// </summary>
    public static XmppReader ForFrames(ReaderLimits limits) => new(limits, framed: true);

    /// <summary>Expects a new stream, after TLS or SASL (RFC 6120 §4.3.3). What was read of an unfinished element is forgotten.</summary>
    public void Restart()
    {
        Forget();
        stage = framed ? Stage.Open : Stage.Opening;
        outer = framed ? OuterScope.Empty : OuterScope.Client;
        surroundings.Lang = null;
        restarted = true;
    }

    /// <summary>
    /// Takes the next item off the front of <paramref name="buffer"/>. False means that there is none yet: call again with the same bytes
    /// and more after them. White space between elements is consumed; reading costs in proportion to the bytes, however they are cut.
    /// </summary>
    /// <exception cref="XmppXmlException">The stream can't go on; its condition is the stream error to send.</exception>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, [NotNullWhen(true)] out StreamItem? item)
    {
        // The short way, by which nearly every stanza goes.
        if (stage == Stage.Open && scan is null && carry.IsEmpty && buffer.FirstSpan is [(byte)'<', ..] first)
        {
            var end = TryReadPlain(first, out item);
            if (end > 0)
            {
                buffer = buffer.Slice(end);
                return item is not null;
            }
        }

        try
        {
            return TryReadItem(ref buffer, out item);
        }
        catch (XmppXmlException)
        {
            Forget();
            throw;
        }
    }

    private bool TryReadItem(ref ReadOnlySequence<byte> buffer, [NotNullWhen(true)] out StreamItem? item)
    {
        while (true)
        {
            item = null;
            if (stage == Stage.CloseDue)
            {
                stage = Stage.Closed;
                item = new StreamItem.Closed();
                return true;
            }

            if (scan is null && carry.IsEmpty && (stage != Stage.Opening || restarted))
                SkipWhitespace(ref buffer);
            if (buffer.IsEmpty || !TryStep(buffer, out var consumed, out item))
                return false;
            carry.Clear();
            tried = 0;
            buffer = buffer.Slice(consumed);
            if (item is not null)
                return true;
        }
    }

    /// <summary>One step over contiguous bytes: those of the first segment, or a copy that grows by the segments after it.</summary>
    private bool TryStep(in ReadOnlySequence<byte> buffer, out int consumed, out StreamItem? item)
    {
        if (buffer.IsSingleSegment)
            return TryStep(buffer.FirstSpan, out consumed, out item);
        if (carry.IsEmpty && !buffer.FirstSpan.IsEmpty && TryStep(buffer.FirstSpan, out consumed, out item))
            return true;
        while (carry.Append(buffer))
            if (TryStep(carry.Bytes, out consumed, out item))
                return true;
        consumed = 0;
        item = null;
        return false;
    }

    private bool TryStep(ReadOnlySpan<byte> bytes, out int consumed, out StreamItem? item)
    {
        item = null;
        consumed = 0;
        switch (stage)
        {
            case Stage.Opening:
                var length = XmlDeclaration.Measure(bytes);
                if (length < 0)
                    return false;
                consumed = length;
                stage = Stage.Declared;
                return true;
            case Stage.Declared:
                return TryReadOpening(bytes, out consumed, out item);
            case Stage.Open:
                if (scan is not null || framed || bytes is not [(byte)'<', ..])
                    return TryReadElement(bytes, out consumed, out item);
                // One byte doesn't tell yet whether the stream goes on or ends.
                return bytes.Length > 1
                    && (bytes[1] == '/' ? TryReadClosing(bytes, out consumed, out item) : TryReadElement(bytes, out consumed, out item));
            default:
                throw XmlState.Malformed("Something follows the end of the stream.");
        }
    }

    private bool TryReadOpening(ReadOnlySpan<byte> bytes, out int consumed, out StreamItem? item)
    {
        consumed = 0;
        item = null;
        var state = Begin().Xml;
        var scanner = new XmlScanner(bytes, state);
        var token = scanner.Read();
        if (token == XmlToken.NeedsMore)
            return false;
        XmlChars.RequireUtf8(bytes[..state.Position]);
        var opened = StreamHeader.Read(bytes, scanner, state);
        outer = state.Namespaces.ToOuterScope(bytes);
        rootName = bytes.Slice(state.Current.NameStart, state.Current.NameLength).ToArray();
        surroundings.Lang = opened.Lang;
        stage = token == XmlToken.Empty ? Stage.CloseDue : Stage.Open;
        consumed = state.Position;
        item = opened;
        End();
        return true;
    }

    private bool TryReadClosing(ReadOnlySpan<byte> bytes, out int consumed, out StreamItem? item)
    {
        consumed = 0;
        item = null;
        var rest = bytes[2..];
        if (!rest.StartsWith(rootName))
            return rootName.AsSpan().StartsWith(rest) ? false : throw XmlState.Malformed("The end tag doesn't match the start tag.");
        var gap = rest[rootName.Length..].IndexOfAnyExcept(XmlChars.Whitespace);
        if ((gap < 0 ? rest.Length - rootName.Length : gap) > Limits.MaxNameBytes)
            throw XmlState.Exceeded("size");
        if (gap < 0)
            return false;
        if (rest[rootName.Length + gap] != '>')
            throw XmlState.Malformed("The end tag doesn't match the start tag.");
        consumed = 2 + rootName.Length + gap + 1;
        stage = Stage.Closed;
        item = new StreamItem.Closed();
        return true;
    }

    private bool TryReadElement(ReadOnlySpan<byte> bytes, out int consumed, out StreamItem? item)
    {
        consumed = 0;
        item = null;
        if (bytes[0] != '<')
            throw new XmppXmlException(StreamErrorCondition.BadFormat, "Text between stanzas.");
        if (scan is null)
        {
            var plain = TryReadPlain(bytes, out item);
            if (plain >= 0)
            {
                consumed = plain;
                return true;
            }

            if (plain == PlainTag.Incomplete)
                return false;
        }

        var reading = Begin();
        if (!reading.Advance(bytes))
            return false;
        consumed = reading.Xml.Position;
        item = reading.Kind is not null
            ? reading.ToStanza(bytes, surroundings)
            : ToItem(ElementBuilder.Parse(bytes[..consumed], outer, ReaderLimits.Stored));
        End();
        return true;
    }

    /// <summary>
    /// Reads a stanza that is whole and written in the usual way. One that is still incomplete is looked at from its start again only when
    /// it has doubled; the scanner, which goes on where it stopped, reads those that come more slowly.
    /// </summary>
    private int TryReadPlain(ReadOnlySpan<byte> bytes, out StreamItem? item)
    {
        item = null;
        if (tried > 0 && bytes.Length < 2L * tried)
            return bytes.Length == tried ? PlainTag.Incomplete : PlainTag.Declined;
        var plain = new PlainStanza(Limits);
        var end = PlainScan.Read(bytes, outer.UriAt(0) == Ns.Client, ref plain);
        tried = end > 0 ? 0 : end == PlainTag.Incomplete ? bytes.Length : int.MaxValue;
        if (end > 0)
            item = plain.ToStanza(bytes, surroundings);
        return end;
    }

    private StreamItem ToItem(Element element)
    {
        if (!framed || element.Namespace != Ns.Framing)
            return new StreamItem.ElementItem(element);
        if (element.Name == "close")
        {
            stage = Stage.Closed;
            return new StreamItem.Closed();
        }

        if (element.Name != "open")
            return new StreamItem.ElementItem(element);
        surroundings.Lang = element["xml:lang"];
        return new StreamItem.Opened(element["to"], element["from"], element["version"], surroundings.Lang, Ns.Client, element["id"]);
    }

    private ElementScan Begin()
    {
        if (scan is null)
        {
            scan = ElementScan.Rent();
            scan.Begin(Limits, outer);
        }

        return scan;
    }

    private void End()
    {
        ElementScan.Return(scan!);
        scan = null;
    }

    private void Forget()
    {
        scan = null;
        tried = 0;
        carry.Clear();
    }

    private static void SkipWhitespace(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.FirstSpan is [(byte)'<', ..])
            return;
        long skipped = 0;
        foreach (var segment in buffer)
        {
            var first = segment.Span.IndexOfAnyExcept(XmlChars.Whitespace);
            if (first >= 0)
            {
                buffer = buffer.Slice(skipped + first);
                return;
            }

            skipped += segment.Length;
        }

        buffer = buffer.Slice(buffer.End);
    }
}
