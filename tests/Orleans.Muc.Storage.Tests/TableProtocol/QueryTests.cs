using Azure;
using Azure.Data.Tables;

namespace Orleans.Muc.Storage.Tests.TableProtocol;

/// <summary>Many entities: which, in what order, and in how large pieces.</summary>
public sealed class QueryTests : TableProtocolTests
{
    [Fact]
    public async Task More_than_fit_into_a_page_come_all_and_in_order()
    {
        const int Most = 1_003;
        foreach (var batch in Enumerable.Range(0, Most).Chunk(100))
            await Table.SubmitTransactionAsync(batch.Select(n => new TableTransactionAction(TableTransactionActionType.Add, Row($"it's {n:d5}", n))), Cancel);

        var pages = await Table.QueryAsync<TableEntity>("PartitionKey eq 'capulet'", cancellationToken: Cancel).AsPages().ToListAsync(Cancel);

        Assert.True(pages.Count > 1);
        Assert.Equal(Enumerable.Range(0, Most), pages.SelectMany(page => page.Values).Select(row => row.GetInt32("Number")!.Value));
        Assert.Equal(Most, await Table.QueryAsync<TableEntity>(cancellationToken: Cancel).CountAsync(Cancel));
    }

    [Fact]
    public async Task A_page_names_the_place_where_the_next_begins()
    {
        await Fill("a", "b'", "c d", "é%", "🌹");

        var first = await Pages(Table.QueryAsync<TableEntity>(maxPerPage: 2, cancellationToken: Cancel).AsPages()).FirstAsync(Cancel);
        var rest = await Table.QueryAsync<TableEntity>(maxPerPage: 2, cancellationToken: Cancel).AsPages(first.ContinuationToken).ToListAsync(Cancel);

        Assert.Equal(["a", "b'"], first.Values.Select(row => row.RowKey));
        Assert.Equal([["c d", "é%"], ["🌹"]], rest.Select(page => page.Values.Select(row => row.RowKey)));
        Assert.Null(rest[^1].ContinuationToken);

        static IAsyncEnumerable<Page<TableEntity>> Pages(IAsyncEnumerable<Page<TableEntity>> pages) => pages;
    }

    [Theory]
    [InlineData("RowKey gt 'b' and RowKey lt 'd'", "c")]
    [InlineData("RowKey ge 'b' and RowKey le 'd'", "b c d")]
    [InlineData("RowKey eq 'b' or RowKey eq 'e'", "b e")]
    [InlineData("RowKey ne 'b' and PartitionKey eq 'capulet'", "a c d e")]
    [InlineData("Number gt 2", "d e")]
    [InlineData("PartitionKey eq 'montague'", "")]
    public async Task A_filter_takes_what_it_says(string filter, string names)
    {
        await Fill("a", "b", "c", "d", "e");

        Assert.Equal(names, string.Join(' ', await Names(filter)));
    }

    [Fact]
    public async Task Values_of_every_type_are_written_into_a_filter_as_it_wants_them()
    {
        var (id, begun) = (Guid.NewGuid(), new DateTimeOffset(2026, 7, 16, 12, 30, 0, TimeSpan.FromHours(2)));
        await Table.AddEntityAsync(
            new TableEntity("capulet", "it's") { ["L"] = 1L << 40, ["I"] = 7, ["Yes"] = true, ["Id"] = id, ["Begun"] = begun, ["D"] = 0.5 }, Cancel);
        await Fill("other");

        foreach (var filter in (FormattableString[])[
            $"RowKey eq {"it's"}", $"L eq {1L << 40}", $"I eq {7}", $"Yes eq {true}", $"Id eq {id}", $"Begun eq {begun}", $"D eq {0.5}"])
        {
            Assert.Equal(["it's"], await Names(TableClient.CreateQueryFilter(filter)));
        }
    }

    [Fact]
    public async Task Only_the_columns_that_are_asked_for_come()
    {
        await Table.AddEntityAsync(new TableEntity("capulet", "juliet") { ["Number"] = 1, ["Secret"] = "romeo" }, Cancel);

        var read = await Table.QueryAsync<TableEntity>(select: ["RowKey", "Number"], cancellationToken: Cancel).SingleAsync(Cancel);
        var got = (await Table.GetEntityAsync<TableEntity>("capulet", "juliet", ["Number"], Cancel)).Value;

        Assert.Equal(("juliet", 1, false), (read.RowKey, read.GetInt32("Number"), read.ContainsKey("Secret")));
        Assert.Equal((1, false, false), (got.GetInt32("Number"), got.ContainsKey("Secret"), got.ContainsKey("RowKey")));
        Assert.NotEqual(default, got.ETag);
    }

    [Fact]
    public async Task A_filter_that_is_none_is_refused() =>
        await Refused(400, "InvalidInput", async () => await Table.QueryAsync<TableEntity>("PartitionKey xx 'p'", cancellationToken: Cancel).CountAsync(Cancel));

    [Fact]
    public async Task Who_gave_up_gets_no_further_page()
    {
        await Fill("a", "b", "c");
        using var patience = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var page in Table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: patience.Token).AsPages())
            {
                Assert.Equal("a", Assert.Single(page.Values).RowKey);
                await patience.CancelAsync();
            }
        });
    }

    private async Task Fill(params string[] names)
    {
        foreach (var (number, name) in names.Index())
            await Table.AddEntityAsync(Row(name, number), Cancel);
    }

    private async Task<List<string>> Names(string filter) =>
        await Table.QueryAsync<TableEntity>(filter, cancellationToken: Cancel).Select(row => row.RowKey).ToListAsync(Cancel);
}
