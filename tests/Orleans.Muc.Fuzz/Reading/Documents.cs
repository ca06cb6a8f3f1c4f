using System.Globalization;
using System.Text;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>Makes documents: a well-formed stream of the corpus, then none to several mutations.</summary>
internal static class Documents
{
    private const int MostMutations = 6;

    public static byte[] Make(Random dice)
    {
        var document = Stream(dice);
        if (dice.OneIn(12))
            document = Mutations.Splice(document, Stream(dice), dice);
        for (var i = dice.Few(MostMutations + 1); i > 0; i--)
            document = Mutations.Any(document, dice);
        return document;
    }

    /// <summary>A document of at most <paramref name="bytes"/> bytes, fit for every split point.</summary>
    public static byte[] MakeSmall(Random dice, int bytes)
    {
        var opening = dice.OneIn(4) ? dice.Pick(Corpus.Openings) : "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client'>";
        var small = Corpus.Stanzas.Where(stanza => stanza.Length < 100).ToList();
        var document = Encoding.UTF8.GetBytes(opening + dice.Pick(small) + dice.Pick(Corpus.Gaps) + Closing(opening));
        for (var i = dice.Next(4); i > 0; i--)
            document = Mutations.Any(document, dice);
        return document.Length <= bytes ? document : document[..bytes];
    }

    private static byte[] Stream(Random dice)
    {
        var opening = dice.Pick(Corpus.Openings);
        var text = new StringBuilder(opening);
        for (var i = dice.Few(5); i >= 0; i--)
            text.Append(dice.Pick(Corpus.Gaps)).Append(dice.OneIn(25) ? Large(dice) : dice.Pick(Corpus.Stanzas));
        text.Append(dice.Pick(Corpus.Gaps));
        if (!dice.OneIn(10))
            text.Append(Closing(opening)).Append(dice.Pick(Corpus.Gaps));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Closing(string opening)
    {
        var from = opening.LastIndexOf('<') + 1;
        return $"</{opening[from..opening.IndexOfAny([' ', '\r', '\n', '\t'], from)]}>";
    }

    /// <summary>An element near one of the reader's budgets, a little below, at or a little above it.</summary>
    private static string Large(Random dice)
    {
        var budgets = OurReading.Limits;
        var off = dice.Next(-2, 3);
        return dice.Next(7) switch
        {
            0 => Nested(budgets.MaxDepth + off),
            1 => $"<a xmlns='urn:a'{string.Concat(Enumerable.Range(0, budgets.MaxAttributes - 1 + off).Select(i => $" a{i.ToString(CultureInfo.InvariantCulture)}=''"))}/>",
            2 => $"<{new string('n', budgets.MaxNameBytes + off)} xmlns='urn:n'/>",
            3 => $"<a xmlns='urn:a' {new string('\u00E9', budgets.MaxNameBytes / 2 + off)}=''/>",
            4 => $"<a xmlns='urn:a' v='{new string('v', budgets.MaxAttributeBytes + off)}'/>",
            5 => $"<message><body>{new string('b', budgets.MaxStanzaBytes - "<message><body></body></message>".Length + off)}</body></message>",
            _ => $"<message xmlns:{new string('p', 40)}='urn:{new string('u', 2_000)}'>{Repeated($"<{new string('p', 40)}:a/>", 3 + off)}</message>",
        };
    }

    private static string Nested(int depth) => $"<a xmlns='urn:a'>{Repeated("<a>", depth - 2)}<a/>{Repeated("</a>", depth - 1)}";

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, Math.Max(times, 0)));
}
