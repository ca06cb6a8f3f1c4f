using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.AzureStorage;
using Orleans.Muc.Storage.Tests.Moving;
using Orleans.Storage;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

public sealed class MoveToAzurite : MoveConformance, IAsyncLifetime
{
    private ServiceProvider? started;

    public async ValueTask InitializeAsync()
    {
        var collection = new ServiceCollection();
        StartedStorage.Register(collection, await AzureStore.OpenAsync(await AzuriteAccount.NewAsync()));
        started = collection.BuildServiceProvider();
        await StartedStorage.StartAsync(started);
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (started is not null)
            await started.DisposeAsync();
    }

    protected override void Register(IServiceCollection services) => services
        .AddSingleton(started!.GetRequiredService<IRoomStore>())
        .AddSingleton(started!.GetRequiredService<IUserArchive>())
        .AddSingleton(started!.GetRequiredService<IStateCatalogue>())
        .AddKeyedSingleton(GatewayFeed.GrainStorage, started!.GetRequiredKeyedService<IGrainStorage>(GatewayFeed.GrainStorage));
}
