using Microsoft.Extensions.Options;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Gateway.Connections;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>The mechanisms of this server, strongest first (RFC 6120 §6.3.3), each with what it asks of the connection.</summary>
internal sealed class SaslMechanisms
{
    private readonly bool requireEncryption;
    private readonly IReadOnlyList<Mechanism> all;

    public SaslMechanisms(MucIdentity identity, ITokens tokens, IOptions<GatewayOptions> options)
    {
        requireEncryption = options.Value.RequireEncryption;
        all =
        [
            new("SCRAM-SHA-256-PLUS", CanBind, (link, guard) => Scram(new(ScramHash.Sha256, true, link.EndPoint, tokens.Next()), guard)),
            new("SCRAM-SHA-1-PLUS", CanBind, (link, guard) => Scram(new(ScramHash.Sha1, true, link.EndPoint, tokens.Next()), guard)),
            new("SCRAM-SHA-256", IsSafe, (link, guard) => Scram(new(ScramHash.Sha256, false, link.EndPoint, tokens.Next()), guard)),
            new("SCRAM-SHA-1", IsSafe, (link, guard) => Scram(new(ScramHash.Sha1, false, link.EndPoint, tokens.Next()), guard)),
            new("PLAIN", IsSafe, (_, guard) => new PlainExchange(guard, identity.Domain)),
        ];

        ISaslExchange Scram(ScramTerms terms, LoginGuard guard) => new ScramExchange(terms, guard, identity.Domain);
    }

    /// <summary>Whether a password may travel here.</summary>
    public bool IsSafe(LinkSecurity link) => link.Encrypted || !requireEncryption;

    /// <summary>The names a client on this connection is offered; none before TLS when that is required.</summary>
    public IEnumerable<string> Offered(LinkSecurity link) => all.Where(one => one.IsOffered(link)).Select(one => one.Name);

    /// <summary>Begins a login; null when the mechanism is not offered on this connection.</summary>
    public ISaslExchange? Begin(string? name, LinkSecurity link, LoginGuard guard) =>
        all.FirstOrDefault(one => one.Name == name && one.IsOffered(link))?.Begin(link, guard);

    private static bool CanBind(LinkSecurity link) => link is { Encrypted: true, EndPoint: not null };

    private sealed record Mechanism(string Name, Func<LinkSecurity, bool> IsOffered, Func<LinkSecurity, LoginGuard, ISaslExchange> Begin);
}
