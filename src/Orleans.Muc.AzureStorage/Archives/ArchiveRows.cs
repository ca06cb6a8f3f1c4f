using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.AzureStorage.Keys;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.AzureStorage.Archives;

/// <summary>Which records of a partition are looked at.</summary>
internal sealed record ArchiveRange(string Partition)
{
    /// <summary>What the table is asked to leave out already, beginning with <c> and </c>.</summary>
    public string Condition { get; init; } = "";

    /// <summary>The same, for rows that come by their keys.</summary>
    public Func<TableEntity, bool> Matches { get; init; } = static _ => true;

    public bool KeysOnly { get; init; }
}

/// <summary>
/// An archive in a partition of a table: records in the order of their ids, and marks of blocks in the opposite order. Tables are read forwards only, so who wants the newest
/// takes the marks in turn, and after each the records from it up to the one before.
/// </summary>
internal sealed class ArchiveRows(TableClient table)
{
    /// <summary>Of the rows of one answer: pages of archives are small.</summary>
    private const int LargestPage = 300;

    /// <summary>Rows that a page of nothing counts; of more it does not say how many.</summary>
    private const int MostCounted = 10_000;

    private const int MarksAtOnce = 8;

    /// <summary>Who still has not enough takes twice as many blocks each time, up to this: few of their records match, or there are few in each.</summary>
    private const int MostBlocks = 32;

    /// <summary>The page that a query asks for, of records that <paramref name="read"/> makes of rows.</summary>
    public async Task<ArchivePage<T>> Page<T>(ArchiveRange range, ArchiveQuery query, Func<TableEntity, T> read, CancellationToken cancellation)
    {
        if (query is { Most: 0, CountsTotal: true })
        {
            var count = await Count(range, query, cancellation);
            return new ArchivePage<T>([], count == 0) { Total = count <= MostCounted ? count : null };
        }

        List<T> items = [];
        var (bytes, isComplete) = (0L, true);
        await foreach (var row in Rows(range, query, cancellation))
        {
            isComplete = items.Count < query.Most;
            if (!isComplete)
                break;
            bytes += SizeOf(row);
            isComplete = items.Count == 0 || bytes <= query.MostBytes;
            if (!isComplete)
                break;
            items.Add(read(row));
        }

        if (query.FromEnd)
            items.Reverse();
        // Counting what is not on the page would be reading it all.
        return new ArchivePage<T>(items, isComplete) { Total = isComplete ? items.Count : null };
    }

    /// <summary>XEP-0059 §2.7: how many match, for who wants nothing else. Only keys are read, and no more than are counted.</summary>
    private async Task<int> Count(ArchiveRange range, ArchiveQuery query, CancellationToken cancellation)
    {
        var count = 0;
        await foreach (var _ in Rows(range with { KeysOnly = true }, query with { Most = MostCounted, FromEnd = false }, cancellation))
            if (++count > MostCounted)
                break;
        return count;
    }

    public async Task<ArchiveEnds?> Ends(ArchiveRange range, StanzaId? after, CancellationToken cancellation)
    {
        return await First(fromEnd: false) is { } oldest && await First(fromEnd: true) is { } newest ? new ArchiveEnds(oldest, newest) : null;

        async Task<StanzaId?> First(bool fromEnd)
        {
            await foreach (var row in Rows(range, new ArchiveQuery { After = after, FromEnd = fromEnd, Most = 0 }, cancellation))
                return ArchiveKeys.RecordOf(row.RowKey);
            return null;
        }
    }

    /// <summary>Deletes at most so many rows of a range; returns how many.</summary>
    public async Task<int> Trim(KeyRange range, int most, CancellationToken cancellation)
    {
        List<TableEntity> gone = [];
        await foreach (var row in table.Range(range with { KeysOnly = true, PageSize = most }, cancellation))
        {
            if (gone.Count == most)
                break;
            gone.Add(row);
        }

        await table.DeleteAll(gone, cancellation);
        return gone.Count;
    }

    /// <summary>Deletes marks of blocks that end before an id.</summary>
    public async Task TrimBlocks(string partition, StanzaId before, CancellationToken cancellation)
    {
        var older = await table.All(new KeyRange(partition, ArchiveKeys.Block(before), ArchiveKeys.BlocksEnd) { KeysOnly = true }, cancellation);
        // The first of them may be of a block that goes on behind that id.
        await table.DeleteAll(older.Skip(1), cancellation);
    }

    private IAsyncEnumerable<TableEntity> Rows(ArchiveRange range, ArchiveQuery query, CancellationToken cancellation)
    {
        if (query.Ids is not null)
            return ByIds(range, query, cancellation);
        // An id is 32 digits, so this is the first key behind it.
        var from = query.After is { } after ? ArchiveKeys.Record(after) + "0" : ArchiveKeys.Records;
        var to = query.Before is { } before ? ArchiveKeys.Record(before) : ArchiveKeys.RecordsEnd;
        var keys = new KeyRange(range.Partition, from, to) { Condition = range.Condition, KeysOnly = range.KeysOnly, PageSize = Math.Min(query.Most, range.KeysOnly ? LargestPage * 3 : LargestPage - 1) + 1 };
        return query.FromEnd ? Backwards(keys, query, cancellation) : table.Range(keys, cancellation);
    }

    private async IAsyncEnumerable<TableEntity> Backwards(KeyRange keys, ArchiveQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        keys = keys with { PageSize = LargestPage };
        var firstMark = query.Before is { } bound ? ArchiveKeys.Block(bound) + "0" : ArchiveKeys.Blocks;
        var marks = new KeyRange(keys.Partition, firstMark, ArchiveKeys.BlocksEnd) { KeysOnly = true, PageSize = MarksAtOnce };
        var (end, passed, wanted) = (keys.To, 0, 1);
        await foreach (var mark in table.Range(marks, cancellation))
        {
            var start = ArchiveKeys.Record(ArchiveKeys.BlockOf(mark.RowKey));
            if (string.CompareOrdinal(start, keys.From) <= 0)
                break;
            if (++passed < wanted)
                continue;
            foreach (var row in (await Newest(keys with { From = start, To = end }, query, cancellation)).Reverse())
                yield return row;
            (end, passed, wanted) = (start, 0, Math.Min(wanted * 2, MostBlocks));
        }

        foreach (var row in (await Newest(keys with { To = end }, query, cancellation)).Reverse())
            yield return row;
    }

    /// <summary>
    /// The newest of a range, oldest first: as many as a page may need, one that is too many included. Of a long range, many blocks or one that has lost its marks, only keys are read, and then the rows of the last of them.
    /// </summary>
    private async Task<IEnumerable<TableEntity>> Newest(KeyRange keys, ArchiveQuery query, CancellationToken cancellation)
    {
        var most = query.Most + 1L;
        var (newest, bytes, passed) = (new Queue<TableEntity>(), 0L, 0);
        await foreach (var row in table.Range(keys, cancellation))
        {
            if (++passed >= Math.Max(LargestPage, most + 1) && !keys.KeysOnly)
            {
                var last = await Newest(keys with { KeysOnly = true, PageSize = int.MaxValue }, query, cancellation);
                return await Newest(keys with { From = last.First().RowKey }, query, cancellation);
            }

            newest.Enqueue(row);
            bytes += SizeOf(row);
            // The second of them is the one that has no place on the page.
            while (newest.Count > most || (newest.Count > 2 && bytes - SizeOf(newest.Peek()) > query.MostBytes))
                bytes -= SizeOf(newest.Dequeue());
        }

        return newest;
    }

    /// <summary>Few at a time: whoever has a page full asks for no more.</summary>
    private async IAsyncEnumerable<TableEntity> ByIds(ArchiveRange range, ArchiveQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var wanted = query.Ids!.Distinct().Where(id => (query.After is not { } after || id > after) && (query.Before is not { } before || id < before))
            .Select(ArchiveKeys.Record).Order(StringComparer.Ordinal);
        foreach (var keys in (query.FromEnd ? wanted.Reverse() : wanted).Chunk(Math.Min(query.Most, RangeReads.AtOnce - 1) + 1))
        {
            var rows = await Task.WhenAll(keys.Select(key => table.Find(range.Partition, key, cancellation)));
            foreach (var row in rows)
                if (row is not null && range.Matches(row))
                    yield return row;
        }
    }

    /// <summary>Heads and tails: nothing else of a row is bytes.</summary>
    private static int SizeOf(TableEntity row) => row.Sum(property => property.Value is byte[] bytes ? bytes.Length : 0);
}
