using Orleans.Muc.AzureStorage;
using Orleans.Muc.Host.Settings;
using Orleans.Muc.LocalStorage;

namespace Orleans.Muc.Host;

/// <summary>The storage that the settings name, open; who opened it closes it.</summary>
internal sealed class OpenStorage : IDisposable
{
    private SqliteDatabase? _file;

    /// <summary>Null with another storage.</summary>
    public AzureStore? Azure { get; private init; }

    /// <exception cref="Abstractions.States.StorageStartException">It can't be used.</exception>
    public static async Task<OpenStorage> OpenAsync(MucSettings settings)
    {
        await Task.Yield();
        return settings switch
        {
            { Azure: { } azure } => new OpenStorage { Azure = await AzureStore.OpenAsync(azure) },
            { Storage: StorageKind.Sqlite } => new OpenStorage { _file = SqliteDatabase.Open(settings.DataDirectory) },
            _ => new OpenStorage(),
        };
    }

    public void AddTo(ISiloBuilder silo)
    {
        if (Azure is not null)
            silo.AddAzureStorage(Azure);
        else if (_file is not null)
            silo.Services.AddSqliteStorage(_file);
        else
            silo.Services.AddMemoryStorage(new MemoryDatabase());
    }

    public void Dispose() => _file?.Dispose();
}
