using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Testing.Survival;
using Orleans.TestingHost;

namespace Orleans.Muc.Cluster.Tests.Survival;

/// <summary>The three silos of a test cluster, as what a town stands on.</summary>
internal sealed class TestSilos : ISilos
{
    private readonly ConcurrentDictionary<SiloHandle, TestSilo> _silos = new();
    private readonly MucCluster _cluster;

    private TestSilos(MucCluster cluster) => _cluster = cluster;

    public IReadOnlyList<ISilo> All => [.. _cluster.Silos.Select(Of)];

    public static async Task<TestSilos> StartAsync() => new(await MucCluster.StartAsync(3));

    public Task WakeAsync(string room) => Patiently.Call(() => Cellar.Factory(_cluster).GetGrain<IRoomGrain>(room).Sweep(), Patiently.UntilMoved, TimeProvider.System);

    public ISilo? HomeOf(string room) => _cluster.HomeOf(room) is { } home ? Of(home) : null;

    public Task KillAsync(ISilo silo) => _cluster.KillAsync(HandleOf(silo));

    public bool IsKnownDead(ISilo silo) => _cluster.Silos.Where(other => other != HandleOf(silo))
        .Any(other => MucCluster.Services(other).GetRequiredService<IClusterMembershipService>().CurrentSnapshot.GetSiloStatus(HandleOf(silo).SiloAddress) == SiloStatus.Dead);

    public Task StopAsync(ISilo silo) => _cluster.StopAsync(HandleOf(silo));

    public async Task<ISilo> AddAsync() => Of(await _cluster.AddAsync());

    public async Task<IReadOnlyList<StoredMessage>> LogAsync(string room) =>
        [.. (await _cluster.LogAsync(room)).Select(record => new StoredMessage(record.Id.Value, record.Nick, $"{record.Nick}#{record.Counter} of {record.Session}"))];

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private TestSilo Of(SiloHandle silo) => _silos.GetOrAdd(silo, handle => new TestSilo(handle));

    private static SiloHandle HandleOf(ISilo silo) => ((TestSilo)silo).Handle;

    private sealed class TestSilo(SiloHandle handle) : ISilo
    {
        public SiloHandle Handle => handle;

        public IPEndPoint Gateway => MucCluster.GatewayOf(handle);

        public override string ToString() => handle.ToString();
    }
}
