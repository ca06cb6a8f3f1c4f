using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace Orleans.Muc.AzureStorage.Keys;

/// <summary>Reading the rows of a partition, in the order of their keys.</summary>
internal static class RangeReads
{
    private const int PageSize = 1000;

    /// <summary>A service answers single rows fastest when asked for each; a condition with many keys reads the whole partition.</summary>
    public const int AtOnce = 16;

    /// <summary>Keys read for each that is sought, before they are taken to be scattered.</summary>
    private const int MostBetween = 4;

    /// <summary>Changes in one transaction.</summary>
    private const int MostAtOnce = 100;

    private static readonly string[] OnlyKeys = ["PartitionKey", "RowKey"];

    /// <summary>Rows of a range.</summary>
    public static AsyncPageable<TableEntity> Range(this TableClient table, KeyRange range, CancellationToken cancellation) => table.QueryAsync<TableEntity>(
        TableClient.CreateQueryFilter($"PartitionKey eq {range.Partition} and RowKey ge {range.From} and RowKey lt {range.To}") + range.Condition,
        Math.Clamp(range.PageSize, 1, PageSize),
        range.KeysOnly ? OnlyKeys : null,
        cancellation);

    public static async Task<List<TableEntity>> All(this TableClient table, KeyRange range, CancellationToken cancellation)
    {
        List<TableEntity> rows = [];
        await foreach (var row in table.Range(range, cancellation))
            rows.Add(row);
        return rows;
    }

    /// <summary>Which of the keys of one partition have a row. Many that lie close together are read at once; never more than keys.</summary>
    /// <param name="table">The table.</param>
    /// <param name="kind">Their partition, and what else has to hold of them; from where to where does not matter.</param>
    /// <param name="keys">Those sought, each once.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<HashSet<string>> There(this TableClient table, KeyRange kind, IEnumerable<string> keys, CancellationToken cancellation)
    {
        string[] sought = [.. keys.Order(StringComparer.Ordinal)];
        if (sought.Length == 0)
            return [];
        var range = kind with { From = sought[0], To = sought[^1] + "!", KeysOnly = true };
        return sought.Length > AtOnce && await TryRange(table, range, sought.Length * MostBetween, cancellation) is { } there ? there : await OneByOne(table, range, sought, cancellation);
    }

    /// <summary>Without those that do nothing, for rows that are there, or are not.</summary>
    public static async Task<List<RowChange>> LeaveOutMoot(this TableClient table, IReadOnlyList<RowChange> changes, CancellationToken cancellation)
    {
        HashSet<string> there = [];
        // Rows of a kind lie together: new records, the rows of a journal.
        foreach (var kind in changes.Where(change => change.Kind != ChangeKind.Put).GroupBy(change => change.Kind))
            there.UnionWith(await table.There(new KeyRange(kind.First().Row.PartitionKey, "", ""), kind.Select(change => change.Row.RowKey), cancellation));
        return [.. changes.Where(change => !change.IsMoot(there.Contains(change.Row.RowKey)))];
    }

    /// <summary>Deletes rows of one partition, those that are gone already included.</summary>
    public static async Task DeleteAll(this TableClient table, IEnumerable<ITableEntity> rows, CancellationToken cancellation)
    {
        foreach (var part in rows.Chunk(MostAtOnce))
        {
            try
            {
                await table.SubmitTransactionAsync(part.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellation);
            }
            catch (RequestFailedException gone) when (gone.Status == 404)
            {
                foreach (var row in part)
                    await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
            }
        }
    }

    /// <summary>A row, or null.</summary>
    public static async Task<TableEntity?> Find(this TableClient table, string partition, string key, CancellationToken cancellation)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>The keys of a range; null when it has too many.</summary>
    private static async Task<HashSet<string>?> TryRange(TableClient table, KeyRange range, int most, CancellationToken cancellation)
    {
        HashSet<string> there = [];
        await foreach (var row in table.Range(range with { PageSize = most }, cancellation))
        {
            there.Add(row.RowKey);
            if (there.Count > most)
                return null;
        }

        return there;
    }

    private static async Task<HashSet<string>> OneByOne(TableClient table, KeyRange range, IEnumerable<string> keys, CancellationToken cancellation)
    {
        var there = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (key, cancellation) =>
        {
            await foreach (var row in table.Range(range with { From = key, To = key + "!" }, cancellation))
                there.Add(row.RowKey);
        });
        return [.. there];
    }
}

/// <summary>Rows of a partition from one key to before another.</summary>
internal sealed record KeyRange(string Partition, string From, string To)
{
    /// <summary>What else has to hold, beginning with <c> and </c>.</summary>
    public string Condition { get; init; } = "";

    /// <summary>Rows fetched at once.</summary>
    public int PageSize { get; init; } = 1000;

    public bool KeysOnly { get; init; }
}
