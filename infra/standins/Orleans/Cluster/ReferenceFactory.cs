using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>Makes the references of one node.</summary>
internal sealed class ReferenceFactory(ClusterNode node)
{
    private readonly ConcurrentDictionary<(GrainType, InterfaceInfo), GrainReferenceShared> _shared = new();

    public GrainReference Create(GrainId grainId, InterfaceInfo face) => face.CreateReference(Shared(grainId.Type, face), grainId.Key);

    public GrainReferenceShared Shared(GrainType type, InterfaceInfo face)
        => _shared.TryGetValue((type, face), out var known) ? known : _shared.GetOrAdd((type, face), new GrainReferenceShared(type, face, node));
}
