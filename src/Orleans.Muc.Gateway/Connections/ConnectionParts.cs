using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Gateway.Negotiation;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>What every connection of this gateway shares.</summary>
internal sealed record ConnectionParts(StreamParts Stream, TlsOffer Tls, Admission Admission, TimeProvider Time)
{
    public OutboundLanes Lanes { get; } = new();
}
