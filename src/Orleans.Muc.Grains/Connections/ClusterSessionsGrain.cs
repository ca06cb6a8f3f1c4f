using Orleans.Muc.Abstractions.Connections;

namespace Orleans.Muc.Grains.Connections;

/// <inheritdoc cref="IClusterSessionsGrain"/>
[GrainType("muc.cluster-sessions")]
internal sealed class ClusterSessionsGrain(TimeProvider time) : Grain, IClusterSessionsGrain
{
    private readonly SessionSum _sum = new(time);

    public Task<long> Report(SiloAddress silo, long sessions) => Task.FromResult(_sum.Take(silo, sessions));
}
