using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;

namespace Orleans.Runtime;

/// <summary>Finds the silo of a new activation by asking the director of its class's strategy.</summary>
internal sealed class PlacementService(SiloNode silo) : IPlacementContext
{
    private readonly ConcurrentDictionary<Type, IPlacementDirector> _directors = new();

    public SiloAddress LocalSilo => silo.Address;

    public SiloStatus LocalSiloStatus => silo.Membership.CurrentStatus;

    public GrainClass ClassOf(GrainId grainId)
        => GrainCatalog.Find(grainId.Type) ?? throw new ArgumentException($"There is no grain class of type '{grainId.Type}', asked for by {grainId}.");

    public SiloAddress[] GetCompatibleSilos(PlacementTarget target)
    {
        var active = silo.Membership.GetActiveSilos();
        return active.Length > 0 ? active : throw new OrleansException($"There is no active silo to place {target.GrainIdentity} on.");
    }

    public IReadOnlyDictionary<ushort, SiloAddress[]> GetCompatibleSilosWithVersions(PlacementTarget target)
        => new Dictionary<ushort, SiloAddress[]> { [0] = GetCompatibleSilos(target) };

    public async Task<SiloNode> Choose(GrainRequest request)
    {
        var grainId = request.Reference.GrainId;
        var strategy = ClassOf(grainId).Placement;
        var director = _directors.GetOrAdd(strategy.GetType(), Director);
        var target = new PlacementTarget(grainId, request.ContextData ?? [], request.Reference.InterfaceType, 0);
        var address = await director.OnAddActivation(strategy, target, this).ConfigureAwait(false);
        return silo.Cluster.Silos.TryGetValue(address, out var chosen)
            ? chosen
            : throw new SiloUnavailableException($"{grainId} was placed on {address}, which is no silo of the cluster.");
    }

    private IPlacementDirector Director(Type strategy) => silo.Services.GetKeyedService<IPlacementDirector>(strategy)
        ?? throw new OrleansConfigurationException($"There is no placement director for {strategy}: add it with AddPlacementDirector.");
}

/// <summary>A random silo, the same ones for the same calls in the same order.</summary>
internal sealed class RandomPlacementDirector : IPlacementDirector
{
    private readonly Random _random = new(20_220_101);

    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) is { } hint)
        {
            return Task.FromResult(hint);
        }

        lock (_random)
        {
            return Task.FromResult(silos[_random.Next(silos.Length)]);
        }
    }
}

/// <summary>The silo that places.</summary>
internal sealed class PreferLocalPlacementDirector(RandomPlacementDirector otherwise) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
        => context.LocalSiloStatus == SiloStatus.Active && IPlacementDirector.GetPlacementHint(target.RequestContextData, context.GetCompatibleSilos(target)) is null
            ? Task.FromResult(context.LocalSilo)
            : otherwise.OnAddActivation(strategy, target, context);
}

/// <summary>The silo that the identity hashes to.</summary>
internal sealed class HashBasedPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        return Task.FromResult(IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) ?? silos[target.GrainIdentity.GetUniformHashCode() % (uint)silos.Length]);
    }
}
