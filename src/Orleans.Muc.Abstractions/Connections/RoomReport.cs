using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Connections;

/// <summary>
/// What a gateway shard knows of a room, for a new activation of it: the roster its clients have been shown, which visits are still on it,
/// and how far it has come.
/// </summary>
[GenerateSerializer, Immutable, Alias("muc.room-report")]
public sealed record RoomReport(
    [property: Id(0)] long Epoch,
    [property: Id(1)] long Sequence,
    [property: Id(2)] StanzaId? LastMessage,
    [property: Id(3)] RosterItem[] Roster,
    [property: Id(4)] string[] Sessions)
{
    public static RoomReport Empty { get; } = new(0, 0, null, [], []);
}
