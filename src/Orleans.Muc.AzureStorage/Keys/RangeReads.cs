using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace Orleans.Muc.AzureStorage.Keys;

/// <summary>Reading the rows of a partition, in the order of their keys.</summary>
internal static class RangeReads
{
    private const int PageSize = 1000;

    /// <summary>A service answers single rows fastest when asked for each; a condition with many keys reads the whole partition.</summary>
    private const int AtOnce = 16;

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

    /// <summary>Which rows of one partition exist, by their keys. Many that lie close together are read at once.</summary>
    public static async Task<HashSet<string>> There(this TableClient table, IEnumerable<ITableEntity> rows, CancellationToken cancellation)
    {
        ITableEntity[] sought = [.. rows];
        return sought.Length > AtOnce && await TryRange(table, sought, cancellation) is { } range ? range : await OneByOne(table, sought, cancellation);
    }

    /// <summary>Without those that do nothing, for rows that are there, or are not.</summary>
    public static async Task<List<RowChange>> LeaveOutMoot(this TableClient table, IReadOnlyList<RowChange> changes, CancellationToken cancellation)
    {
        HashSet<string> there = [];
        // Rows of a kind lie together: new records, the rows of a journal.
        foreach (var kind in changes.Where(change => change.Kind != ChangeKind.Put).GroupBy(change => change.Kind))
            there.UnionWith(await table.There(kind.Select(change => change.Row), cancellation));
        return [.. changes.Where(change => !change.IsMoot(there.Contains(change.Row.RowKey)))];
    }

    /// <summary>Those of the rows with these keys that exist, in any order.</summary>
    public static async Task<IReadOnlyCollection<TableEntity>> Those(this TableClient table, string partition, IEnumerable<string> keys, CancellationToken cancellation)
    {
        var found = new ConcurrentBag<TableEntity>();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (key, cancellation) =>
        {
            if (await table.Find(partition, key, cancellation) is { } row)
                found.Add(row);
        });
        return found;
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

    /// <summary>The keys from the first of the rows to the last; null when too many others lie between.</summary>
    private static async Task<HashSet<string>?> TryRange(TableClient table, ITableEntity[] rows, CancellationToken cancellation)
    {
        var keys = rows.Select(row => row.RowKey).Order(StringComparer.Ordinal).ToArray();
        var most = keys.Length * MostBetween;
        HashSet<string> there = [];
        await foreach (var row in table.Range(new KeyRange(rows[0].PartitionKey, keys[0], keys[^1] + "!") { KeysOnly = true, PageSize = most }, cancellation))
        {
            there.Add(row.RowKey);
            if (there.Count > most)
                return null;
        }

        return there;
    }

    private static async Task<HashSet<string>> OneByOne(TableClient table, IEnumerable<ITableEntity> rows, CancellationToken cancellation)
    {
        var there = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (row, cancellation) =>
        {
            if ((await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, OnlyKeys, cancellation)).HasValue)
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
