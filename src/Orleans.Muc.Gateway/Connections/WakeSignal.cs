using System.Threading.Tasks.Sources;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>Wakes one waiter; calls while nobody waits count as one. Allocates nothing per wait.</summary>
internal sealed class WakeSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Raised = 1;
    private const int Awaited = 2;

    private ManualResetValueTaskSourceCore<bool> core = new() { RunContinuationsAsynchronously = true };
    private int state;

    /// <summary>From any thread; never runs the waiter on the caller's.</summary>
    public void Raise()
    {
        while (true)
        {
            var seen = Volatile.Read(ref state);
            if (seen == Raised)
                return;
            if (seen == Idle && Interlocked.CompareExchange(ref state, Raised, Idle) == Idle)
                return;
            if (seen == Awaited && Interlocked.CompareExchange(ref state, Idle, Awaited) == Awaited)
            {
                core.SetResult(true);
                return;
            }
        }
    }

    /// <summary>By one waiter at a time.</summary>
    public ValueTask Wait()
    {
        if (Interlocked.CompareExchange(ref state, Idle, Raised) == Raised)
            return ValueTask.CompletedTask;
        core.Reset();
        if (Interlocked.CompareExchange(ref state, Awaited, Idle) == Idle)
            return new ValueTask(this, core.Version);
        Volatile.Write(ref state, Idle);
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token) => core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);
}
