using System.Globalization;

namespace Orleans.Muc.Xmpp;

/// <summary>Normalization forms C and D (UAX #15) over code points. Own, because <see cref="string.Normalize()"/> does nothing in invariant globalization mode.</summary>
internal static class Normalization
{
    // Below this every code point is its own form C, and none combines with what stands before it.
    private const int FirstAffected = 0x300;

    // Hangul syllables are composed by arithmetic (The Unicode Standard, 3.12).
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Trails = 28;

    // UAX #15 §9: what is not in here stays as it is in form C, whatever stands around it.
    private static readonly Lazy<HashSet<int>> Unstable = new(() =>
    [
        .. UnicodeData.Decompositions.Where(pair => pair.Value.Length == 1 || !UnicodeData.Compositions.ContainsKey((pair.Value[0], pair.Value[1]))).Select(pair => pair.Key),
        .. UnicodeData.Compositions.Keys.Select(pair => pair.Second),
    ]);

    /// <summary>The text in form C; the same list when it is already.</summary>
    public static List<int> ToFormC(List<int> text)
    {
        if (text.TrueForAll(IsStable))
            return text;
        return Compose(ToFormD(text));
    }

    /// <summary>The text in form D, as a list of its own.</summary>
    public static List<int> ToFormD(List<int> text)
    {
        var decomposed = new List<int>(text.Count + 8);
        foreach (var c in text)
            Decompose(c, decomposed);
        Order(decomposed);
        return decomposed;
    }

    /// <summary>Whether this is a mark that belongs to the character before it.</summary>
    public static bool IsMark(int c) => CharUnicodeInfo.GetUnicodeCategory(c)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    public static int CombiningClass(int c) => c < FirstAffected ? 0 : UnicodeData.CombiningClasses.Get(c, 0);

    private static bool IsStable(int c) =>
        c < FirstAffected
        || (CombiningClass(c) == 0 && c is not (>= VowelBase and < TrailBase + Trails) && !Unstable.Value.Contains(c));

    private static void Decompose(int c, List<int> into)
    {
        var syllable = c - SyllableBase;
        if (syllable is >= 0 and < Leads * Vowels * Trails)
        {
            into.Add(LeadBase + syllable / (Vowels * Trails));
            into.Add(VowelBase + syllable / Trails % Vowels);
            if (syllable % Trails > 0)
                into.Add(TrailBase + syllable % Trails);
        }
        else if (UnicodeData.Decompositions.TryGetValue(c, out var parts))
        {
            foreach (var part in parts)
                Decompose(part, into);
        }
        else
        {
            into.Add(c);
        }
    }

    // Marks of different classes after one base have one order; those of one class keep theirs.
    private static void Order(List<int> text)
    {
        for (var start = 0; start < text.Count; start++)
        {
            var end = start;
            while (end < text.Count && CombiningClass(text[end]) > 0)
                end++;
            if (end - start > 1)
            {
                var ordered = text.GetRange(start, end - start).OrderBy(CombiningClass).ToList();
                for (var i = 0; i < ordered.Count; i++)
                    text[start + i] = ordered[i];
            }

            start = Math.Max(start, end);
        }
    }

    private static List<int> Compose(List<int> text)
    {
        var composed = new List<int>(text.Count);
        var starter = -1;
        var lastClass = 0;
        foreach (var c in text)
        {
            var combining = CombiningClass(c);
            // Blocked by a mark of the same or a higher class, or by a starter in between.
            var adjacent = starter == composed.Count - 1;
            if (starter >= 0 && (adjacent || (lastClass < combining && lastClass > 0)) && TryCompose(composed[starter], c, out var whole))
            {
                composed[starter] = whole;
                continue;
            }

            if (combining == 0)
                starter = composed.Count;
            lastClass = combining;
            composed.Add(c);
        }

        return composed;
    }

    private static bool TryCompose(int first, int second, out int whole)
    {
        var vowel = second - VowelBase;
        var lead = first - LeadBase;
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            whole = SyllableBase + (lead * Vowels + vowel) * Trails;
            return true;
        }

        var trail = second - TrailBase;
        var syllable = first - SyllableBase;
        if (syllable is >= 0 and < Leads * Vowels * Trails && syllable % Trails == 0 && trail is > 0 and < Trails)
        {
            whole = first + trail;
            return true;
        }

        return UnicodeData.Compositions.TryGetValue((first, second), out whole);
    }
}
