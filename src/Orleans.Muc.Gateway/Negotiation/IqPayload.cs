using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Negotiation;

/// <summary>Shapes of iq stanzas (RFC 6120 §8.2.3).</summary>
internal static class IqPayload
{
    /// <summary>Whether the stanza asks for something of that name.</summary>
    public static bool Asks(this Stanza stanza, string name, string ns) =>
        stanza is { Kind: StanzaKind.Iq, Type: "get" or "set", Id: not null } && stanza.Payload.Find(name, ns) is not null;

    /// <summary>What is wrong with an iq: it MUST have an id, one of four types, and a request has exactly one child.</summary>
    public static StanzaError? Fault(Stanza iq)
    {
        if (iq.Id is null)
            return StanzaError.BadRequest("An iq has an id.");
        return iq.Type switch
        {
            "get" or "set" when iq.Payload.Children.Count != 1 => StanzaError.BadRequest("A request has exactly one child."),
            "get" or "set" or "result" or "error" => null,
            _ => StanzaError.BadRequest("An iq is a get, a set, a result or an error."),
        };
    }
}
