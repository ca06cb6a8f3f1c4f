using System.Globalization;
using Orleans.Muc.Gateway.Connections;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Negotiation;

/// <summary>What a stream offers at its stage (RFC 6120 §4.3.2).</summary>
internal static class StreamFeatures
{
    /// <summary>Before login. TLS comes first; where it is required nothing else is offered (RFC 6120 §5.3.1).</summary>
    public static IEnumerable<Element> BeforeAuthentication(StreamParts parts, LinkSecurity link)
    {
        if (!link.Encrypted)
            yield return new Element("starttls", Ns.Tls).Add(parts.Options.RequireEncryption ? new Element("required", Ns.Tls) : null);
        if (parts.Mechanisms.IsSafe(link))
        {
            yield return new Element("mechanisms", Ns.Sasl).Add(parts.Mechanisms.Offered(link).Select(name => new Element("mechanism", Ns.Sasl).Add(name)));
            // XEP-0440 §3: which bindings the -PLUS mechanisms can use.
            if (link.EndPoint is not null)
                yield return new Element("sasl-channel-binding", Ns.ChannelBinding).Add(EndPointBinding());
            // XEP-0077 §7
            if (parts.Options.Registration.Open)
                yield return new Element("register", Ns.RegisterFeature);
        }

        yield return Limits(parts.Options.MaxStanzaBytesBeforeAuthentication);
    }

    /// <summary>After login: binding, the session of older clients as a formality (RFC 6121 appendix E), roster versions as seen by RFC 6121 §2.6.</summary>
    public static IEnumerable<Element> AfterAuthentication(StreamParts parts) =>
    [
        new Element("bind", Ns.Bind),
        new Element("session", Ns.Session).Add(new Element("optional", Ns.Session)),
        new Element("ver", Ns.RosterVer),
        Limits(parts.Options.MaxStanzaBytes),
    ];

    private static Element EndPointBinding() => new Element("channel-binding", Ns.ChannelBinding).With("type", "tls-server-end-point");

    /// <summary>XEP-0478 §3: what a stanza may measure.</summary>
    private static Element Limits(int maxBytes) => new Element("limits", Ns.StreamLimits).Add("max-bytes", maxBytes.ToString(CultureInfo.InvariantCulture));
}
