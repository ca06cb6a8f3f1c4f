using Orleans.Muc.Abstractions.Rooms;

namespace Orleans.Muc.AzureStorage.Rooms;

/// <summary>What this process knows of a partition it writes to. Writes take turns at <see cref="Gate"/>; another process is noticed by the fence's tag.</summary>
internal sealed class Claim(RoomPartition partition)
{
    public RoomPartition Partition => partition;

    public string Key { get; } = RoomKeys.Partition(partition);

    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>The fence as last seen; null when it has to be read.</summary>
    public SeenFence? Seen { get; set; }

    /// <summary>Whether rows of a commit that was not decided may lie about.</summary>
    public bool MayHaveStaged { get; set; }

    /// <summary>No past affiliation before this version is stored; null when that is not known.</summary>
    public long? OldestVersion { get; set; }

    /// <summary>When it was last used, for those of many partitions that are forgotten.</summary>
    public long LastUse { get; set; }
}
