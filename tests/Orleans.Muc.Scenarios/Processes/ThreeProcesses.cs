using Orleans.Muc.Scenarios.Publishing;
using Orleans.Muc.Testing;
using Orleans.Muc.Testing.Survival;

namespace Orleans.Muc.Scenarios.Processes;

/// <summary>Three servers that all tests share: a test may leave some of them dead, and the next one starts them again.</summary>
public sealed class ThreeProcesses : IAsyncLifetime
{
    private const string Clustering = "Microsoft.Orleans.Clustering.AzureStorage";

    private ProcessSilos? _silos;

    public ValueTask InitializeAsync() => default;

    /// <summary>A story in a town of its own upon three servers that run. When it fails, what the servers wrote last goes with the test's output.</summary>
    internal async Task TellAsync(TownPlan plan, Func<Town, Task> story)
    {
        var silos = await WholeAsync();
        try
        {
            await using var town = await Town.FoundAsync(silos, plan);
            await story(town);
        }
        catch
        {
            TestContext.Current.TestOutputHelper?.WriteLine(silos.LastWords());
            throw;
        }
    }

    /// <summary>Ends a test that needs servers which find each other, where they can't.</summary>
    internal static void SkipWithoutClustering() => Assert.SkipWhen(
        PublishedHost.StandIns.Contains(Clustering),
        $"Skipped, since the server was built with a stand-in for {Clustering}: only the official package lets processes find each other.");

    public async ValueTask DisposeAsync()
    {
        if (_silos is not null)
            await _silos.DisposeAsync();
    }

    private async Task<ProcessSilos> WholeAsync()
    {
        SkipWithoutClustering();
        var azurite = await AzuriteServer.SharedAsync();
        _silos ??= await ProcessSilos.StartAsync(azurite);
        await _silos.StartMissingAsync();
        return _silos;
    }
}
