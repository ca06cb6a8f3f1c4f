using Orleans.Muc.Abstractions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Answering;

/// <summary>What every address of this server answers the same way: XEP-0199 (ping), XEP-0092 (version), XEP-0202 (time).</summary>
internal sealed class CommonAnswers(MucIdentity identity, TimeProvider time)
{
    public static ReadOnlySpan<string> Features => new[] { Ns.DiscoInfo, Ns.DiscoItems, Ns.Ping, Ns.Version, Ns.Time };

    /// <summary>The answer, or <c>service-unavailable</c> for what nobody here knows (RFC 6120 §8.4).</summary>
    public Stanza Answer(Stanza iq)
    {
        if (iq.Type == "get")
        {
            if (iq.Payload.Find("ping", Ns.Ping) is not null)
                return iq.Result();
            if (iq.Payload.Find("query", Ns.Version) is not null)
                return iq.Result(new Element("query", Ns.Version).Add("name", identity.Software).Add("version", identity.Version));
            if (iq.Payload.Find("time", Ns.Time) is not null)
                return iq.Result(Time());
        }

        return iq.Error(StanzaError.ServiceUnavailable());
    }

    private Element Time()
    {
        var now = time.GetUtcNow();
        return new Element("time", Ns.Time).Add("tzo", "+00:00").Add("utc", now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
    }
}
