namespace Orleans.Muc.Xmpp;

/// <summary>A property of code points, kept as sorted ranges.</summary>
internal sealed class UnicodeRanges<T>
{
    private readonly int[] starts;
    private readonly int[] ends;
    private readonly T[] values;

    public UnicodeRanges(IReadOnlyCollection<(int First, int Last, T Value)> ranges)
    {
        starts = [.. ranges.Select(range => range.First)];
        ends = [.. ranges.Select(range => range.Last)];
        values = [.. ranges.Select(range => range.Value)];
    }

    /// <summary>The property of a code point; <paramref name="otherwise"/> when it lies in no range.</summary>
    public T Get(int codePoint, T otherwise)
    {
        var at = Array.BinarySearch(starts, codePoint);
        if (at < 0)
            at = ~at - 1;
        return at >= 0 && codePoint <= ends[at] ? values[at] : otherwise;
    }

    public bool Contains(int codePoint)
    {
        var at = Array.BinarySearch(starts, codePoint);
        if (at < 0)
            at = ~at - 1;
        return at >= 0 && codePoint <= ends[at];
    }
}
