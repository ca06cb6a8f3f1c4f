namespace Orleans.Muc.Rooms;

/// <summary>What came of a request: what has happened, to be stored first, and what is to leave once it is, in this order.</summary>
public sealed record Outcome(IReadOnlyList<RoomEvent> Events, IReadOnlyList<Announcement> Announcements)
{
    /// <summary>Nothing happened and nobody is told.</summary>
    public static Outcome Nothing { get; } = new([], []);
}
