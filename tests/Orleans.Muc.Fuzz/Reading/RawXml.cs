using System.Text;
using System.Text.RegularExpressions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>
/// A document as it is written, cut into tokens as far as it is well-formed, to measure what System.Xml doesn't tell: sizes, and
/// references where only white space may stand. Stops at the first comment, processing instruction or DTD.
/// </summary>
internal sealed partial class RawXml
{
    private const int MaxReference = 64;
    private const int MaxDeclaration = 256;

    private readonly string text;
    private readonly List<Violation> violations = [];
    private readonly ReaderLimits limits = OurReading.Limits;
    private int complete;
    private int depth;
    private int elements;
    private int itemBytes;
    private int rootDeclarations;
    private int itemDeclarations;

    public RawXml(string text)
    {
        this.text = text;
        var at = Declaration();
        while (at < text.Length && Token().Match(text, at) is { Success: true } token)
        {
            Take(token);
            at += token.Length;
        }
    }

    public IReadOnlyList<Violation> Violations => violations;

    private int Declaration()
    {
        if (!text.StartsWith("<?xml", StringComparison.Ordinal))
            return 0;
        var end = text.IndexOf("?>", StringComparison.Ordinal);
        if (end > MaxDeclaration)
            Broken(Restriction.LongDeclaration);
        return end + 2;
    }

    private void Take(Match token)
    {
        var bytes = Encoding.UTF8.GetByteCount(token.ValueSpan);
        itemBytes = depth <= 1 && !token.Groups["end"].Success ? bytes : itemBytes + bytes;
        if (token.Groups["text"].Success)
            TakeText(token.ValueSpan);
        else if (token.Groups["cdata"].Success && depth == 1)
            Broken(Restriction.CDataBetween);
        else if (token.Groups["end"].Success)
            TakeEnd(token);
        else if (token.Groups["start"].Success)
            TakeStart(token);
        if (depth > 1 && itemBytes > limits.MaxStanzaBytes)
            Broken(Restriction.LongStanza);
    }

    private void TakeText(ReadOnlySpan<char> raw)
    {
        CheckReferences(raw);
        if (depth == 1 && raw.ContainsAnyExcept(" \t\r\n"))
            Broken(Restriction.TextBetween);
    }

    private void TakeEnd(Match token)
    {
        depth--;
        var gap = token.Length - token.Groups["end"].Length - "</>".Length;
        if (depth == 0 && gap > limits.MaxNameBytes)
            Broken(Restriction.LongName);
        if (depth <= 1)
            CompleteItem();
    }

    private void TakeStart(Match token)
    {
        var isEmpty = token.Groups["empty"].Success;
        depth++;
        elements = depth <= 2 ? 1 : elements + 1;
        CheckName(token.Groups["start"].ValueSpan);
        if ((depth == 1 ? 1 : depth - 1) > limits.MaxDepth)
            Broken(Restriction.Deep);
        if (elements > limits.MaxElements)
            Broken(Restriction.ManyElements);
        TakeAttributes(token);
        if (depth == 1 && itemBytes > limits.MaxStanzaBytes)
            Broken(Restriction.LongStanza);
        if (depth == 1)
            complete++;
        if (!isEmpty)
            return;
        depth--;
        if (depth <= 1)
            CompleteItem();
    }

    private void TakeAttributes(Match token)
    {
        var names = token.Groups["name"].Captures;
        var values = token.Groups["value"].Captures;
        if (names.Count > limits.MaxAttributes)
            Broken(Restriction.ManyAttributes);
        for (var i = 0; i < names.Count; i++)
        {
            CheckName(names[i].ValueSpan);
            CheckReferences(values[i].ValueSpan[1..^1]);
            if (Encoding.UTF8.GetByteCount(values[i].ValueSpan) - 2 > limits.MaxAttributeBytes)
                Broken(Restriction.LongAttribute);
            CountDeclaration(names[i], values[i]);
        }
    }

    private void CountDeclaration(Capture name, Capture value)
    {
        if (depth > 2 || !name.ValueSpan.StartsWith("xmlns"))
            return;
        var size = Encoding.UTF8.GetByteCount(name.ValueSpan) + Encoding.UTF8.GetByteCount(value.ValueSpan) * "&quot;".Length + "=".Length;
        if (depth == 1)
            rootDeclarations += size;
        else
            itemDeclarations += size;
    }

    private void CompleteItem()
    {
        if (depth == 1 && itemBytes > limits.MaxStanzaBytes)
            Broken(Restriction.LongStanza);
        // At most this is added: every declaration around, in full escaping, to every element that may be a child of the stanza.
        if (depth == 1 && itemBytes + elements * (rootDeclarations + itemDeclarations) > limits.MaxStanzaBytes)
            Broken(Restriction.LongRelayed);
        complete++;
        itemBytes = 0;
        itemDeclarations = 0;
    }

    private void CheckName(ReadOnlySpan<char> name)
    {
        if (Encoding.UTF8.GetByteCount(name) > limits.MaxNameBytes)
            Broken(Restriction.LongName);
    }

    private void CheckReferences(ReadOnlySpan<char> raw)
    {
        for (var at = raw.IndexOf('&'); at >= 0; at = raw.IndexOf('&'))
        {
            raw = raw[at..];
            var end = raw.IndexOf(';');
            if (end >= MaxReference)
                Broken(Restriction.LongReference);
            raw = raw[1..];
        }
    }

    private void Broken(Restriction restriction) => violations.Add(new Violation(restriction, complete));

    [GeneratedRegex(
        """
        \G(?:(?<text>[^<]+)
        |(?<cdata><!\[CDATA\[[\s\S]*?\]\]>)
        |</(?<end>[^\s<>/]+)[ \t\r\n]*>
        |<(?<start>[^\s<>/?!]+)(?:[ \t\r\n]+(?<name>[^\s<>/=]+)[ \t\r\n]*=[ \t\r\n]*(?<value>'[^<']*'|"[^<"]*"))*[ \t\r\n]*(?<empty>/)?>)
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
