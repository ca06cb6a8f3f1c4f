using Orleans.Muc.Abstractions.Connections;

namespace Orleans.Muc.Grains.Connections;

/// <inheritdoc cref="IClusterSessionsGrain"/>
[GrainType("muc.cluster-sessions")]
internal sealed class ClusterSessionsGrain(TimeProvider time) : Grain, IClusterSessionsGrain
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(45);

    private readonly Dictionary<SiloAddress, (long Sessions, long Since)> _told = [];

    public Task<long> Report(SiloAddress silo, long sessions)
    {
        _told[silo] = (sessions, time.GetTimestamp());
        foreach (var (gone, (_, since)) in _told)
        {
            if (time.GetElapsedTime(since) > Validity)
                _told.Remove(gone);
        }

        return Task.FromResult(_told.Values.Sum(one => one.Sessions));
    }
}
