using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Negotiation;

/// <summary>Judges the header a client sends (RFC 6120 §4.7, §4.8).</summary>
internal static class StreamHeaders
{
    /// <summary>The error the header deserves, null when it is in order.</summary>
    public static Step? Judge(StreamItem.Opened header, Jid domain)
    {
        // §4.8.2: clients speak jabber:client.
        if (header.DefaultNamespace != Ns.Client)
            return Step.Fail(StreamErrorCondition.InvalidNamespace, $"The default namespace of a client's stream is {Ns.Client}.");
        // §4.7.5: a missing version means 0.9, which has no features to negotiate by.
        if (!IsSupported(header.Version))
            return Step.Fail(StreamErrorCondition.UnsupportedVersion, "This server speaks XMPP 1.0.");
        // §4.9.3.7
        if (header.To is null)
            return Step.Fail(StreamErrorCondition.ImproperAddressing, "The stream is addressed to nobody.");
        // §4.9.3.6
        if (!Jid.TryParse(header.To, out var to) || to != domain)
            return Step.Fail(StreamErrorCondition.HostUnknown, "This server does not serve that domain.");
        return null;
    }

    /// <summary>Who the client says it is: the server answers to that address (§4.7.2).</summary>
    public static Jid? ClaimedBy(StreamItem.Opened header) => header.From is not null && Jid.TryParse(header.From, out var from) ? from.Bare : null;

    /// <summary>§4.7.5: numbers, not text, are compared; a greater minor or major version is answered with ours.</summary>
    private static bool IsSupported(string? version) =>
        version?.Split('.') is [var major, var minor]
        && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && number >= 1;
}
