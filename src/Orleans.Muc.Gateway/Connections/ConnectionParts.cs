using Orleans.Muc.Gateway.Negotiation;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>What every connection of this gateway shares.</summary>
internal sealed record ConnectionParts(StreamParts Stream, TlsOffer Tls, TimeProvider Time)
{
    public OutboundLanes Lanes { get; } = new();
}
