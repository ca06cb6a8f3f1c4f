using System.Diagnostics;
using System.Globalization;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Benchmarks.Storage;

/// <summary>
/// What a storage does in a second and how long it takes to answer, as rows of a table. Times are medians. Appending is measured with and without group commit: one record to a
/// commit, each awaited, or as many to a commit as the room's log gathers while the last one is written.
/// </summary>
internal sealed class StorageMeasures(string name, IRoomStore store)
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);

    private readonly MeasuredMessages _messages = new();
    private int rooms;

    /// <summary>One row after another, as it is measured.</summary>
    public async IAsyncEnumerable<string> Run(int archived)
    {
        var archive = await Fill(archived);
        await foreach (var row in Queries(archive, archived))
            yield return row;
        yield return Row("append, one record to a commit", await PerSecond(1, 1), "/s");
        yield return Row("append, group commit of 10", await PerSecond(1, 10), "/s");
        yield return Row("append, group commit of 90", await PerSecond(1, 90), "/s");
        yield return Row("append, 50 rooms at once, one record to a commit", await PerSecond(50, 1), "/s");
        yield return Row("append, 50 rooms at once, group commit of 10", await PerSecond(50, 10), "/s");
        foreach (var members in new[] { 10, 50_000 })
            yield return Row($"one affiliation among {members:N0}", await Affiliation(members), " ms");
    }

    private async IAsyncEnumerable<string> Queries(RoomPartition archive, int archived)
    {
        var middle = (await store.Query(archive, new ArchiveQuery { Most = 50 }, default)).Items[^1].Id;
        for (var i = 0; i < archived / 100; i++)
            middle = (await store.Query(archive, new ArchiveQuery { After = middle, Most = 50 }, default)).Items[^1].Id;
        (string Of, ArchiveQuery Query)[] queries =
        [
            ("first page of 50", new ArchiveQuery { Most = 50 }),
            ("last page of 50", new ArchiveQuery { Most = 50, FromEnd = true }),
            ("page of 50 after the middle", new ArchiveQuery { Most = 50, After = middle }),
            ("page of 50 before the middle", new ArchiveQuery { Most = 50, Before = middle, FromEnd = true }),
            ("last 10 of one author in 100", new ArchiveQuery { Most = 10, With = "author 7", FromEnd = true }),
            ("one by its id", new ArchiveQuery { Most = 1, Ids = [middle] }),
        ];
        foreach (var (of, query) in queries)
            yield return Row($"{of}, of {archived:N0}", await Median(50, () => store.Query(archive, query, default)), " ms");
        if (store.HasFullText)
            yield return Row($"last 10 with a word of one in 1,000, of {archived:N0}", await Median(50, () => store.Query(archive, new ArchiveQuery { Most = 10, Text = "rare7", FromEnd = true }, default)), " ms");
        yield return Row("a room wakes with 1,000 records", await Median(10, () => store.Open(archive, 1, 1000, default)), " ms");
    }

    /// <summary>Records written in a second by rooms that write side by side, each one commit after another.</summary>
    private async Task<double> PerSecond(int side, int batch)
    {
        var partitions = await Task.WhenAll(Enumerable.Range(0, side).Select(_ => Room()));
        long written = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(partitions.Select(async partition =>
        {
            while (watch.Elapsed < Span)
            {
                await store.Commit(partition, 1, new RoomCommit([], _messages.Next(batch)), default);
                Interlocked.Add(ref written, batch);
            }
        }));
        return written / watch.Elapsed.TotalSeconds;
    }

    private async Task<double> Affiliation(int members)
    {
        var partition = await Room();
        foreach (var portion in Enumerable.Range(0, members).Chunk(1_000))
            await store.Commit(partition, 1, new RoomCommit([.. portion.Select(i => new MemberRow(Jid.Parse($"romeo{i}@example.org"), 3, $"romeo{i}", null))], []), default);
        var turn = 0;
        return await Median(200, () => store.Commit(partition, 1, new RoomCommit([new MemberRow(Jid.Parse("nurse@example.org"), (++turn % 2) + 2, null, null)], []), default));
    }

    private async Task<RoomPartition> Fill(int records)
    {
        var partition = await Room();
        for (var written = 0; written < records; written += 90)
            await store.Commit(partition, 1, new RoomCommit([], _messages.Next(Math.Min(90, records - written))), default);
        return partition;
    }

    private async Task<RoomPartition> Room()
    {
        var partition = new RoomPartition(Jid.Parse($"room{Interlocked.Increment(ref rooms)}@conference.example.org"), 1);
        await store.Open(partition, 1, 1, default);
        return partition;
    }

    private static async Task<double> Median(int times, Func<Task> work)
    {
        await work();
        var taken = new double[times];
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await work();
            taken[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(taken);
        return taken[times / 2];
    }

    private string Row(string what, double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {what} | {(value >= 100 ? value.ToString("N0", CultureInfo.InvariantCulture) : value.ToString("0.00", CultureInfo.InvariantCulture))}{unit} |");
}
