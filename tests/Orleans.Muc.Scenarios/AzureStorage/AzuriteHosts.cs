using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.AzureStorage;

/// <summary>A server that keeps its data in the emulator.</summary>
public sealed class AzuriteHost() : RunningHost("AzureStorage")
{
    protected override async Task<HostSettings?> KeptAsync(HostSettings settings) => await AzuriteServer.TrySharedAsync() is { } azurite ? settings.With(azurite) : null;
}

/// <summary>One that was killed and started again on the same tables.</summary>
public sealed class KilledAzuriteServer : KilledServer
{
    protected override async Task<HostSettings?> KeptAsync(HostSettings settings) => await AzuriteServer.TrySharedAsync() is { } azurite ? settings.With(azurite) : null;
}
