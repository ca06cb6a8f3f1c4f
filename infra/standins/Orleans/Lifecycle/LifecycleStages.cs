using Orleans.Runtime;

namespace Orleans;

/// <summary>Runs observers stage by stage, upwards at the start, downwards at the stop; those of one stage together.</summary>
internal sealed class LifecycleStages : ISiloLifecycleSubject, IGrainLifecycle
{
    private readonly Lock _gate = new();
    private readonly List<Subscription> _subscriptions = [];
    private int? _highest;

    public int HighestCompletedStage { get; private set; } = int.MinValue;

    public int LowestStoppedStage { get; private set; } = int.MaxValue;

    public bool IsEmpty => _subscriptions.Count == 0;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        var subscription = new Subscription(this, stage, observer);
        lock (_gate)
        {
            if (_highest is not null)
            {
                throw new InvalidOperationException($"{observerName} subscribes to a lifecycle that has started.");
            }

            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    public async Task OnStart(CancellationToken cancellationToken = default)
    {
        Subscription[] subscriptions;
        lock (_gate)
        {
            _highest = int.MinValue;
            subscriptions = [.. _subscriptions];
        }

        foreach (var stage in subscriptions.GroupBy(s => s.Stage).OrderBy(s => s.Key))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                throw new OrleansLifecycleCanceledException($"The start was cancelled before stage {stage.Key}.");
            }

            _highest = stage.Key;
            await Task.WhenAll(stage.Select(s => Run(() => s.Observer.OnStart(cancellationToken))).ToArray());
            HighestCompletedStage = stage.Key;
        }
    }

    public async Task OnStop(CancellationToken cancellationToken = default)
    {
        if (_highest is not { } highest)
        {
            return;
        }

        Subscription[] subscriptions;
        lock (_gate)
        {
            subscriptions = [.. _subscriptions];
        }

        foreach (var stage in subscriptions.Where(s => s.Stage <= highest).GroupBy(s => s.Stage).OrderByDescending(s => s.Key))
        {
            try
            {
                await Task.WhenAll(stage.Select(s => Run(() => s.Observer.OnStop(cancellationToken))).ToArray());
            }
            catch (Exception)
            {
                // One that fails to stop must not keep the others from stopping.
            }

            LowestStoppedStage = stage.Key;
        }
    }

    public void AddMigrationParticipant(IGrainMigrationParticipant participant)
    {
        // Activations don't move in one process.
    }

    public void RemoveMigrationParticipant(IGrainMigrationParticipant participant)
    {
        // See above.
    }

    private static async Task Run(Func<Task> step) => await step();

    private sealed record Subscription(LifecycleStages Owner, int Stage, ILifecycleObserver Observer) : IDisposable
    {
        public void Dispose()
        {
            lock (Owner._gate)
            {
                Owner._subscriptions.RemoveAll(s => ReferenceEquals(s, this));
            }
        }
    }
}
