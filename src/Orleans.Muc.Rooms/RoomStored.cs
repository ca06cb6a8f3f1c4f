namespace Orleans.Muc.Rooms;

/// <summary>A room as it comes back from storage, and from the gateways that still show it.</summary>
/// <param name="Configuration">The configuration in force.</param>
/// <param name="Subject">The subject; null when none was ever set.</param>
/// <param name="OccupantIdKey">The key of the room's occupant ids (XEP-0421).</param>
/// <param name="Locked">Whether the first configuration is still awaited.</param>
/// <param name="CreatedAt">When the room was created.</param>
/// <param name="Members">The rows of the affiliation list.</param>
/// <param name="History">Logged messages, oldest first; both served ones and those kept for replay only.</param>
/// <param name="Occupants">The roster as the gateways still have it.</param>
public sealed record RoomStored(
    RoomConfiguration Configuration,
    Subject? Subject,
    byte[] OccupantIdKey,
    bool Locked,
    DateTimeOffset CreatedAt,
    IEnumerable<Member> Members,
    IEnumerable<PastMessage> History,
    IEnumerable<RosterEntry> Occupants)
{
    /// <summary>The hats there are, oldest first.</summary>
    public IReadOnlyList<Hat> Hats { get; init; } = [];

    /// <summary>Who wears which of them, and perhaps of others that are no more.</summary>
    public IEnumerable<HatWearer> HatWearers { get; init; } = [];

    /// <summary>The room's vCard; null without one.</summary>
    public RoomCard? Card { get; init; }

    /// <summary>The last changes of the affiliation list, the oldest first.</summary>
    public IEnumerable<PastAffiliation> PastAffiliations { get; init; } = [];

    /// <summary>A room without history and occupants.</summary>
    public static RoomStored Empty(RoomConfiguration configuration, byte[] occupantIdKey, DateTimeOffset createdAt) =>
        new(configuration, null, occupantIdKey, false, createdAt, [], [], []);
}
