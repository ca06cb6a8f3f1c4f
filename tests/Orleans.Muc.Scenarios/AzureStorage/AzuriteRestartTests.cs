namespace Orleans.Muc.Scenarios.AzureStorage;

/// <summary>What was acknowledged is still there after kill -9, in tables and blobs.</summary>
public sealed class AzuriteRestartTests(KilledAzuriteServer server) : RestartStories(server), IClassFixture<KilledAzuriteServer>;
