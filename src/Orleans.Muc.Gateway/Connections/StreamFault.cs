using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>Why a stream ends with an error.</summary>
internal sealed record StreamFault(StreamErrorCondition Condition, string? Text)
{
    /// <summary>Whether the client is not blamed for anything but being out of reach.</summary>
    public bool LinkBroke { get; init; }
}
