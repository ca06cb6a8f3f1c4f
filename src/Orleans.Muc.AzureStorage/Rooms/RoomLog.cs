using System.Collections.Concurrent;
using Azure.Data.Tables;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.AzureStorage.Archives;
using Orleans.Muc.AzureStorage.Keys;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.AzureStorage.Rooms;

/// <summary>The log of a room, and the archive that is in it.</summary>
internal sealed class RoomLog(TableClient table)
{
    private const string Served = " and Served eq true", Unserved = " and Served eq false";

    /// <summary>Up to where nothing unserved is left: what this process knows, so that it need not look through a long archive again. Forgotten when there are many.</summary>
    private readonly ConcurrentDictionary<string, string> _servedUntil = new(StringComparer.Ordinal);

    private readonly ArchiveRows _rows = new(table);

    public async Task<IReadOnlyList<LogRecord>> Newest(string partition, int newest, CancellationToken cancellation)
    {
        var page = await Page(new ArchiveRange(partition), new ArchiveQuery { Most = newest, FromEnd = true, MostBytes = int.MaxValue }, cancellation);
        return page.Items;
    }

    public async Task<LogRecord[]> ReadAfter(string partition, StanzaId? after, int most, CancellationToken cancellation)
    {
        var page = await Page(new ArchiveRange(partition), new ArchiveQuery { After = after, Most = most, MostBytes = int.MaxValue }, cancellation);
        return [.. page.Items];
    }

    public Task<ArchivePage<LogRecord>> Query(string partition, ArchiveQuery query, CancellationToken cancellation)
    {
        if (query.Text is not null)
            throw new NotSupportedException("There is no full text in tables.");
        var condition = Served + (query.With is { } nick ? TableClient.CreateQueryFilter($" and Nick eq {nick}") : "");
        if (query.Sender is { } sender)
            condition += sender.IsBare ? TableClient.CreateQueryFilter($" and By eq {sender.ToString()}") : TableClient.CreateQueryFilter($" and Sender eq {sender.ToString()}");
        var range = new ArchiveRange(partition)
        {
            Condition = condition,
            Matches = row => row.GetBoolean("Served") == true
                && (query.With is null || row.GetString("Nick") == query.With)
                && (query.Sender is not { } by || row.GetString(by.IsBare ? "By" : "Sender") == by.ToString()),
        };
        return Page(range, query, cancellation);
    }

    public Task<ArchiveEnds?> Ends(string partition, StanzaId? after, CancellationToken cancellation) =>
        _rows.Ends(new ArchiveRange(partition) { Condition = Served, KeysOnly = true }, after, cancellation);

    public async Task<StanzaId[]> Missing(string partition, IReadOnlyList<StanzaId> ids, CancellationToken cancellation)
    {
        var there = await table.Those(partition, ids.Distinct().Select(ArchiveKeys.Record), cancellation);
        var served = there.Where(row => row.GetBoolean("Served") == true).Select(row => ArchiveKeys.RecordOf(row.RowKey)).ToHashSet();
        return [.. ids.Where(id => !served.Contains(id))];
    }

    public async Task<int> Trim(string partition, StanzaId before, int most, CancellationToken cancellation)
    {
        var gone = await _rows.Trim(new KeyRange(partition, ArchiveKeys.Records, ArchiveKeys.Record(before)), most, cancellation);
        await _rows.TrimBlocks(partition, before, cancellation);
        return gone;
    }

    public async Task<int> TrimUnserved(string partition, StanzaId before, int most, CancellationToken cancellation)
    {
        var from = _servedUntil.GetValueOrDefault(partition, ArchiveKeys.Records);
        var until = ArchiveKeys.Record(before);
        if (string.CompareOrdinal(from, until) >= 0)
            return 0;
        var gone = await _rows.Trim(new KeyRange(partition, from, until) { Condition = Unserved }, most, cancellation);
        if (gone < most)
            Remember(partition, until);
        return gone;
    }

    private Task<ArchivePage<LogRecord>> Page(ArchiveRange range, ArchiveQuery query, CancellationToken cancellation) =>
        _rows.Page(range, query, RoomRowFormat.Record, record => record.Head.Length + record.Tail.Length, cancellation);

    private void Remember(string partition, string until)
    {
        if (_servedUntil.Count > 20_000)
            _servedUntil.Clear();
        _servedUntil[partition] = until;
    }
}
