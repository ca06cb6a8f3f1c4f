namespace Orleans.Muc.Gateway.Limits;

/// <summary>How much a client may send.</summary>
/// <param name="BytesPerSecond">In the long run; <see cref="Options.GatewayOptions.NoLimit"/>: as much as it likes.</param>
/// <param name="BurstBytes">At once, after a silence.</param>
internal readonly record struct InboundRate(int BytesPerSecond, int BurstBytes);

/// <summary>
/// A token bucket over the bytes a client sends, in which an item of the stream counts as <see cref="LeastPerItem"/> at least, because small ones cost the server as much as larger ones:
/// a client that has spent more than it had is not read from until it has made up for it, and TCP holds it back. Nothing is dropped. Used by the loop that reads the connection; <see cref="Release"/> by anybody.
/// </summary>
internal sealed class InboundAllowance(TimeProvider time)
{
    /// <summary>Bytes that a stanza, or another item of the stream, takes off when it is shorter: about what a line of chat measures with its envelope and ids.</summary>
    public const int LeastPerItem = 512;

    private static readonly TaskCompletionSource Released = new();

    private TaskCompletionSource? waking;
    private InboundRate rate;
    private double left;
    private long since;

    /// <summary>Begins anew, with the whole burst.</summary>
    public void Grant(InboundRate granted)
    {
        rate = granted;
        left = granted.BurstBytes;
        since = time.GetTimestamp();
    }

    /// <summary>Takes what was read off; completes when more may be read.</summary>
    public ValueTask Spend(long bytes, int items = 0)
    {
        if (rate.BytesPerSecond == Options.GatewayOptions.NoLimit)
            return ValueTask.CompletedTask;
        var now = time.GetTimestamp();
        left = Math.Min(rate.BurstBytes, left + (time.GetElapsedTime(since, now).TotalSeconds * rate.BytesPerSecond)) - Math.Max(bytes, (long)items * LeastPerItem);
        since = now;
        return left >= 0 ? ValueTask.CompletedTask : new ValueTask(Pause(TimeSpan.FromSeconds(-left / rate.BytesPerSecond)));
    }

    /// <summary>Ends the pause, if there is one, and every later one: the connection is closing.</summary>
    public void Release() => Interlocked.Exchange(ref waking, Released)?.TrySetResult();

    private async Task Pause(TimeSpan pause)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref waking, mine, null) is not null)
            return;
        await using var timer = time.CreateTimer(static over => ((TaskCompletionSource)over!).TrySetResult(), mine, pause, Timeout.InfiniteTimeSpan);
        await mine.Task;
        Interlocked.CompareExchange(ref waking, null, mine);
    }
}
