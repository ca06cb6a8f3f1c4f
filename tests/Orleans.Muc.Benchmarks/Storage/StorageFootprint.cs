using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.AzureStorage;
using Orleans.Muc.AzureStorage.Rooms;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Benchmarks.Storage;

/// <summary>
/// What a stored message takes of an Azure account, as docs/sizing.md counts it: bytes in the table by the published formula, rows, transactions (requests that are billed), and processor
/// time of the silo. Asks an Azurite of its own; the answers but the last would be the same of Azure.
/// </summary>
internal static class StorageFootprint
{
    private const int Messages = 2_000;

    public static async Task Start()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        Console.WriteLine("| | bytes each | rows each | transactions each | processor time each, µs |\n|---|---|---|---|---|");
        foreach (var batch in new[] { 1, 10, 90 })
            Console.WriteLine(await Measure(azurite.ConnectionString, batch));
    }

    private static async Task<string> Measure(string account, int batch)
    {
        var requests = new Counter();
        var options = new AzureStorageOptions
        {
            ConnectionString = account,
            RoomsTable = $"Footprint{batch}",
            Container = "footprint",
            Configure = client => client.AddPolicy(requests, HttpPipelinePosition.PerRetry),
        };
        var azure = await AzureStore.OpenAsync(options);
        var store = new AzureRoomStore(azure);
        var partition = new RoomPartition(Jid.Parse("hello@conference.example.org"), 1);
        await store.Open(partition, 1, 1, default);
        var messages = new MeasuredMessages();
        var before = await Stored(azure);
        var (asked, busy) = (requests.Count, Environment.CpuUsage.TotalTime);
        for (var written = 0; written < Messages; written += batch)
            await store.Commit(partition, 1, new RoomCommit([], messages.Next(batch)), default);
        var (transactions, spent) = (requests.Count - asked, Environment.CpuUsage.TotalTime - busy);
        var after = await Stored(azure);
        double count = (Messages + batch - 1) / batch * batch;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {batch} {(batch == 1 ? "message" : "messages")} to a commit | {(after.Bytes - before.Bytes) / count:0} | {(after.Rows - before.Rows) / count:0.000} | {transactions / count:0.000} | {spent.TotalMicroseconds / count:0} |");
    }

    private static async Task<(long Rows, long Bytes)> Stored(AzureStore azure)
    {
        long rows = 0, bytes = 0;
        await foreach (var row in azure.Rooms.QueryAsync<TableEntity>())
        {
            rows++;
            bytes += Size(row);
        }

        return (rows, bytes);
    }

    /// <summary>What a row is billed as: 4 bytes, its keys, its time stamp, and of each property 8 bytes, its name and its value; text has two bytes a character.</summary>
    private static long Size(TableEntity row) =>
        4 + (2L * (row.PartitionKey.Length + row.RowKey.Length)) + row.Where(property => property.Key is not ("PartitionKey" or "RowKey" or "odata.etag")).Sum(property => 8 + (2L * property.Key.Length) + Size(property.Value));

    private static long Size(object? value) => value switch
    {
        string text => (2L * text.Length) + 4,
        byte[] bytes => bytes.Length + 4,
        BinaryData bytes => bytes.ToMemory().Length + 4,
        bool => 1,
        int => 4,
        Guid => 16,
        _ => 8,
    };

    /// <summary>Counts what goes out, repeated tries included.</summary>
    private sealed class Counter : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);
    }
}
