namespace Orleans.Muc.Abstractions.Rooms;

/// <summary>
/// Whether messages are stored (<c>Muc:Archive</c>). Where they are not, they live in the memory of their room: discussion history ends with the activation, and a room whose silo dies
/// may lose the last ones that not everybody was shown.
/// </summary>
public sealed record MessageKeeping(bool Stored)
{
    /// <summary>Days that stored messages are shown and kept (<c>Muc:ArchiveDays</c>); a room's own limit can only be shorter. 0: without end.</summary>
    public int Days { get; init; }
}
