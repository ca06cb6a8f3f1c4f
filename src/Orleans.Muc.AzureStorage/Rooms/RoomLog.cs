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

    /// <summary>The property of the row <see cref="RoomKeys.ServedUntil"/>.</summary>
    private const string Until = "Until";

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
        var served = await table.There(new KeyRange(partition, "", "") { Condition = Served }, ids.Distinct().Select(ArchiveKeys.Record), cancellation);
        return [.. ids.Where(id => !served.Contains(ArchiveKeys.Record(id)))];
    }

    public async Task<int> Trim(string partition, StanzaId before, int most, CancellationToken cancellation)
    {
        var gone = await _rows.Trim(new KeyRange(partition, ArchiveKeys.Records, ArchiveKeys.Record(before)), most, cancellation);
        // While there is more to go, marks tell where it ends.
        if (gone < most)
            await _rows.TrimBlocks(partition, before, cancellation);
        return gone;
    }

    public async Task<int> TrimUnserved(string partition, StanzaId before, int most, CancellationToken cancellation)
    {
        var from = (await table.Find(partition, RoomKeys.ServedUntil, cancellation))?.GetString(Until) ?? ArchiveKeys.Records;
        var until = ArchiveKeys.Record(before);
        if (string.CompareOrdinal(from, until) >= 0)
            return 0;
        var gone = await _rows.Trim(new KeyRange(partition, from, until) { Condition = Unserved }, most, cancellation);
        // Records that come later have later ids: whoever wakes the room next begins here. Of a log that has nothing yet there is nothing to remember.
        if (gone < most && await table.Find(partition, RoomKeys.Fence, cancellation) is not null)
            await table.UpsertEntityAsync(new TableEntity(partition, RoomKeys.ServedUntil) { [Until] = until }, TableUpdateMode.Replace, cancellation);
        return gone;
    }

    private Task<ArchivePage<LogRecord>> Page(ArchiveRange range, ArchiveQuery query, CancellationToken cancellation) =>
        _rows.Page(range, query, RoomRowFormat.Record, cancellation);
}
