using Orleans.Muc.Abstractions.Connections;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Orleans.Muc.Grains.Connections;

/// <summary>A grain lives on the silo that its <see cref="ConnectionKey"/> names, or nowhere.</summary>
[GenerateSerializer, Immutable, Alias("muc.silo-pinned")]
internal sealed class SiloPinnedPlacement : PlacementStrategy;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class SiloPinnedAttribute() : PlacementAttribute(new SiloPinnedPlacement());

internal sealed class SiloPinnedDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var text = target.GrainIdentity.Key.ToString();
        if (!ConnectionKey.TryParse(text, out var key))
            throw new OrleansException($"'{text}' is no connection key: expected silo/shard.");
        foreach (var silo in context.GetCompatibleSilos(target))
        {
            if (silo.Equals(key.Value.Silo))
                return Task.FromResult(silo);
        }

        throw new OrleansException($"Silo {key.Value.Silo} is not active: the connections of {text} are gone.");
    }
}
