using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Orleans.Muc.Cluster.Tests.Semantics;

/// <summary>One silo, shared by the tests that need no more.</summary>
public sealed class OneSiloCluster : IAsyncLifetime
{
    public const string Name = "one silo";
    private readonly TestCluster _cluster;

    public OneSiloCluster()
    {
        var builder = new TestClusterBuilder(1);
        builder.AddSiloBuilderConfigurator<Configurator>();
        _cluster = builder.Build();
    }

    /// <summary>The cluster as code in the silo sees it: calls from here are local ones.</summary>
    public IGrainFactory Inside => Services.GetRequiredService<IGrainFactory>();

    /// <summary>The cluster as a client sees it.</summary>
    public IGrainFactory Outside => _cluster.GrainFactory;

    public IServiceProvider Services => _cluster.GetSiloServiceProvider();

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    private sealed class Configurator : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder
            .AddMemoryGrainStorage("PubSubStore")
            .AddMemoryGrainStorage("ledger")
            .AddMemoryStreams("brook")
            .AddGrainExtension<IWhisperExtension, WhisperExtension>()
            .AddIncomingGrainCallFilter<CountingFilter>()
            .Configure<GrainCollectionOptions>(options =>
            {
                options.CollectionQuantum = TimeSpan.FromSeconds(1);
                options.CollectionAge = TimeSpan.FromSeconds(2);
            });
    }
}

[CollectionDefinition(OneSiloCluster.Name)]
public sealed class OneSiloTests : ICollectionFixture<OneSiloCluster>;
