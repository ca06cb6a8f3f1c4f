using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.AzureStorage;

/// <summary>What was acknowledged is still there after kill -9, in tables and blobs.</summary>
public sealed class AzuriteRestartTests(KilledAzuriteServer server) : RestartStories(server), IClassFixture<KilledAzuriteServer>, IAsyncLifetime
{
    /// <summary>Skips the test where there is no emulator.</summary>
    public async ValueTask InitializeAsync() => await AzuriteServer.SharedAsync();

    public ValueTask DisposeAsync() => default;
}
