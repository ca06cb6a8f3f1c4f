using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.AzureStorage;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

public sealed class AzuriteConformance : GrainStorageConformance, IAsyncLifetime
{
    private AzureStore? store;

    public async ValueTask InitializeAsync()
    {
        store = await AzureStore.OpenAsync(await AzuriteAccount.NewAsync());
        await StartedStorage.StartAsync(Services);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    protected override void Register(IServiceCollection services) => StartedStorage.Register(services, store!);
}
