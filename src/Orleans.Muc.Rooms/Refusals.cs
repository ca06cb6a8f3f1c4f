using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Refusals that more than one use case gives in the same words.</summary>
internal static class Refusals
{
    /// <summary>XEP-0045 §7.4, §7.5 and XEP-0410 §3.1: the sender is not in the room, and asking differently won't help.</summary>
    public static StanzaError NotAnOccupant { get; } = StanzaError.NotAcceptable() with { Type = StanzaErrorType.Cancel };
}
