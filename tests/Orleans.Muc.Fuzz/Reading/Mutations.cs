using System.Text;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>Small damages to a document's bytes. Each returns a new array.</summary>
internal static class Mutations
{
    private const int MostSpan = 40;
    private const int MostBytes = 30_000;

    private static readonly Func<byte[], Random, byte[]>[] All =
    [
        FlipBit, SetByte, Delete, Duplicate, Move, SwapQuote, InsertPiece, InsertPiece, InsertPiece, InsertPieceInTag, InsertPieceInTag, InsertPieceInText,
        InsertPieceInText, InsertBroken, InsertScalar, ReplaceScalar, Truncate, Repeat, RenameTag, CopyAttribute, ToReference, AtFront,
    ];

    public static byte[] Any(byte[] document, Random dice)
    {
        if (document.Length is 0 or > MostBytes)
            return [.. document.AsSpan(0, Math.Min(document.Length, MostBytes / 2)), .. Piece(dice)];
        return dice.Pick(All)(document, dice);
    }

    /// <summary>The front of one document and the back of another.</summary>
    public static byte[] Splice(byte[] front, byte[] back, Random dice) =>
        [.. front.AsSpan(0, dice.Next(front.Length + 1)), .. back.AsSpan(dice.Next(back.Length + 1))];

    private static byte[] FlipBit(byte[] document, Random dice)
    {
        byte[] copy = [.. document];
        copy[dice.Next(copy.Length)] ^= (byte)(1 << dice.Next(8));
        return copy;
    }

    private static byte[] SetByte(byte[] document, Random dice)
    {
        byte[] copy = [.. document];
        copy[dice.Next(copy.Length)] = dice.OneIn(2) ? (byte)dice.Next(256) : dice.Pick("<>/='\"&;!?[]-:# \t\r\nxa1"u8.ToArray());
        return copy;
    }

    private static byte[] Delete(byte[] document, Random dice)
    {
        var (start, end) = Span(document, dice);
        return Replace(document, start, end, []);
    }

    private static byte[] Duplicate(byte[] document, Random dice)
    {
        var (start, end) = Span(document, dice);
        return Insert(document, end, document[start..end]);
    }

    private static byte[] Move(byte[] document, Random dice)
    {
        var (start, end) = Span(document, dice);
        return Insert(document, dice.Next(document.Length + 1), document[start..end]);
    }

    private static byte[] SwapQuote(byte[] document, Random dice)
    {
        var at = Find(document, dice, b => b is (byte)'\'' or (byte)'"');
        if (at < 0)
            return FlipBit(document, dice);
        byte[] copy = [.. document];
        copy[at] = copy[at] == '\'' ? (byte)'"' : (byte)'\'';
        return copy;
    }

    private static byte[] InsertPiece(byte[] document, Random dice) => Insert(document, dice.Next(document.Length + 1), Piece(dice));

    /// <summary>Before the end of a tag, or after its name, where attributes stand.</summary>
    private static byte[] InsertPieceInTag(byte[] document, Random dice)
    {
        var at = Find(document, dice, b => b is (byte)'>' or (byte)' ' or (byte)'/');
        return at < 0 ? InsertPiece(document, dice) : Insert(document, at, Piece(dice));
    }

    /// <summary>After a tag, where content stands.</summary>
    private static byte[] InsertPieceInText(byte[] document, Random dice)
    {
        var at = Find(document, dice, b => b == (byte)'>');
        return at < 0 ? InsertPiece(document, dice) : Insert(document, at + 1, Piece(dice));
    }

    private static byte[] InsertBroken(byte[] document, Random dice) => Insert(document, dice.Next(document.Length + 1), dice.Pick(Corpus.BrokenBytes));

    private static byte[] InsertScalar(byte[] document, Random dice) => Insert(document, dice.Next(document.Length + 1), Scalar(dice));

    private static byte[] ReplaceScalar(byte[] document, Random dice)
    {
        var at = Find(document, dice, b => char.IsAsciiLetter((char)b));
        return at < 0 ? InsertScalar(document, dice) : Replace(document, at, at + 1, Scalar(dice));
    }

    private static byte[] Truncate(byte[] document, Random dice) => document[..dice.Next(document.Length + 1)];

    /// <summary>The same bytes again and again: deep nesting, long names, many attributes.</summary>
    private static byte[] Repeat(byte[] document, Random dice)
    {
        var (start, end) = Span(document, dice);
        var times = dice.OneIn(8) ? dice.Next(1_000) : dice.Next(40);
        var repeated = new List<byte>(document.AsSpan(0, end).ToArray());
        for (var i = 0; i < times && repeated.Count < MostBytes; i++)
            repeated.AddRange(document.AsSpan(start, end - start));
        repeated.AddRange(document.AsSpan(end));
        return [.. repeated];
    }

    /// <summary>Another name or prefix in both tags of an element, so that it can stay well-formed.</summary>
    private static byte[] RenameTag(byte[] document, Random dice)
    {
        var text = Encoding.Latin1.GetString(document);
        var at = text.IndexOf('<', dice.Next(text.Length));
        var end = at < 0 ? -1 : text.IndexOfAny([' ', '>', '/', '<'], at + 1);
        if (end <= at + 1)
            return InsertPiece(document, dice);
        var name = text[(at + 1)..end];
        var other = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(dice.Pick(
            ["message", "iq", "presence", "stream", "a", "xml", "xmlns", "xml:a", "xmlns:a", "x:" + name, "d:" + name, "stream:" + name, name + "\u00E9", "\u4E2D", "_", "a.b-c", "\U00010000", new string('n', 257)])));
        return Encoding.Latin1.GetBytes(text.Replace($"<{name}", $"<{other}", StringComparison.Ordinal).Replace($"</{name}", $"</{other}", StringComparison.Ordinal));
    }

    /// <summary>One tag's attribute put into another tag.</summary>
    private static byte[] CopyAttribute(byte[] document, Random dice)
    {
        var start = Find(document, dice, b => b == (byte)' ');
        var open = start < 0 ? -1 : Array.FindIndex(document, start, b => b is (byte)'\'' or (byte)'"');
        var close = open < 0 ? -1 : Array.IndexOf(document, document[open], open + 1);
        var at = Find(document, dice, b => b is (byte)' ' or (byte)'>');
        return close < 0 || at < 0 || close - start > 300 ? InsertPieceInTag(document, dice) : Insert(document, at, document[start..(close + 1)]);
    }

    /// <summary>A character written as a reference.</summary>
    private static byte[] ToReference(byte[] document, Random dice)
    {
        var at = dice.Next(document.Length);
        var reference = dice.OneIn(2) ? $"&#{document[at]};" : $"&#x{document[at]:x};";
        return Replace(document, at, at + 1, Encoding.ASCII.GetBytes(reference));
    }

    private static byte[] AtFront(byte[] document, Random dice) => Insert(document, 0, Piece(dice));

    private static byte[] Piece(Random dice) =>
        dice.OneIn(10) ? Encoding.UTF8.GetBytes(dice.Pick(Corpus.Stanzas)) : Encoding.UTF8.GetBytes(dice.Pick(Corpus.Pieces));

    /// <summary>One character of any plane, those near the borders of character classes more often.</summary>
    private static byte[] Scalar(Random dice)
    {
        var scalar = dice.Next(5) switch
        {
            0 => dice.Next(0x80),
            1 => dice.Next(0x80, 0x3000),
            2 => dice.Next(0x3000, 0xD800),
            3 => dice.Next(0xE000, 0x10000),
            _ => dice.Next(0x10000, 0x110000),
        };
        return Encoding.UTF8.GetBytes(char.ConvertFromUtf32(scalar));
    }

    private static (int Start, int End) Span(byte[] document, Random dice)
    {
        var start = dice.Next(document.Length);
        return (start, Math.Min(document.Length, start + 1 + dice.Few(MostSpan)));
    }

    /// <summary>A random place of those that fit; -1 when there is none after a random start.</summary>
    private static int Find(byte[] document, Random dice, Predicate<byte> fits) => Array.FindIndex(document, dice.Next(document.Length), fits);

    private static byte[] Insert(byte[] document, int at, byte[] piece) => Replace(document, at, at, piece);

    private static byte[] Replace(byte[] document, int start, int end, byte[] piece) =>
        [.. document.AsSpan(0, start), .. piece, .. document.AsSpan(end)];
}
