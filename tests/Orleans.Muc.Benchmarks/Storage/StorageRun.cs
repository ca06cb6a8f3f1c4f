using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.AzureStorage;
using Orleans.Muc.AzureStorage.Rooms;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Benchmarks.Storage;

/// <summary>Measures SQLite on the disk of the temporary folder, then Azure tables: those of a connection string, or else an Azurite of its own.</summary>
/// <remarks>Arguments: how many records the archive has that is asked, and the connection string.</remarks>
internal static class StorageRun
{
    /// <summary>Azurite looks through all rows of a table for every query, which Azure does not.</summary>
    private const int MostInAzurite = 2_000;

    public static async Task Start(IReadOnlyList<string> args)
    {
        var archived = args.Count > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        Console.WriteLine("| storage | what | median |\n|---|---|---|");
        await MeasureSqlite(archived);
        await MeasureAzure(archived, args.Count > 1 ? args[1] : null);
    }

    private static async Task MeasureSqlite(int archived)
    {
        using var folder = new TemporaryDirectory();
        using var database = SqliteDatabase.Open(folder.Path);
        await using var services = new ServiceCollection().AddSqliteStorage(database).BuildServiceProvider();
        await Measure("SQLite", services.GetRequiredService<IRoomStore>(), archived);
    }

    private static async Task MeasureAzure(int archived, string? account)
    {
        await using var azurite = account is null ? await AzuriteServer.StartAsync() : null;
        var options = new AzureStorageOptions
        {
            ConnectionString = account ?? azurite!.ConnectionString,
            RoomsTable = "MeasuredRooms",
            StatesTable = "MeasuredStates",
            ArchivesTable = "MeasuredArchives",
            Container = "measured",
        };
        await Measure(account is null ? "Azurite" : "Azure", new AzureRoomStore(await AzureStore.OpenAsync(options)), account is null ? Math.Min(archived, MostInAzurite) : archived);
    }

    private static async Task Measure(string name, IRoomStore store, int archived)
    {
        await foreach (var row in new StorageMeasures(name, store).Run(archived))
            Console.WriteLine(row);
    }
}
