using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Orleans.Muc.Cluster.Tests.Semantics;

/// <summary>A cluster of several silos for one test, which may stop and kill them.</summary>
internal sealed class Towns : IAsyncDisposable
{
    private Towns(TestCluster cluster) => Cluster = cluster;

    public TestCluster Cluster { get; }

    /// <summary>The cluster as the first silo, which is never killed, sees it.</summary>
    public IGrainFactory Inside => Services.GetRequiredService<IGrainFactory>();

    public IClusterMembershipService Membership => Services.GetRequiredService<IClusterMembershipService>();

    private IServiceProvider Services => Cluster.GetSiloServiceProvider(Cluster.Primary!.SiloAddress);

    public static async Task<Towns> Found(short silos)
    {
        var builder = new TestClusterBuilder(silos);
        builder.AddSiloBuilderConfigurator<Configurator>();
        var cluster = builder.Build();
        await cluster.DeployAsync();
        await cluster.WaitForLivenessToStabilizeAsync();
        await cluster.WaitForClusterManifestToStabilizeAsync();
        return new Towns(cluster);
    }

    /// <summary>A town of that name, with a number that puts it on the silo.</summary>
    public async Task<ITownGrain> On(SiloHandle silo, string name)
    {
        for (var i = 0; i < 200; i++)
        {
            var town = Inside.GetGrain<ITownGrain>($"{name}-{i}");
            if (silo.SiloAddress.Equals(await town.Where().Soon()))
            {
                return town;
            }
        }

        throw new InvalidOperationException($"None of 200 towns was placed on {silo.SiloAddress}.");
    }

    public async Task Sees(SiloHandle silo, SiloStatus status)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var snapshot in Membership.MembershipUpdates.WithCancellation(end.Token))
        {
            if (snapshot.GetSiloStatus(silo.SiloAddress) == status)
            {
                return;
            }
        }
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    private sealed class Configurator : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder)
        {
            siloBuilder.Services.AddPlacementDirector<AtItsPost, AtItsPostDirector>();
            siloBuilder.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(15));
            siloBuilder.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromSeconds(1);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
        }
    }
}
