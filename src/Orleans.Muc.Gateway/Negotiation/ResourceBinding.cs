using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Negotiation;

/// <summary>Gives an authenticated stream its full JID (RFC 6120 §7).</summary>
internal sealed partial class ResourceBinding(StreamParts parts, ISessionLink link)
{
    /// <summary>Answers a bind request; the session is null when it is refused.</summary>
    public async ValueTask<(Session? Session, Stanza Answer)> Bind(Stanza iq, Jid account)
    {
        if (iq.Type != "set")
            return (null, iq.Error(StanzaError.BadRequest()));
        // §7.6.1, §7.7.1: the server makes a resource, or takes the client's as it is prepared.
        var wanted = iq.Payload.Element("bind", Ns.Bind)?.Child("resource", Ns.Bind)?.Text;
        if (!account.TryWithResource(string.IsNullOrEmpty(wanted) ? parts.Tokens.Next() : wanted, out var fullJid))
            return (null, iq.Error(StanzaError.BadRequest("That is no resource.")));
        var session = parts.Issuer.Issue(fullJid, link);
        try
        {
            await parts.Host.Opened(session);
        }
        catch (Exception fault)
        {
            SessionNotOpened(parts.Logger, fullJid, fault);
            return (null, iq.Error(StanzaError.ResourceConstraint("The account can't be reached now; try again later.")));
        }

        parts.Instruments.SessionOpened();
        return (session, iq.Result(new Element("bind", Ns.Bind).Add("jid", fullJid.ToString())));
    }
}
