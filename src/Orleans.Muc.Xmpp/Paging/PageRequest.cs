using System.Globalization;

namespace Orleans.Muc.Xmpp;

/// <summary>Which page of a result set somebody wants (XEP-0059 §2).</summary>
public sealed record PageRequest
{
    /// <summary>Items at most; null leaves it to the responder. 0 asks for the count alone (§2.7).</summary>
    public int? Max { get; init; }

    /// <summary>The page begins behind this item; null without it.</summary>
    public string? After { get; init; }

    /// <summary>The page ends in front of this item, or with the last one where this is "" (§2.5); null without it.</summary>
    public string? Before { get; init; }

    /// <summary>The place of the first item, from 0; null without it (§2.6).</summary>
    public int? Index { get; init; }

    /// <summary>Reads the <c>set</c> inside a query; null when it has none. False when it makes no sense: a number that is none, or two beginnings.</summary>
    public static bool TryRead(Element query, out PageRequest? page)
    {
        ArgumentNullException.ThrowIfNull(query);
        page = null;
        if (query.Child("set", Ns.Rsm) is not { } set)
            return true;
        if (!TryReadNumber(set, "max", out var max) || !TryReadNumber(set, "index", out var index))
            return false;
        var after = set.Child("after", Ns.Rsm)?.Text is { Length: > 0 } behind ? behind : null;
        var before = set.Child("before", Ns.Rsm)?.Text;
        page = new PageRequest { Max = max, After = after, Before = before, Index = index };
        return (after is null ? 0 : 1) + (before is null ? 0 : 1) + (index is null ? 0 : 1) <= 1;
    }

    /// <summary>
    /// The page of items whose ids are in ordinal order. An item that is gone has its place all the same, so that no page is ever not found (§2.4).
    /// </summary>
    /// <param name="items">All of them.</param>
    /// <param name="id">An item's id.</param>
    /// <param name="most">Items at most, whatever is asked.</param>
    public (int First, int Count) Of<T>(IReadOnlyList<T> items, Func<T, string> id, int most)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(id);
        var count = Math.Min(Max ?? most, most);
        if (Before is not null)
        {
            var end = Before.Length == 0 ? items.Count : Preceding(items, id, Before, inclusive: false);
            return (Math.Max(0, end - count), Math.Min(end, count));
        }

        var first = After is not null ? Preceding(items, id, After, inclusive: true) : Math.Min(Index ?? 0, items.Count);
        return (first, Math.Min(count, items.Count - first));
    }

    /// <summary>The <c>set</c> of an answer; null when the result set is empty, for then the answer is as it is without paging (§2.2).</summary>
    /// <param name="ends">The ids of the first and the last item; null when the page is empty.</param>
    /// <param name="index">The place of the first item.</param>
    /// <param name="total">Items in all.</param>
    public static Element? Answer((string First, string Last)? ends, int index, int total)
    {
        if (total == 0)
            return null;
        var set = new Element("set", Ns.Rsm);
        if (ends is var (first, last))
            set.Add(new Element("first", Ns.Rsm).With("index", index.ToString(CultureInfo.InvariantCulture)).Add(first)).Add("last", last);
        return set.Add("count", total.ToString(CultureInfo.InvariantCulture));
    }

    private static int Preceding<T>(IReadOnlyList<T> items, Func<T, string> id, string mark, bool inclusive)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(id(items[middle]), mark);
            if (order < 0 || (inclusive && order == 0))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static bool TryReadNumber(Element set, string name, out int? number)
    {
        number = null;
        if (set.Child(name, Ns.Rsm)?.Text is not { } text)
            return true;

        // The schema has unsigned numbers of any size.
        if (!ulong.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var any))
            return false;
        number = (int)Math.Min(any, int.MaxValue);
        return true;
    }
}
