using Microsoft.Extensions.DependencyInjection;
using Orleans.Clustering.AzureStorage;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.States;
using Orleans.Muc.AzureStorage.Archives;
using Orleans.Muc.AzureStorage.Rooms;
using Orleans.Muc.AzureStorage.States;
using Orleans.Storage;

namespace Orleans.Muc.AzureStorage;

/// <summary>Registers a storage account as the storage.</summary>
public static class AzureStorageServices
{
    /// <summary>Orleans' own table storage, which ours is around.</summary>
    private const string States = "muc-states";

    /// <summary><see cref="IRoomStore"/>, <see cref="IUserArchive"/>, <see cref="IStateCatalogue"/>, <see cref="IStorageProbe"/> and the grain storage of <see cref="GatewayFeed.GrainStorage"/>.</summary>
    public static ISiloBuilder AddAzureStorage(this ISiloBuilder silo, AzureStore store)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(store);
        silo.AddAzureTableGrainStorage(States, options =>
        {
            options.TableServiceClient = store.Service;
            options.TableName = store.Options.StatesTable;
            options.DeleteStateOnClear = true;
            options.GrainStorageSerializer = new StateSerializer();
        });
        silo.Services
            .AddSingleton(store)
            .AddSingleton<IRoomStore, AzureRoomStore>()
            .AddSingleton<IUserArchive, AzureUserArchive>()
            .AddSingleton<IStateCatalogue, AzureStateCatalogue>()
            .AddSingleton<IStorageProbe, AzureProbe>()
            .AddKeyedSingleton<IGrainStorage>(GatewayFeed.GrainStorage, (services, _) => new SignedGrainStorage(services.GetRequiredKeyedService<IGrainStorage>(States)));
        return silo;
    }

    /// <summary>Silos that share the account find each other in a table of it.</summary>
    public static ISiloBuilder UseAzureStorageCluster(this ISiloBuilder silo, AzureStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return silo.UseAzureStorageClustering((AzureStorageClusteringOptions options) =>
        {
            options.TableServiceClient = store.Service;
            options.TableName = store.Options.SilosTable;
        });
    }
}
