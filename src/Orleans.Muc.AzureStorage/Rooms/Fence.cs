using Azure;
using Azure.Data.Tables;

namespace Orleans.Muc.AzureStorage.Rooms;

/// <summary>The row that every transaction of a room's partition replaces, by the tag it had: who has not seen the last one writes nothing.</summary>
internal sealed record Fence
{
    public required long Epoch { get; init; }

    /// <summary>The id of the last write, by which its author knows it again when the answer was lost.</summary>
    public string Write { get; init; } = "";

    /// <summary>The id of a commit that is decided and staged, but not moved to its places yet.</summary>
    public string? Journal { get; init; }

    /// <summary>The name of the blob with the room's vCard.</summary>
    public string? Card { get; init; }

    /// <summary>Records, and their bytes, since the last mark of a block was set.</summary>
    public int BlockRecords { get; init; }

    public int BlockBytes { get; init; }

    /// <summary>The partition is being deleted.</summary>
    public bool IsDead { get; init; }

    public TableEntity ToRow(string partition)
    {
        var row = new TableEntity(partition, RoomKeys.Fence)
        {
            [nameof(Epoch)] = Epoch,
            [nameof(Write)] = Write,
            [nameof(BlockRecords)] = BlockRecords,
            [nameof(BlockBytes)] = BlockBytes,
        };
        if (Journal is not null)
            row[nameof(Journal)] = Journal;
        if (Card is not null)
            row[nameof(Card)] = Card;
        if (IsDead)
            row[nameof(IsDead)] = true;
        return row;
    }

    public static Fence Of(TableEntity row) => new()
    {
        Epoch = row.GetInt64(nameof(Epoch))!.Value,
        Write = row.GetString(nameof(Write)),
        Journal = row.GetString(nameof(Journal)),
        Card = row.GetString(nameof(Card)),
        BlockRecords = row.GetInt32(nameof(BlockRecords)) ?? 0,
        BlockBytes = row.GetInt32(nameof(BlockBytes)) ?? 0,
        IsDead = row.GetBoolean(nameof(IsDead)) ?? false,
    };
}

/// <summary>A fence and the tag by which it can be replaced.</summary>
internal readonly record struct SeenFence(Fence Fence, ETag Tag);
