using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>Who gets a stanza; with nobody to get it, the error its sender is owed, or null for silence.</summary>
public sealed record DeliveryDecision(IReadOnlyList<Resource> To, StanzaError? Refusal);

/// <summary>
/// Which resource gets what (RFC 6121 §8.5). An account that doesn't exist is treated like one that has no resources and no archive (§8.5.1 permits the same answers): presence and iq don't tell the
/// two apart, and who writes to nobody learns that nobody has read it.
/// </summary>
public static class DeliveryRules
{
    private static readonly DeliveryDecision Silence = new([], null);

    /// <summary>
    /// As <see cref="Decide"/>, for a message that is in the account's archive. Decision: it is not answered with an error when nobody is there to get it, because it is kept for whoever comes
    /// (§8.5.2.2.1 lets the server store it instead).
    /// </summary>
    public static DeliveryDecision DecideStored(Resources resources, Stanza message) => Decide(resources, message) with { Refusal = null };

    /// <summary>Whether the account takes a message, if not now then in its archive: one that it would refuse all the same is not archived (XEP-0313 §6.1).</summary>
    public static bool Accepts(Resources resources, Stanza message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Decide(resources, message).Refusal is null || message.Type == "chat" || message.To is { IsBare: true };
    }

    /// <param name="resources">Those of the account.</param>
    /// <param name="stanza">Its <c>to</c> is the account's bare JID or one of its full JIDs.</param>
    public static DeliveryDecision Decide(Resources resources, Stanza stanza)
    {
        ArgumentNullException.ThrowIfNull(resources);
        ArgumentNullException.ThrowIfNull(stanza);
        // §8.5.3.1: the very resource that is addressed gets everything.
        if (stanza.To is { IsFull: true } && resources.Find(stanza.To) is { } exact)
            return new DeliveryDecision([exact], null);
        return stanza.Kind switch
        {
            StanzaKind.Message => Message(resources, stanza),
            StanzaKind.Presence => Presence(resources, stanza),
            _ => Iq(stanza),
        };
    }

    // §8.5.2.1.1, §8.5.2.2.1, §8.5.3.2.1. Decision: of the choices for normal and chat, all resources with a priority of at least 0 get the message.
    // A type that RFC 6121 §5.2.2 doesn't define counts as normal.
    private static DeliveryDecision Message(Resources resources, Stanza stanza) => (stanza.Type, stanza.To is { IsFull: true }) switch
    {
        ("error", _) => Silence,
        ("groupchat", _) => Refused(),
        ("headline", true) => Silence,
        ("headline", false) => new DeliveryDecision(Reachable(resources), null),
        ("chat", _) => ToReachable(resources),
        (_, true) => Refused(),
        (_, false) => ToReachable(resources),
    };

    // §8.5.2.1.2: presence goes to all available resources, whatever their priority. Subscriptions don't exist yet.
    private static DeliveryDecision Presence(Resources resources, Stanza stanza) =>
        stanza is { Type: null or "unavailable", To.IsFull: false } ? new DeliveryDecision(resources.Available, null) : Silence;

    // §8.5.2.1.3, §8.5.3.2.3: the server answers for the account; it has nothing to say to others.
    private static DeliveryDecision Iq(Stanza stanza) => stanza.Type is "get" or "set" ? Refused() : Silence;

    private static DeliveryDecision ToReachable(Resources resources) =>
        Reachable(resources) is { Count: > 0 } reachable ? new DeliveryDecision(reachable, null) : Refused();

    private static List<Resource> Reachable(Resources resources) => [.. resources.Available.Where(resource => resource.Priority >= 0)];

    private static DeliveryDecision Refused() => new([], StanzaError.ServiceUnavailable());
}
