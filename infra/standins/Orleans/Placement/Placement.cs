using Orleans.Metadata;

namespace Orleans.Runtime
{
    /// <summary>How the silo of a new activation is chosen; its director does the choosing.</summary>
    public abstract class PlacementStrategy
    {
        public virtual bool IsUsingGrainDirectory => true;

        public virtual void Initialize(GrainProperties properties)
        {
        }

        public virtual void PopulateGrainProperties(IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties)
            => properties["placement-strategy"] = GetType().Name;
    }

    /// <summary>A random active silo.</summary>
    public sealed class RandomPlacement : PlacementStrategy;

    /// <summary>The silo of the caller.</summary>
    public sealed class PreferLocalPlacement : PlacementStrategy;

    /// <summary>The silo the identity hashes to.</summary>
    public sealed class HashBasedPlacement : PlacementStrategy;
}

namespace Orleans.Runtime.Placement
{
    /// <summary>Chooses the silo of a new activation. An exception is the answer of the call that needed it.</summary>
    public interface IPlacementDirector
    {
        const string PlacementHintKey = nameof(PlacementHintKey);

        Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context);

        static SiloAddress? GetPlacementHint(Dictionary<string, object> requestContextData, SiloAddress[] compatibleSilos)
            => requestContextData is not null && requestContextData.TryGetValue(PlacementHintKey, out var hint) && hint is SiloAddress silo
                && Array.IndexOf(compatibleSilos, silo) >= 0 ? silo : null;
    }

    /// <summary>What a director chooses from.</summary>
    public interface IPlacementContext
    {
        SiloAddress LocalSilo { get; }

        SiloStatus LocalSiloStatus { get; }

        SiloAddress[] GetCompatibleSilos(PlacementTarget target);

        IReadOnlyDictionary<ushort, SiloAddress[]> GetCompatibleSilosWithVersions(PlacementTarget target);
    }

    /// <summary>What a director chooses for.</summary>
    public readonly struct PlacementTarget(GrainId grainIdentity, Dictionary<string, object> requestContextData, GrainInterfaceType interfaceType, ushort interfaceVersion)
    {
        public GrainId GrainIdentity { get; } = grainIdentity;

        public GrainInterfaceType InterfaceType { get; } = interfaceType;

        public ushort InterfaceVersion { get; } = interfaceVersion;

        public Dictionary<string, object> RequestContextData { get; } = requestContextData;
    }
}
