namespace Orleans.Muc.Gateway.Limits;

/// <summary>How much a client may send.</summary>
/// <param name="BytesPerSecond">In the long run; <see cref="Options.GatewayOptions.NoLimit"/>: as much as it likes.</param>
/// <param name="BurstBytes">At once, after a silence.</param>
internal readonly record struct InboundRate(int BytesPerSecond, int BurstBytes);

/// <summary>
/// A token bucket over the bytes a client sends: one that has spent more than it had is not read from until it has made up for it, and TCP holds it back.
/// Nothing is dropped. Used by the loop that reads the connection; <see cref="Release"/> by anybody.
/// </summary>
internal sealed class InboundAllowance(TimeProvider time)
{
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

    /// <summary>Takes the bytes off; completes when more may be read.</summary>
    public ValueTask Spend(long bytes)
    {
        if (rate.BytesPerSecond == Options.GatewayOptions.NoLimit)
            return ValueTask.CompletedTask;
        var now = time.GetTimestamp();
        left = Math.Min(rate.BurstBytes, left + (time.GetElapsedTime(since, now).TotalSeconds * rate.BytesPerSecond)) - bytes;
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
