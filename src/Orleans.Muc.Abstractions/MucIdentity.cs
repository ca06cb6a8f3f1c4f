using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions;

/// <summary>Who this service is. <see cref="Admins"/> are bare JIDs; nobody is an administrator by localpart alone.</summary>
public sealed record MucIdentity(Jid Domain, Jid Service, IReadOnlySet<Jid> Admins)
{
    /// <summary>The name in XEP-0092 answers.</summary>
    public string Software { get; init; } = "Orleans.Muc";

    public string Version { get; init; } = "0.1.0";
}
