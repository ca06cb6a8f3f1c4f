using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>The tombstones that a flush leaves of messages that were taken back: of stored ones, however old, and of those it writes itself.</summary>
internal static class RetractedRecords
{
    /// <param name="writes">What is about to be written.</param>
    /// <param name="query">Asks the archive of the room.</param>
    public static async Task<IReadOnlyList<LogRecord>> Of(RoomWrites writes, Func<ArchiveQuery, Task<ArchivePage<LogRecord>>> query)
    {
        if (writes.Retracting.Count == 0)
            return [];
        var originals = writes.Records.ToDictionary(record => record.Id, RoomRecords.ToMessage);
        StanzaId[] stored = [.. writes.Retracting.Select(retracting => Tombstones.TakenBackBy(retracting)!.Value).Where(id => !originals.ContainsKey(id)).Distinct()];
        if (stored.Length > 0)
        {
            var found = await query(new ArchiveQuery { Ids = stored, Most = stored.Length, MostBytes = int.MaxValue });
            foreach (var record in found.Items)
                originals[record.Id] = RoomRecords.ToMessage(record);
        }

        var tombstones = new Dictionary<StanzaId, LogRecord>();
        foreach (var retracting in writes.Retracting)
        {
            var id = Tombstones.TakenBackBy(retracting)!.Value;
            if (!originals.TryGetValue(id, out var original) || Tombstones.Of(retracting, original) is not { } tombstone)
                continue;
            originals[id] = tombstone;
            tombstones[id] = RoomRecords.ToRecord(tombstone);
        }

        return [.. tombstones.Values];
    }
}
