namespace Orleans.Runtime;

/// <summary>Ends the activations of a silo that have been idle for longer than they may.</summary>
internal sealed class ActivationCollector(SiloNode silo) : IDisposable
{
    private readonly Dictionary<Activation, (int Begun, DateTimeOffset Since)> _idle = [];
    private ITimer? _timer;

    public void Start()
        => _timer = silo.Clock.CreateTimer(static collector => ((ActivationCollector)collector!).Collect(), this, silo.Collection.CollectionQuantum, silo.Collection.CollectionQuantum);

    public void Dispose() => _timer?.Dispose();

    private void Collect()
    {
        lock (_idle)
        {
            var now = silo.Clock.GetUtcNow();
            foreach (var activation in silo.Cluster.Directory.Of(silo))
            {
                if (activation.Class.IsKeptAlive)
                {
                    continue;
                }

                var begun = activation.Gate.Begun;
                if (!_idle.TryGetValue(activation, out var seen) || seen.Begun != begun || !activation.Gate.IsIdle)
                {
                    _idle[activation] = (begun, now);
                }
                else if (now - seen.Since >= AgeOf(activation.Class) && !(activation.Life.KeptUntil > now))
                {
                    activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "The activation was idle."));
                }
            }

            foreach (var ended in _idle.Keys.Where(a => a.Life.State == ActivationState.Ended).ToList())
            {
                _idle.Remove(ended);
            }
        }
    }

    private TimeSpan AgeOf(GrainClass grainClass)
        => silo.Collection.ClassSpecificCollectionAge.TryGetValue(grainClass.Type.FullName!, out var age) ? age : grainClass.CollectionAge ?? silo.Collection.CollectionAge;
}
