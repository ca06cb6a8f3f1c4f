using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.LocalStorage.Memory;

internal sealed class MemoryRoomStore(MemoryDatabase database) : IRoomStore
{
    public bool HasFullText => false;

    public Task<RoomRows> Open(RoomPartition partition, long epoch, int newest, CancellationToken cancellation) =>
        Locked(() =>
        {
            if (!database.Rooms.TryGetValue(partition, out var rows))
                database.Rooms.Add(partition, rows = new MemoryPartition(epoch));
            if (rows.Epoch > epoch)
                throw new StaleEpochException(partition, epoch);
            rows.Epoch = epoch;
            return new RoomRows([.. rows.Members.Values], [.. rows.Log.Values.TakeLast(newest)]) { Card = rows.Card, PastAffiliations = [.. rows.PastAffiliations.Values] };
        }, cancellation);

    public Task Commit(RoomPartition partition, long epoch, RoomCommit commit, CancellationToken cancellation) =>
        Locked(() =>
        {
            if (!database.Rooms.TryGetValue(partition, out var rows) || rows.Epoch != epoch)
                throw new StaleEpochException(partition, epoch);
            // Read to the end before the first change: all or nothing.
            var (members, records, replaced) = (commit.Members.ToList(), commit.Records.ToList(), commit.Replaced.ToList());
            foreach (var member in members)
            {
                if (member.IsEmpty)
                    rows.Members.Remove(member.Jid);
                else
                    rows.Members[member.Jid] = member;
            }

            foreach (var record in records)
                rows.Log.TryAdd(record.Id, record);
            foreach (var record in replaced.Where(record => rows.Log.ContainsKey(record.Id)))
                rows.Log[record.Id] = record;
            if (commit.Card is { } card)
                rows.Card = card.Length == 0 ? null : card;
            foreach (var change in commit.PastAffiliations)
                rows.PastAffiliations[change.Version] = change;
            while (commit.PastAffiliations.Count > 0 && rows.PastAffiliations.Keys[0] < commit.OldestVersion)
                rows.PastAffiliations.RemoveAt(0);
            return true;
        }, cancellation);

    public Task<LogRecord[]> ReadAfter(RoomPartition partition, StanzaId? after, int most, CancellationToken cancellation) =>
        Locked<LogRecord[]>(() =>
        {
            if (!database.Rooms.TryGetValue(partition, out var rows))
                return [];
            var found = rows.Log.Values.SkipWhile(record => after is { } id && record.Id.CompareTo(id) <= 0);
            return [.. found.Take(most)];
        }, cancellation);

    public Task<ArchivePage<LogRecord>> Query(RoomPartition partition, ArchiveQuery query, CancellationToken cancellation) =>
        Locked(() =>
        {
            if (query.Text is not null)
                throw new NotSupportedException("There is no full text in memory.");
            return MemoryArchive.Page(Served(partition).Where(record => IsBy(record, query.Sender)), record => record.Id, record => record.Head.Length + record.Tail.Length, record => record.Nick == query.With, query);
        }, cancellation);

    public Task<ArchiveEnds?> Ends(RoomPartition partition, StanzaId? after, CancellationToken cancellation) =>
        Locked(() => MemoryArchive.Ends(Served(partition).Select(record => record.Id), after), cancellation);

    public Task<StanzaId[]> Missing(RoomPartition partition, IReadOnlyList<StanzaId> ids, CancellationToken cancellation) =>
        Locked<StanzaId[]>(() => [.. ids.Where(id => !database.Rooms.TryGetValue(partition, out var rows) || rows.Log.GetValueOrDefault(id) is not { Served: true })], cancellation);

    public Task<int> Trim(RoomPartition partition, StanzaId before, int most, CancellationToken cancellation) =>
        Locked(() => Remove(partition, record => record.Id < before, most), cancellation);

    public Task<int> TrimUnserved(RoomPartition partition, StanzaId before, int most, CancellationToken cancellation) =>
        Locked(() => Remove(partition, record => !record.Served && record.Id < before, most), cancellation);

    public Task Delete(RoomPartition partition, CancellationToken cancellation) =>
        Locked(() => database.Rooms.Remove(partition), cancellation);

    private IEnumerable<LogRecord> Served(RoomPartition partition) =>
        database.Rooms.TryGetValue(partition, out var rows) ? rows.Log.Values.Where(record => record.Served) : [];

    private static bool IsBy(LogRecord record, Jid? sender) => sender is null || (sender.IsBare ? record.Sender.Bare : record.Sender) == sender;

    private int Remove(RoomPartition partition, Func<LogRecord, bool> goes, int most)
    {
        if (!database.Rooms.TryGetValue(partition, out var rows))
            return 0;
        StanzaId[] gone = [.. rows.Log.Values.Where(goes).Take(most).Select(record => record.Id)];
        foreach (var id in gone)
            rows.Log.Remove(id);
        return gone.Length;
    }

    private Task<T> Locked<T>(Func<T> work, CancellationToken cancellation) => database.Locked(work, cancellation);
}
