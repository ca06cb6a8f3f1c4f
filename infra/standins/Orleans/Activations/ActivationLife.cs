using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>Where in its life an activation is.</summary>
internal enum ActivationState
{
    Created,
    Activating,
    Valid,
    Deactivating,
    Ended,
}

/// <summary>The beginning and the end of an activation.</summary>
internal sealed class ActivationLife(Activation owner)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<GrainTimer> _timers = [];
    private IServiceScope? _scope;
    private TaskCompletionSource? _nothingRunning;
    private Task _begun = Task.CompletedTask;
    private int _isEnding;

    public ActivationState State { get; private set; }

    public object? Instance { get; private set; }

    public LifecycleStages Stages { get; } = new();

    public Task Ended => _ended.Task;

    public IServiceProvider Services => _scope?.ServiceProvider ?? throw new InvalidOperationException($"{owner} is not active.");

    /// <summary>Until when the collector leaves the activation alone, by the silo's clock; null for no such time.</summary>
    public DateTimeOffset? KeptUntil { get; private set; }

    /// <summary>Begins the activation; requests wait until it is done.</summary>
    public void Begin()
    {
        State = ActivationState.Activating;
        owner.Scheduler.Post((Action)(() => _begun = Activate()));
    }

    public void End(DeactivationReason reason)
    {
        if (Interlocked.Exchange(ref _isEnding, 1) == 0)
        {
            owner.Scheduler.Post((Action)(() => _ = Deactivate(reason)));
        }
    }

    public void Keep(TimeSpan span)
    {
        var now = owner.Silo.Clock.GetUtcNow();
        KeptUntil = span < TimeSpan.Zero && span != Timeout.InfiniteTimeSpan ? null
            : span == Timeout.InfiniteTimeSpan || span >= DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue
            : now + span;
    }

    public void OnNothingRunning() => _nothingRunning?.TrySetResult();

    public void Add(GrainTimer timer)
    {
        lock (_timers)
        {
            _timers.Add(timer);
        }
    }

    public void Remove(GrainTimer timer)
    {
        lock (_timers)
        {
            _timers.Remove(timer);
        }
    }

    /// <summary>The silo was killed: nothing runs any more.</summary>
    public void Halt()
    {
        owner.Scheduler.Halt();
        StopTimers();
    }

    private async Task Activate()
    {
        try
        {
            _scope = owner.Silo.Services.CreateScope();
            _scope.ServiceProvider.GetRequiredService<ScopedGrainContext>().Context = owner;
            Instance = owner.Class.Create(owner);
            using var timeout = new CancellationTokenSource(owner.Silo.Collection.ActivationTimeout);
            if (!Stages.IsEmpty)
            {
                await Stages.OnStart(timeout.Token);
            }

            if (Instance is IGrainBase grain)
            {
                await grain.OnActivateAsync(timeout.Token);
            }
        }
        catch (Exception problem)
        {
            owner.Silo.Log.LogWarning(problem, "Activating {GrainId} failed.", owner.GrainId);
            await Finish(request => request.Fail(problem));
            return;
        }

        // Whoever asked for the end during the activation gets it first.
        if (Volatile.Read(ref _isEnding) == 0)
        {
            State = ActivationState.Valid;
            owner.Gate.BeginWaiting();
        }
    }

    private async Task Deactivate(DeactivationReason reason)
    {
        await _begun;
        if (State == ActivationState.Ended)
        {
            return;
        }

        State = ActivationState.Deactivating;
        StopTimers();
        if (owner.Gate.IsRunning)
        {
            _nothingRunning = new TaskCompletionSource();
            if (!owner.Gate.IsRunning)
            {
                _nothingRunning.TrySetResult();
            }

            await _nothingRunning.Task;
        }

        using var timeout = new CancellationTokenSource(owner.Silo.Collection.DeactivationTimeout);
        try
        {
            if (Instance is IGrainBase grain)
            {
                await grain.OnDeactivateAsync(reason, timeout.Token).WaitAsync(timeout.Token);
            }

            await Stages.OnStop(timeout.Token);
        }
        catch (Exception problem)
        {
            owner.Silo.Log.LogWarning(problem, "Deactivating {GrainId} failed.", owner.GrainId);
        }

        await Finish(owner.Silo.Forward);
    }

    private async Task Finish(Action<GrainRequest> dispose)
    {
        StopTimers();
        State = ActivationState.Ended;
        owner.Silo.Cluster.Directory.Remove(owner);
        var left = owner.Gate.TakeWaiting();
        left.AddRange(owner.Scheduler.Close());
        foreach (var request in left)
        {
            dispose(request);
        }

        try
        {
            await DisposeInstance();
        }
        catch (Exception problem)
        {
            owner.Silo.Log.LogWarning(problem, "Disposing of {GrainId} failed.", owner.GrainId);
        }

        _ended.TrySetResult();
    }

    private async Task DisposeInstance()
    {
        if (Instance is IAsyncDisposable asyncDisposable)
        {
            await asyncDisposable.DisposeAsync();
        }
        else
        {
            (Instance as IDisposable)?.Dispose();
        }

        if (_scope is IAsyncDisposable scope)
        {
            await scope.DisposeAsync();
        }
    }

    private void StopTimers()
    {
        GrainTimer[] timers;
        lock (_timers)
        {
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }
    }
}

/// <summary>Makes the activation injectable into what is created for it.</summary>
internal sealed class ScopedGrainContext
{
    public Activation? Context { get; set; }
}
