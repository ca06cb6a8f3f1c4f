using Microsoft.Extensions.Logging;
using Orleans.Timers;

namespace Orleans.Runtime;

/// <summary>A timer whose ticks are requests of its own activation.</summary>
internal abstract class GrainTimer : IGrainTimer
{
    private readonly Activation _owner;
    private readonly CancellationTokenSource _ended = new();
    private readonly GrainTimerCreationOptions _options;
    private readonly ITimer _timer;
    private TimeSpan _period;
    private bool _isTicking;
    private bool _isChanged;
    private bool _isDisposed;

    protected GrainTimer(Activation owner, GrainTimerCreationOptions options)
    {
        Validate(options.DueTime, options.Period);
        _owner = owner;
        _options = options;
        _period = options.Period;
        _timer = CreateTimer(owner.Silo.Clock);
        owner.Life.Add(this);
        _timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public bool KeepsAlive => _options.KeepAlive;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, period);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _period = period;
        _isChanged = _isTicking;
        _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _timer.Dispose();
            _owner.Life.Remove(this);
            _ended.Cancel();
        }
    }

    protected abstract Task Run(CancellationToken cancellationToken);

    private static void Validate(TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero && dueTime != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(dueTime), dueTime, "A timer is due in the future, or never.");
        }

        if (period < TimeSpan.Zero && period != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "A timer's period is positive, or infinite.");
        }
    }

    // Without the values of the request that happens to create it.
    private ITimer CreateTimer(TimeProvider clock)
    {
        if (!ExecutionContext.IsFlowSuppressed())
        {
            using var suppression = ExecutionContext.SuppressFlow();
            return CreateTimer(clock);
        }

        return clock.CreateTimer(static timer => ((GrainTimer)timer!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void Tick() => _owner.TryReceive(new TickRequest(this, _options.Interleave ? MethodDescriptor.InterleavingTimerTick : MethodDescriptor.TimerTick)
    {
        Reference = _owner.GrainReference,
        Caller = _owner.Silo,
    });

    private async Task OnTick()
    {
        if (_isDisposed)
        {
            return;
        }

        _isTicking = true;
        try
        {
            await Run(_ended.Token);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The timer was disposed of.
        }
        catch (Exception problem)
        {
            _owner.Silo.Log.LogError(problem, "A timer of {GrainId} failed.", _owner.GrainId);
        }

        _isTicking = false;
        if (!_isDisposed && !_isChanged)
        {
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }

        _isChanged = false;
    }

    /// <summary>One tick.</summary>
    internal sealed class TickRequest(GrainTimer timer, MethodDescriptor method) : TaskRequest(method)
    {
        public GrainTimer Timer => timer;

        public override Task Call(object target) => timer.OnTick();
    }
}

internal sealed class GrainTimer<TState>(Activation owner, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    : GrainTimer(owner, options)
{
    protected override Task Run(CancellationToken cancellationToken) => callback(state, cancellationToken);
}

internal sealed class TimerRegistry : ITimerRegistry
{
    public IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
        => new GrainTimer<TState>((Activation)grainContext, callback, state, options);
}
