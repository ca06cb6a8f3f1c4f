using System.Text;

namespace Orleans.Muc.Fuzz.Addresses;

/// <summary>Text that is a JID, nearly one, or nothing like it.</summary>
internal static class JidDice
{
    private static readonly string[] Seeds =
    [
        "romeo@localhost", "juliet@localhost/balcony", "verona@conference.localhost/Romeo", "conference.localhost", "a@b/c@d/e", "ROMEO@LocalHost/Orchard", "stra\u00DFe@xn--strae-oqa.example/\u00DF",
        "\u03C3\u03C2@\u03B2\u03CC\u03BB\u03BF\u03C2.gr/\u03A3", "\u05D0\u05D1@\u05D0\u05D1.il/\u05D0", "\u0627\u0628@example.org/\u0661", "e\u0301@example.org/e\u0301", "\uFF32\uFF4F@\uFF4C\uFF4F\uFF43\uFF41\uFF4C/\u3000x", "a@[::1]/x", "a@[fe80::1]",
        "a@127.0.0.1/x", "\u0130@example.org/\u0130", "\u1100\u1161@example.org", "\uAC00@example.org", "user@example.org./r", "x@xn--80ak6aa92e.com", "\U0001F339@example.org/\U0001F339", "a@b/ x", "a@b/x ", "a@b/\u00A0\u2003", "l\u00B7l@example.org",
        "\u1E9E@example.org/\u1E9E", "\u212B@b/\u212B", "\u0344@b/\u0344", "\u0958@b/\u0958", "a@b\u3002c", "\u30AB\u309B@b/\u30AB\u309B", "\uFF76\uFF9E@b", "\u0B47\u0B3E@b/\u0B47\u0B3E", "\u01C5@b/\u01C5",
    ];

    private static readonly string[] Pieces =
    [
        "@", "/", "//", "@@", ".", "..", "[", "]", ":", "-", "--", "xn--", "xn--a", "_", " ", "\t", "\u0000", "\u007F", "\u00AD", "\u200B", "\u200C", "\u200D", "\u202E", "\uFEFF", "\uFFFD", "\uD800", "\uDC00", "\uDBFF\uDFFF", "'", "\"", "&", "<", ">", "\\20",
        "\u0300", "\u0301", "\u0323", "\u0345", "\u05B0", "\u0660", "\u06F0", "\u0628", "\u05D0", "\u3002", "\uFF0E", "\uFF61", "\uFF20", "\uFF0F", "\u2100", "\u00BD", "\u2024", "\uFB01", "\u0130", "\u0131", "\u017F", "\u212A", "\u1E9E", "\u03A3", "\u0149",
        "\u1160", "\u3164", "\uFFA0", "\u115F", "\u11A8", "\u1161", "\uAC00", "\u302E", "\u180E", "\u2800", "\u0CC6\u0CC2\u0CD5", "\u0F71\u0F72", "\u0F73", "\u1112", "\U000105C9", "\U00010D4A", "\U0001D15E", "\U0001D400", "\U000E0041", "\U0010FFFD", "\u0378", "\u2FF0",
    ];

    public static string Make(Random dice)
    {
        var text = dice.OneIn(8) ? Wild(dice, dice.Few(40)) : dice.Pick(Seeds);
        for (var i = dice.Few(6); i > 0; i--)
            text = Mutated(text, dice);
        return dice.OneIn(60) ? Long(text, dice) : text;
    }

    /// <summary>Characters of any kind, clustered so that neighbours have to do with each other.</summary>
    public static string Wild(Random dice, int characters)
    {
        var text = new StringBuilder();
        var near = 'a' + 0;
        for (var i = 0; i < characters; i++)
        {
            if (dice.OneIn(4))
                near = dice.Next(6) switch { 0 => dice.Next(0x80), 1 => dice.Next(0x800), 2 => dice.Next(0x3400), 3 => dice.Next(0xF900, 0x10000), 4 => dice.Next(0x10000, 0x20000), _ => dice.Next(UnicodeFacts.CodePoints) };
            var c = Math.Min(UnicodeFacts.CodePoints - 1, near + dice.Next(24));
            text.Append(Rune.IsValid(c) ? char.ConvertFromUtf32(c) : "\uD800");
        }

        return text.ToString();
    }

    private static string Mutated(string text, Random dice)
    {
        var at = dice.Next(text.Length + 1);
        return dice.Next(6) switch
        {
            0 or 1 => text.Insert(at, dice.Pick(Pieces)),
            2 => text.Insert(at, Wild(dice, 1)),
            3 when at < text.Length => text.Remove(at, Math.Min(1 + dice.Few(6), text.Length - at)),
            4 when at < text.Length => text.Insert(dice.Next(text.Length + 1), text[at..]),
            _ => text[..at] + text[at..].ToUpperInvariant(),
        };
    }

    // Around the limits of 1,023 bytes a part and 63 characters a label.
    private static string Long(string text, Random dice)
    {
        var at = dice.Next(text.Length + 1);
        var piece = dice.Pick(["a", "a.", "\u00E9", "\u4E2D", "\U0001F339", "e\u0301", "\u1E9E"]);
        var size = dice.OneIn(2) ? 1_023 : 63;
        return text.Insert(at, string.Concat(Enumerable.Repeat(piece, size / Encoding.UTF8.GetByteCount(piece) + dice.Next(-3, 4))));
    }
}
