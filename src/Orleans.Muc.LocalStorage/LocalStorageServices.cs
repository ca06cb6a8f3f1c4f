using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.States;
using Orleans.Muc.LocalStorage.Memory;
using Orleans.Muc.LocalStorage.Sqlite;
using Orleans.Storage;

namespace Orleans.Muc.LocalStorage;

/// <summary>Registers a storage: <see cref="IRoomStore"/>, <see cref="IUserArchive"/>, <see cref="IStateCatalogue"/>, <see cref="IStorageProbe"/> and the grain storage of <see cref="GatewayFeed.GrainStorage"/>.</summary>
public static class LocalStorageServices
{
    /// <summary>
    /// One file in <paramref name="dataDirectory"/>, opened when the host starts and let go when it is disposed. Starting throws
    /// <see cref="StorageStartException"/> when the file can't be used.
    /// </summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string dataDirectory) =>
        services.AddSingleton(_ => SqliteDatabase.Open(dataDirectory)).AddSqlite();

    /// <summary>A database that is open already, for several silos in one process; who opened it closes it.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, SqliteDatabase shared) =>
        services.AddSingleton(shared).AddSqlite();

    /// <summary>Rows that live as long as <paramref name="shared"/>, for tests.</summary>
    public static IServiceCollection AddMemoryStorage(this IServiceCollection services, MemoryDatabase shared) => services
        .AddSingleton<IRoomStore>(new MemoryRoomStore(shared))
        .AddSingleton<IUserArchive>(new MemoryUserArchive(shared))
        .AddSingleton<IStateCatalogue>(new MemoryStateCatalogue(shared))
        .AddSingleton<IStorageProbe>(new MemoryProbe())
        .AddKeyedSingleton<IGrainStorage>(GatewayFeed.GrainStorage, new MemoryGrainStorage(shared));

    private static IServiceCollection AddSqlite(this IServiceCollection services) => services
        .AddSingleton<IRoomStore, SqliteRoomStore>()
        .AddSingleton<IUserArchive, SqliteUserArchive>()
        .AddSingleton<IStateCatalogue, SqliteStateCatalogue>()
        .AddSingleton<IStorageProbe, SqliteProbe>()
        .AddKeyedSingleton<IGrainStorage>(GatewayFeed.GrainStorage, (provider, _) => new SqliteGrainStorage(provider.GetRequiredService<SqliteDatabase>()))
        .AddHostedService<OpenAtStart>()
        .AddHostedService<WordIndexing>();

    /// <summary>Needs the database, so a host that can't have it says so before it serves anybody.</summary>
    private sealed class OpenAtStart(SqliteDatabase database) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(database);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
