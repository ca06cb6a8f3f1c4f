using Orleans.Muc.Gateway.Answering;
using Orleans.Muc.Gateway.Hall;
using Orleans.Muc.Gateway.Registration;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Routing;

/// <summary>What a session sends to nobody, or to its own bare JID: presence to its user's resources, its roster, its archive, its registration (RFC 6121 §8.1, §8.5.1).</summary>
internal sealed class OwnAccount(AccountRegistration registration, AccountService service)
{
    public ValueTask Take(SessionEntry sender, Stanza stanza) => stanza.Kind switch
    {
        StanzaKind.Presence => Presence(sender, stanza),
        StanzaKind.Iq => Iq(sender, stanza),
        _ => Message(sender, stanza),
    };

    private static async ValueTask Presence(SessionEntry sender, Stanza stanza)
    {
        if (stanza.Type is not (null or "unavailable"))
        {
            await sender.Tell(stanza);
            return;
        }

        sender.Presence = stanza.Type is null ? stanza : null;
        await sender.Tell(stanza);
        if (stanza.Type is null)
            return;

        // RFC 6121 §4.6.3: whoever got directed presence hears of the end of it; for rooms that is the exit.
        foreach (var lane in sender.Lanes)
        {
            if (lane.MayOccupy)
                await sender.Send(lane.Room, stanza with { To = lane.Room });
        }
    }

    private ValueTask Iq(SessionEntry sender, Stanza iq)
    {
        if (iq.Type is "result" or "error")
            return ValueTask.CompletedTask;
        if (iq.Payload.Find("query", Ns.Register) is not null)
            return registration.Answer(sender.Session, iq);
        if (iq.Payload.Find("query", Ns.Roster) is not null)
            return Roster(sender, iq);
        if (service.HasArchive && iq.Payload.Children.Any(child => child.Namespace == Ns.Mam))
            return new ValueTask(sender.Tell(iq));
        sender.Session.Send(service.Answer(iq));
        return ValueTask.CompletedTask;
    }

    private static async ValueTask Roster(SessionEntry sender, Stanza iq)
    {
        if (iq.Type == "get")
            sender.Interested = true;
        await sender.Tell(iq);
    }

    private static async ValueTask Message(SessionEntry sender, Stanza message) => await sender.Tell(message);
}
