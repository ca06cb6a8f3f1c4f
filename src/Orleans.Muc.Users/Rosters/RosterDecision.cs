using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>What becomes of a <see cref="RosterRequest"/>.</summary>
public abstract record RosterDecision
{
    /// <summary>An answer that changes nothing; null: the client's copy is current, so the result is empty (RFC 6121 §2.6.3).</summary>
    public sealed record Shown(Element? Query) : RosterDecision;

    /// <summary>To be stored, applied, answered with an empty result and pushed to all interested resources.</summary>
    public sealed record Changed(RosterEvent Event) : RosterDecision;

    public sealed record Refused(StanzaError Error) : RosterDecision;
}
