using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Hall;
using Orleans.Muc.Gateway.Registration;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Answering;

/// <summary>The server's own address: discovery names the room service, and in-band registration is answered (XEP-0030, XEP-0077).</summary>
internal sealed class DomainService(MucIdentity identity, CommonAnswers common, AccountRegistration registration, MessageKeeping keeping)
{
    // XEP-0424 §2: a server that archives retractions says so.
    private readonly string[] features = [.. CommonAnswers.Features, Ns.Register, .. keeping.Stored ? (string[])[Ns.Retraction] : []];

    public ValueTask Take(SessionEntry sender, Stanza stanza)
    {
        if (stanza.Kind != StanzaKind.Iq || stanza.Type is "result" or "error")
            return ValueTask.CompletedTask;
        if (stanza.Payload.Find("query", Ns.Register) is not null)
            return registration.Answer(sender.Session, stanza);
        sender.Session.Send(Answer(stanza));
        return ValueTask.CompletedTask;
    }

    private Stanza Answer(Stanza iq) =>
        Discovery.Answer(iq, new Discoverable("server", "im", identity.Software, features), Discovery.Item(identity.Service, "Rooms")) ?? common.Answer(iq);
}
