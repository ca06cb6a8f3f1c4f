using System.Collections.Immutable;
using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Reserved nicknames as people write them in what they say: as words, in upper or lower case.</summary>
internal sealed class CalledNicks
{
    /// <summary>How far into a text nicknames are looked for, in UTF-16 units.</summary>
    private const int FarthestStart = 2_000;

    /// <summary>Words and signs that a nickname may consist of to be found.</summary>
    private const int MostParts = 8;

    private readonly Dictionary<string, ImmutableArray<Jid>> holders = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>UTF-16 units of the longest nickname there has been since there was none; upper and lower case are equally long.</summary>
    private int longest;

    public bool IsEmpty => holders.Count == 0;

    public void Add(Nick nick, Jid holder)
    {
        holders[nick.Value] = Of(nick.Value).Add(holder);
        longest = Math.Max(longest, nick.Value.Length);
    }

    public void Remove(Nick nick, Jid holder)
    {
        if (Of(nick.Value).Remove(holder) is { IsEmpty: false } left)
            holders[nick.Value] = left;
        else
            holders.Remove(nick.Value);
        if (IsEmpty)
            longest = 0;
    }

    public void Clear()
    {
        holders.Clear();
        longest = 0;
    }

    /// <summary>The holders of the nicknames in a text, from its beginning on. Some may come more than once.</summary>
    public IEnumerable<Jid> In(string text)
    {
        for (var start = 0; start < Math.Min(text.Length, FarthestStart); start++)
        {
            if (char.IsWhiteSpace(text[start]) || !IsEdge(text, start))
                continue;
            var parts = 0;
            var farthest = Math.Min(text.Length, start + longest);
            for (var end = start + 1; end <= farthest && parts < MostParts; end++)
            {
                if (!IsEdge(text, end) || char.IsWhiteSpace(text[end - 1]))
                    continue;
                parts++;
                foreach (var holder in Of(text.AsSpan(start, end - start)))
                    yield return holder;
            }
        }
    }

    private ImmutableArray<Jid> Of(ReadOnlySpan<char> name) =>
        holders.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var found) ? found : [];

    /// <summary>Whether a word may begin or end here: not between letters, nor inside a code point.</summary>
    private static bool IsEdge(string text, int at) =>
        at == 0 || at == text.Length || !(char.IsLowSurrogate(text[at]) || (IsLetter(text[at - 1]) && IsLetter(text[at])));

    private static bool IsLetter(char c) => char.IsLetterOrDigit(c) || c == '_'
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
