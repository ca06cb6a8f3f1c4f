using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// What stands at the name of a persistent room that its owner has destroyed (XEP-0045 §10.9 leaves it to the implementation): those who come back learn that it is gone and where to go, and
/// nobody takes the name to receive them.
/// </summary>
/// <param name="By">The bare JID of who destroyed it, who may use the name again.</param>
/// <param name="Reason">Why, in the owner's words.</param>
/// <param name="Alternate">Where to go instead.</param>
/// <param name="Until">When the name is anybody's again.</param>
public sealed record Tombstone(Jid By, string? Reason, Jid? Alternate, DateTimeOffset Until)
{
    /// <summary>RFC 6120 §8.3.3.5: gone, with the new address as a URI where there is one.</summary>
    internal StanzaError Error => StanzaError.Gone(Reason) with { Uri = Alternate is { } place ? UriOf(place) : null };

    /// <summary>Why that user may not create the room at that time; null when they may.</summary>
    internal StanzaError? Refusal(ServiceRules rules, Jid user, DateTimeOffset now) =>
        now >= Until || user == By || rules.Admins.Contains(user) ? null : Error;

    /// <summary>RFC 5122, with the action of XEP-0147.</summary>
    private static string UriOf(Jid place)
    {
        var local = place.Localpart is { } name ? Uri.EscapeDataString(name) + "@" : "";
        return $"xmpp:{local}{place.Domainpart}?join";
    }
}
