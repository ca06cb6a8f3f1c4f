using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;
using Orleans.Storage;

namespace Orleans.Muc.Scenarios.Crash;

/// <summary>The logs of rooms as a data directory has them, read past the server: it must not run on it.</summary>
internal static class StoredLogs
{
    /// <summary>Reads a copy of the directory, so that the server finds the original as its predecessor left it.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<Found>>> ReadCopyAsync(string dataDirectory, IEnumerable<string> rooms)
    {
        using var copy = new Testing.TemporaryDirectory();
        foreach (var file in Directory.GetFiles(dataDirectory))
            File.Copy(file, copy.Inside(Path.GetFileName(file)));
        using var database = SqliteDatabase.Open(copy.Path);
        await using var services = new ServiceCollection().AddSqliteStorage(database).BuildServiceProvider();
        var logs = new Dictionary<string, IReadOnlyList<Found>>(StringComparer.Ordinal);
        foreach (var room in rooms)
            logs.Add(room, await ReadAsync(services, room));
        return logs;
    }

    private static async Task<IReadOnlyList<Found>> ReadAsync(ServiceProvider services, string room)
    {
        var head = new GrainState<RoomHead>(new RoomHead());
        await services.GetRequiredKeyedService<IGrainStorage>(GatewayFeed.GrainStorage).ReadStateAsync("room", GrainId.Create("room", room), head);
        Assert.True(head is { RecordExists: true, State: not null }, $"{room} has no head");
        var (store, partition) = (services.GetRequiredService<IRoomStore>(), new RoomPartition(Jid.Parse(room), head.State!.Incarnation));
        var found = new List<Found>();
        LogRecord[] page = [];
        do
        {
            page = await store.ReadAfter(partition, page.Length == 0 ? null : page[^1].Id, 500, CancellationToken.None);
            found.AddRange(page.Select(Read));
        }
        while (page.Length > 0);
        return found;
    }

    private static Found Read(LogRecord record)
    {
        var message = XElement.Parse(Encoding.UTF8.GetString([.. record.Head, .. record.Tail]));
        return new Found(message.Attribute("id")!.Value, Xml.Text(message, "body"));
    }
}
