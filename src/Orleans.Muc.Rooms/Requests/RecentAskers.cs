namespace Orleans.Muc.Rooms;

/// <summary>Who has asked for something lately. Known for as long as the room is in memory.</summary>
internal sealed class RecentAskers
{
    private readonly Dictionary<string, DateTimeOffset> lately = new(StringComparer.Ordinal);

    /// <summary>Whether they may ask now; then they may not again for that long.</summary>
    public bool TryBegin(string asker, DateTimeOffset now, TimeSpan pause)
    {
        foreach (var (old, at) in lately)
            if (now - at >= pause)
                lately.Remove(old);
        return lately.TryAdd(asker, now);
    }
}
