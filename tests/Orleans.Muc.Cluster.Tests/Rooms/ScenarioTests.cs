using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>Every scenario, with its people on gateways of different silos and rooms on either.</summary>
public sealed class ScenarioTests(ScenarioTests.TwoSilos silos) : IClassFixture<ScenarioTests.TwoSilos>
{
    private static readonly string Folder = SourceTree.Inside("tests", "Orleans.Muc.Scenarios", "scripts");

    public static IEnumerable<TheoryDataRow<string>> Scripts() =>
        Directory.EnumerateFiles(Folder, "*.scs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path))
            .Order(StringComparer.Ordinal)
            .Select(path => new TheoryDataRow<string>(path));

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task Passes_across_silos(string script) => new ScenarioRunner(silos.Cluster.Gateways).RunAsync(Path.Combine(Folder, script));

    public sealed class TwoSilos : IAsyncLifetime
    {
        public MucCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await MucCluster.StartAsync(2);

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
