using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.LocalStorage.Memory;

internal sealed class MemoryRoomStore(MemoryDatabase database) : IRoomStore
{
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
            var (members, records) = (commit.Members.ToList(), commit.Records.ToList());
            foreach (var member in members)
            {
                if (member.IsEmpty)
                    rows.Members.Remove(member.Jid);
                else
                    rows.Members[member.Jid] = member;
            }

            foreach (var record in records)
                rows.Log.TryAdd(record.Id, record);
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

    public Task Delete(RoomPartition partition, CancellationToken cancellation) =>
        Locked(() => database.Rooms.Remove(partition), cancellation);

    private Task<T> Locked<T>(Func<T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);
        try
        {
            lock (database.Gate)
                return Task.FromResult(work());
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}
