using Orleans.Muc.Gateway.Connections;
using Orleans.Muc.Gateway.Negotiation;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Listening;

/// <summary>
/// The way out for a connection above the limits: told <c>resource-constraint</c> (RFC 6120 §4.9.3.17) where that takes no handshake, without waiting for what it wants to say, and closed.
/// </summary>
internal static class TurnedAway
{
    public static async Task Tell(ILink link, GatewayTransport transport, Jid domain)
    {
        try
        {
            if (transport == GatewayTransport.Tcp)
                await Write(link.Stream, domain);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // It did not wait for the reason.
        }

        await link.DisposeAsync();
    }

    /// <summary>The stream's id must be unpredictable only to those who are let in (RFC 6120 §4.7.3).</summary>
    private static async Task Write(Stream output, Jid domain)
    {
        await output.WriteAsync(StreamText.Header(domain, "none", null));
        await output.WriteAsync(StreamText.Error(StreamErrorCondition.ResourceConstraint, "There are too many connections."));
        await output.WriteAsync(StreamText.End);
    }
}
