using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Benchmarks.Storage;

/// <summary>Measures SQLite on the disk of the temporary folder.</summary>
internal static class StorageRun
{
    public static async Task Start(IReadOnlyList<string> args)
    {
        var archived = args.Count > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        Console.WriteLine("| storage | what | median |\n|---|---|---|");
        using var folder = new TemporaryDirectory();
        using var database = SqliteDatabase.Open(folder.Path);
        await Measure("SQLite", new ServiceCollection().AddSqliteStorage(database), archived);
    }

    private static async Task Measure(string name, IServiceCollection services, int archived)
    {
        await using var provider = services.BuildServiceProvider();
        await foreach (var row in new StorageMeasures(name, provider.GetRequiredService<IRoomStore>()).Run(archived))
            Console.WriteLine(row);
    }
}
