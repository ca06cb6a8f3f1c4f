namespace Orleans.Muc.Gateway.Limits;

/// <summary>
/// How often something has happened lately, per key: a count of this window, and of the one before as far as it still reaches into the last window's length. Any thread.
/// Bounded: above <see cref="Capacity"/> keys a window ends early, so at most twice as many are held; who makes up keys only makes the memory shorter, never larger.
/// </summary>
internal sealed class RecentCounts<TKey>(TimeSpan window, TimeProvider time)
    where TKey : notnull
{
    /// <summary>Keys of one window.</summary>
    public const int Capacity = 32_768;

    private readonly Lock gate = new();
    private Dictionary<TKey, int> now = [];
    private Dictionary<TKey, int> before = [];
    private long began = time.GetTimestamp();

    /// <summary>Keys held.</summary>
    public int Held
    {
        get
        {
            lock (gate)
                return now.Count + before.Count;
        }
    }

    /// <summary>Whether it has happened at least so often within the window's length; never when that is <see cref="Options.GatewayOptions.NoLimit"/>.</summary>
    public bool HasReached(int limit, TKey key)
    {
        if (limit == Options.GatewayOptions.NoLimit)
            return false;
        lock (gate)
            return Count(key) >= limit;
    }

    public void Add(TKey key)
    {
        lock (gate)
            AddLocked(key);
    }

    /// <summary>Adds one unless the limit is reached.</summary>
    public bool TryAdd(int limit, TKey key)
    {
        if (limit == Options.GatewayOptions.NoLimit)
            return true;
        lock (gate)
        {
            if (Count(key) >= limit)
                return false;
            AddLocked(key);
            return true;
        }
    }

    public void Forget(TKey key)
    {
        lock (gate)
        {
            now.Remove(key);
            before.Remove(key);
        }
    }

    private double Count(TKey key)
    {
        Turn();
        var past = 1 - (time.GetElapsedTime(began) / window);
        return now.GetValueOrDefault(key) + (before.GetValueOrDefault(key) * Math.Max(0, past));
    }

    private void AddLocked(TKey key)
    {
        Turn();
        now[key] = now.GetValueOrDefault(key) + 1;
    }

    private void Turn()
    {
        var elapsed = time.GetElapsedTime(began);
        if (elapsed < window && now.Count < Capacity)
            return;
        before = elapsed < 2 * window ? now : [];
        now = [];
        began = time.GetTimestamp();
    }
}
