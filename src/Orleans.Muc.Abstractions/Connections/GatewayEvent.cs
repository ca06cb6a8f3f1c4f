using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Connections;

/// <summary>What travels on a gateway's stream.</summary>
[GenerateSerializer, Immutable, Alias("muc.event")]
public abstract record GatewayEvent;

/// <summary>
/// A piece of a room's sequence for one gateway shard. <see cref="Previous"/> is the sequence number of the last item this shard was sent, 0 at the
/// beginning of an epoch: when it is not the last one applied, something was lost and the gateway asks for a resync.
/// </summary>
[GenerateSerializer, Immutable, Alias("muc.room-batch")]
public sealed record RoomBatch(
    [property: Id(0)] Jid Room,
    [property: Id(1)] long Epoch,
    [property: Id(2)] long Previous,
    [property: Id(3)] SiloAddress Silo,
    [property: Id(4)] RoomItem[] Items) : GatewayEvent;

/// <summary>Stanzas from outside any room's sequence, for one session; addressed to its full JID, or to <see cref="To"/> (RFC 6121 §8.5.2: a bare one stays bare).</summary>
[GenerateSerializer, Immutable, Alias("muc.session-delivery")]
public sealed record SessionDelivery([property: Id(0)] string Session, [property: Id(1)] EncodedStanza[] Stanzas) : GatewayEvent
{
    [Id(2)]
    public Jid? To { get; init; }
}

/// <summary>The session must end with a stream error (RFC 6120 §4.9.3), e.g. because a newer one took its resource.</summary>
[GenerateSerializer, Immutable, Alias("muc.session-close")]
public sealed record SessionClose([property: Id(0)] string Session, [property: Id(1)] StreamErrorCondition Condition, [property: Id(2)] string? Text) : GatewayEvent;
