using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.AzureStorage.Rooms;

/// <summary>Rooms in a table, their vCards in blobs. See <see cref="RoomKeys"/> for where things lie, and <see cref="FencedTable"/> for what makes writing single.</summary>
internal sealed class AzureRoomStore(AzureStore store) : IRoomStore
{
    private readonly Claims _claims = new();
    private readonly RoomWriter _writer = new(new FencedTable(store.Rooms), new CardBlobs(store.Blobs));
    private readonly RoomLog _log = new(store.Rooms);

    public bool HasFullText => false;

    public Task<RoomRows> Open(RoomPartition partition, long epoch, int newest, CancellationToken cancellation) => _claims.Use(
        partition,
        async claim =>
        {
            await _writer.Take(claim, epoch, cancellation);
            var log = _log.Newest(claim.Key, newest, cancellation);
            var rows = await _writer.ReadRows(claim, cancellation);
            return rows with { Newest = await log };
        },
        cancellation);

    public Task Commit(RoomPartition partition, long epoch, RoomCommit commit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var changes = new RoomChanges(RoomKeys.Partition(partition), commit);
        return _claims.Use(partition, claim => _writer.Write(claim, epoch, commit, changes, cancellation), cancellation);
    }

    public Task Delete(RoomPartition partition, CancellationToken cancellation) =>
        _claims.Use(partition, claim => _writer.Delete(claim, cancellation), cancellation);

    public Task<LogRecord[]> ReadAfter(RoomPartition partition, StanzaId? after, int most, CancellationToken cancellation) =>
        _log.ReadAfter(RoomKeys.Partition(partition), after, most, cancellation);

    public Task<ArchivePage<LogRecord>> Query(RoomPartition partition, ArchiveQuery query, CancellationToken cancellation) =>
        _log.Query(RoomKeys.Partition(partition), query, cancellation);

    public Task<ArchiveEnds?> Ends(RoomPartition partition, StanzaId? after, CancellationToken cancellation) =>
        _log.Ends(RoomKeys.Partition(partition), after, cancellation);

    public Task<StanzaId[]> Missing(RoomPartition partition, IReadOnlyList<StanzaId> ids, CancellationToken cancellation) =>
        _log.Missing(RoomKeys.Partition(partition), ids, cancellation);

    public Task<int> Trim(RoomPartition partition, StanzaId before, int most, CancellationToken cancellation) =>
        _log.Trim(RoomKeys.Partition(partition), before, most, cancellation);

    public Task<int> TrimUnserved(RoomPartition partition, StanzaId before, int most, CancellationToken cancellation) =>
        _log.TrimUnserved(RoomKeys.Partition(partition), before, most, cancellation);
}
