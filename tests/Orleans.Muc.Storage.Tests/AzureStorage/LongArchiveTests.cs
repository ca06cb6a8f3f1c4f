using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.AzureStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

/// <summary>What is asked of a long archive costs what is wanted of it, not what it holds.</summary>
public sealed class LongArchiveTests : IAsyncLifetime
{
    private static readonly RoomPartition Verona = new(Jid.Parse("verona@rooms.example"), 1);
    private static readonly Jid Romeo = Jid.Parse("romeo@montague.example");
    private readonly Traffic traffic = new();
    private AzureStorageOptions? account;
    private ServiceProvider? services;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IRoomStore Rooms => services!.GetRequiredService<IRoomStore>();

    private IUserArchive Archive => services!.GetRequiredService<IUserArchive>();

    public async ValueTask InitializeAsync()
    {
        account = await AzuriteAccount.NewAsync();
        services = await ProcessAsync();
    }

    public ValueTask DisposeAsync() => services?.DisposeAsync() ?? default;

    [Fact]
    public async Task Who_opens_a_room_whose_log_is_not_yet_trimmed_to_the_end_reads_the_newest_only()
    {
        await WriteLog(900, 4000);
        Assert.Equal(50, await Rooms.Trim(Verona, Id(890), 50, Cancel));

        Assert.InRange(await ReceivedBy(() => Newest(200)), 200 * 4000, 900 * 4000);
    }

    [Fact]
    public async Task Who_reads_a_log_without_marks_backwards_gets_each_page_and_its_rows_only()
    {
        await WriteLog(900, 4000);
        var table = new TableServiceClient(account!.ConnectionString).GetTableClient(account.RoomsTable);
        await foreach (var mark in table.QueryAsync<TableEntity>("RowKey ge 'b-' and RowKey lt 'b.'", cancellationToken: Cancel))
            await table.DeleteEntityAsync(mark, cancellationToken: Cancel);

        var received = await ReceivedBy(() => Newest(20));
        var page = await Rooms.Query(Verona, new ArchiveQuery { Most = 700, MostBytes = 9000, FromEnd = true, Before = Id(800) }, Cancel);

        Assert.InRange(received, 20 * 4000, 900 * 5600 * 3 / 4);
        Assert.Equal([Id(798), Id(799)], page.Items.Select(record => record.Id));
        Assert.False(page.IsComplete);
    }

    [Fact]
    public async Task A_busy_hour_of_a_user_is_not_read_for_its_newest_messages()
    {
        foreach (var part in Enumerable.Range(1, 600).Chunk(49))
            await Archive.Append(Romeo, [.. part.Select(n => Message(n, 4000))], Cancel);

        var received = await ReceivedBy(async () =>
        {
            var page = await Archive.Query(Romeo, new ArchiveQuery { Most = 10, FromEnd = true }, Cancel);
            Assert.Equal(Enumerable.Range(591, 10).Select(Id), page.Items.Select(message => message.Id));
        });

        Assert.InRange(received, 10 * 4000, 600 * 4000 * 3 / 4);
    }

    [Fact]
    public async Task Whether_messages_are_there_is_learnt_without_reading_them()
    {
        await WriteLog(40, 20_000);

        Assert.InRange(await ReceivedBy(async () => Assert.Equal([Id(99)], await Rooms.Missing(Verona, [Id(1), Id(20), Id(40), Id(99)], Cancel))), 1, 20_000);
        Assert.InRange(await ReceivedBy(async () => Assert.Equal([Id(99)], await Rooms.Missing(Verona, [.. Enumerable.Range(1, 40).Append(99).Select(Id)], Cancel))), 1, 20_000);
    }

    [Theory]
    [InlineData(false, 1, 2)]
    [InlineData(true, 99, 100)]
    public async Task Of_many_messages_by_their_ids_only_those_of_the_page_are_read(bool fromEnd, int first, int second)
    {
        await WriteLog(100, 2);
        traffic.Clear();

        var page = await Rooms.Query(Verona, new ArchiveQuery { Most = 2, FromEnd = fromEnd, Ids = [.. Enumerable.Range(1, 100).Reverse().Select(Id)] }, Cancel);

        Assert.Equal([Id(first), Id(second)], page.Items.Select(record => record.Id));
        Assert.False(page.IsComplete);
        Assert.InRange(traffic.Asked.Length, 1, 10);
    }

    [Fact]
    public async Task What_was_looked_through_for_unserved_records_is_not_looked_through_by_the_next_process()
    {
        await Rooms.Open(Verona, 1, 0, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], [.. Enumerable.Range(1, 6).Select(n => Record(n, 2) with { Served = n % 2 == 0 })]), Cancel);
        Assert.Equal(2, await Rooms.TrimUnserved(Verona, Id(4), 100, Cancel));

        await using var next = await ProcessAsync();
        traffic.Clear();
        Assert.Equal(1, await next.GetRequiredService<IRoomStore>().TrimUnserved(Verona, Id(6), 100, Cancel));

        Assert.DoesNotContain(traffic.Asked, address => address.Contains("RowKey ge 'r-'", StringComparison.Ordinal));
        Assert.Contains(traffic.Asked, address => address.Contains("RowKey ge 'r-" + Id(4).Value, StringComparison.Ordinal));
        await Rooms.Delete(Verona, Cancel);
        Assert.Empty(await Rows(account!.RoomsTable));
    }

    [Fact]
    public async Task Who_asks_for_no_messages_learns_how_many_there_are()
    {
        await Archive.Append(Romeo, [.. Enumerable.Range(1, 30).Select(n => Message(n, 2))], Cancel);

        Assert.Equal(30, (await Archive.Query(Romeo, new ArchiveQuery { Most = 0 }, Cancel)).Total);
        Assert.Equal(20, (await Archive.Query(Romeo, new ArchiveQuery { Most = 0, FromEnd = true, After = Id(10) }, Cancel)).Total);
        Assert.Null((await Archive.Query(Romeo, new ArchiveQuery { Most = 0, CountsTotal = false }, Cancel)).Total);
    }

    [Fact]
    public async Task A_long_list_of_messages_is_stored_by_one_transaction_up_to_what_the_seam_allows()
    {
        traffic.Clear();
        ArchivedMessage[] most = [.. Enumerable.Range(1, IUserArchive.MostAppended).Select(n => Message(n << 24, IUserArchive.MostAppendedBytes / IUserArchive.MostAppended))];

        await Archive.Append(Romeo, most, Cancel);

        Assert.Single(traffic.Asked, address => address.EndsWith("$batch", StringComparison.Ordinal));
        Assert.Equal(most.Select(message => message.Id), (await Archive.Query(Romeo, new ArchiveQuery { Most = 100, MostBytes = int.MaxValue }, Cancel)).Items.Select(message => message.Id));
    }

    private static StanzaId Id(int n) => new($"{1_800_000_000_000 + n:x12}00000000000000000000");

    private static LogRecord Record(int n, int bytes) => new(Id(n), "Romeo", Jid.Parse("romeo@montague.example/orchard"), "session-1", n, true, [1, 2, 3], new byte[bytes]);

    private static ArchivedMessage Message(int n, int bytes) => new(Id(n), Jid.Parse("juliet@capulet.example/balcony"), [], new byte[bytes]);

    private async Task Newest(int most)
    {
        var rows = await Rooms.Open(Verona, 1, most, Cancel);
        Assert.Equal(Enumerable.Range(900 - most + 1, most).Select(Id), rows.Newest.Select(record => record.Id));
    }

    private async Task<long> ReceivedBy(Func<Task> reading)
    {
        traffic.Clear();
        await reading();
        return traffic.Received;
    }

    private async Task WriteLog(int records, int bytes)
    {
        await Rooms.Open(Verona, 1, 0, Cancel);
        foreach (var part in Enumerable.Range(1, records).Chunk(90))
            await Rooms.Commit(Verona, 1, new RoomCommit([], [.. part.Select(n => Record(n, bytes))]), Cancel);
    }

    private async Task<List<TableEntity>> Rows(string table)
    {
        List<TableEntity> rows = [];
        await foreach (var row in new TableServiceClient(account!.ConnectionString).GetTableClient(table).QueryAsync<TableEntity>(cancellationToken: Cancel))
            rows.Add(row);
        return rows;
    }

    private async Task<ServiceProvider> ProcessAsync()
    {
        var collection = new ServiceCollection();
        StartedStorage.Register(collection, await AzureStore.OpenAsync(account! with { Configure = options => options.AddPolicy(traffic, HttpPipelinePosition.PerRetry) }, Cancel));
        var made = collection.BuildServiceProvider();
        await StartedStorage.StartAsync(made);
        return made;
    }
}
