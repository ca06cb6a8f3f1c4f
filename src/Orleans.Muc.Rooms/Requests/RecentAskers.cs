namespace Orleans.Muc.Rooms;

/// <summary>Who has asked for something lately. Known for as long as the room is in memory.</summary>
internal sealed class RecentAskers
{
    private readonly Dictionary<string, DateTimeOffset> lately = new(StringComparer.Ordinal);
    private readonly Queue<(string Asker, DateTimeOffset At)> order = new();

    /// <summary>
    /// Whether they may ask now, the last time being that long ago or forgotten; then they may not again for a while. What is past the pause of the day is forgotten, also for
    /// the case that the pause becomes longer.
    /// </summary>
    public bool TryBegin(string asker, DateTimeOffset now, TimeSpan pause)
    {
        while (order.TryPeek(out var first) && IsOver(first.At))
        {
            order.Dequeue();
            if (lately.TryGetValue(first.Asker, out var last) && last == first.At)
                lately.Remove(first.Asker);
        }

        // Where the clock has been put back, the times are in no order.
        if (lately.TryGetValue(asker, out var before) && !IsOver(before))
            return false;
        lately[asker] = now;
        order.Enqueue((asker, now));
        return true;

        bool IsOver(DateTimeOffset at) => now - at >= pause || now < at;
    }

    public void Clear()
    {
        lately.Clear();
        order.Clear();
    }
}
