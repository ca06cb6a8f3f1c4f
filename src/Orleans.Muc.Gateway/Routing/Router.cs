using Orleans.Muc.Abstractions;
using Orleans.Muc.Gateway.Answering;
using Orleans.Muc.Gateway.Hall;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Routing;

/// <summary>
/// Where a client's stanza goes, by its <c>to</c> (RFC 6120 §10.3, RFC 6121 §8): the own account, the server, the room service, a room, another user. What is no
/// proper stanza (a <c>to</c> that is no JID, an iq without id, type or payload) was answered by the stream and never comes here.
/// </summary>
internal sealed class Router(MucIdentity identity, DomainService domain, RoomService service, OwnAccount account)
{
    public ValueTask Route(SessionEntry sender, Stanza stanza)
    {
        if (stanza.To is not { } to || to == sender.Session.Bare)
            return account.Take(sender, stanza);
        if (to.Domainpart == identity.Service.Domainpart)
            return to.Localpart is null ? service.Take(sender, stanza) : ToRoom(sender, to, stanza);
        if (to.Domainpart == identity.Domain.Domainpart)
            return to.Localpart is null ? domain.Take(sender, stanza) : ToUser(sender, stanza);
        return Refuse(sender, stanza, StanzaError.RemoteServerNotFound("This server has no links to other servers."));
    }

    private static ValueTask ToRoom(SessionEntry sender, Jid to, Stanza stanza) => new(sender.Send(to.Bare, stanza));

    // By way of the sender's own account: its archive keeps what it sends, and before anybody else gets it (XEP-0313 §3.3.1).
    private static ValueTask ToUser(SessionEntry sender, Stanza stanza) =>
        new(sender.TellPatiently(stanza));

    private static ValueTask Refuse(SessionEntry sender, Stanza stanza, StanzaError error)
    {
        if (stanza.CanBeAnswered)
            sender.Session.Send(stanza.Error(error));
        return ValueTask.CompletedTask;
    }
}
