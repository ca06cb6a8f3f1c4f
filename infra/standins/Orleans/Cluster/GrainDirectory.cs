using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>Which activation answers for a grain.</summary>
internal sealed class GrainDirectory
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();

    public IEnumerable<Activation> All => _activations.Select(entry => entry.Value);

    public bool TryFind(GrainId grainId, [NotNullWhen(true)] out Activation? activation) => _activations.TryGetValue(grainId, out activation);

    public IEnumerable<Activation> Of(SiloNode silo) => All.Where(activation => ReferenceEquals(activation.Silo, silo));

    /// <summary>Registers the activation unless there is one; the one that is registered then.</summary>
    public Activation Add(Activation activation) => _activations.GetOrAdd(activation.GrainId, activation);

    public void Remove(Activation activation) => _activations.TryRemove(KeyValuePair.Create(activation.GrainId, activation));
}
