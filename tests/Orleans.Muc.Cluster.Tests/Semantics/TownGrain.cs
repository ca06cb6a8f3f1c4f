using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Orleans.Muc.Cluster.Tests.Semantics;

internal interface ITownGrain : IGrainWithStringKey
{
    Task<SiloAddress> Where();

    Task Wait(string gate);

    Task<SiloAddress> WhereIsMyServant();
}

[RandomPlacement]
internal sealed class TownGrain(ILocalSiloDetails silo) : Grain, ITownGrain
{
    public Task<SiloAddress> Where() => Task.FromResult(silo.SiloAddress);

    public Task Wait(string gate) => Gates.Pass(gate);

    public Task<SiloAddress> WhereIsMyServant() => GrainFactory.GetGrain<IServantGrain>(this.GetPrimaryKeyString()).Where();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Chronicle.Add($"{this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }
}

internal interface IServantGrain : IGrainWithStringKey
{
    Task<SiloAddress> Where();
}

[PreferLocalPlacement]
internal sealed class ServantGrain(ILocalSiloDetails silo) : Grain, IServantGrain
{
    public Task<SiloAddress> Where() => Task.FromResult(silo.SiloAddress);
}

/// <summary>Lives on the silo that its key names, or nowhere.</summary>
internal interface ISentryGrain : IGrainWithStringKey
{
    Task<SiloAddress> Where();
}

[AtItsPost]
[KeepAlive]
[Immovable]
internal sealed class SentryGrain(ILocalSiloDetails silo) : Grain, ISentryGrain
{
    public Task<SiloAddress> Where() => Task.FromResult(silo.SiloAddress);
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class AtItsPostAttribute() : PlacementAttribute(new AtItsPost());

[GenerateSerializer, Immutable]
internal sealed class AtItsPost : PlacementStrategy;

internal sealed class AtItsPostDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var post = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString()!);
        return context.GetCompatibleSilos(target).Contains(post)
            ? Task.FromResult(post)
            : throw new OrleansException($"The post {post} is deserted.");
    }
}
