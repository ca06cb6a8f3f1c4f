using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>Who a client says it is, and who it wants to act as.</summary>
internal static class SaslIdentity
{
    /// <summary>The account of a simple user name (RFC 6120 §6.3.7): the localpart of a JID of this domain. Null when no account can have that name.</summary>
    public static Jid? AccountOf(string userName, Jid domain) =>
        userName.Length > 0 && Jid.TryCreate(userName, domain.Domainpart, null, out var account) ? account : null;

    /// <summary>
    /// Whether the client may act as <paramref name="authzid"/>: only as itself (RFC 6120 §6.3.8), named by its bare JID or not at all.
    /// Everything else opens the door to logging in as one and acting as another.
    /// </summary>
    public static bool MayActAs(string? authzid, Jid? account) =>
        string.IsNullOrEmpty(authzid) || (Jid.TryParse(authzid, out var wanted) && wanted.IsBare && wanted == account);
}
