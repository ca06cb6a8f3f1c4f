using Azure.Data.Tables;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.AzureStorage.Archives;
using Orleans.Muc.AzureStorage.Keys;

namespace Orleans.Muc.AzureStorage.Rooms;

/// <summary>What a commit changes, each row once, and how the blocks of the log stand after it.</summary>
internal sealed class RoomChanges
{
    /// <summary>A block of records begins after that many, or after that many bytes: who reads backwards reads that much too much at most.</summary>
    private const int BlockRecords = 256;

    private const int BlockBytes = 1 << 20;

    private readonly string _partition;
    private readonly Dictionary<string, RowChange> _changes = new(StringComparer.Ordinal);

    /// <param name="partition">Its key.</param>
    /// <param name="commit">Read to the end here, before anything is written.</param>
    public RoomChanges(string partition, RoomCommit commit)
    {
        _partition = partition;
        foreach (var member in commit.Members)
            Put(member.IsEmpty ? RowChange.Drop(partition, RoomKeys.Member(member.Jid)) : new RowChange(ChangeKind.Put, RoomRowFormat.Of(partition, member)));
        foreach (var past in commit.PastAffiliations)
            Put(new RowChange(ChangeKind.Put, RoomRowFormat.Of(partition, past)));
        foreach (var record in commit.Records)
            _changes.TryAdd(ArchiveKeys.Record(record.Id), new RowChange(ChangeKind.Add, RoomRowFormat.Of(partition, record)));
        foreach (var record in commit.Replaced)
        {
            var row = RoomRowFormat.Of(partition, record);
            Put(new RowChange(_changes.ContainsKey(row.RowKey) ? ChangeKind.Put : ChangeKind.Replace, row));
        }
    }

    /// <summary>Deletes the rows of changes of the affiliation list that are no longer wanted.</summary>
    public void Drop(IEnumerable<string> keys)
    {
        foreach (var key in keys)
            Put(RowChange.Drop(_partition, key));
    }

    /// <summary>All of it under a fence, marks of blocks included, and the fence after it.</summary>
    public (List<RowChange> Changes, Fence After) Under(Fence fence)
    {
        var (count, bytes) = (fence.BlockRecords, fence.BlockBytes);
        List<RowChange> all = [.. _changes.Values];
        foreach (var change in _changes.Values.Where(change => change.Kind is ChangeKind.Add or ChangeKind.Put && IsRecord(change.Row)).OrderBy(change => change.Row.RowKey, StringComparer.Ordinal))
        {
            if (count == 0)
                all.Add(new RowChange(ChangeKind.Put, new TableEntity(_partition, ArchiveKeys.Block(ArchiveKeys.RecordOf(change.Row.RowKey)))));
            count++;
            bytes += change.Size();
            if (count >= BlockRecords || bytes >= BlockBytes)
                (count, bytes) = (0, 0);
        }

        return (all, fence with { BlockRecords = count, BlockBytes = bytes });
    }

    private void Put(RowChange change) => _changes[change.Row.RowKey] = change;

    private static bool IsRecord(TableEntity row) => row.RowKey.StartsWith(ArchiveKeys.Records, StringComparison.Ordinal);
}
