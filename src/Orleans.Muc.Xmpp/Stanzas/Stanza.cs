namespace Orleans.Muc.Xmpp;

/// <summary>A message, presence or iq (RFC 6120 §8): its addressing as values, its children as bytes. Immutable.</summary>
public sealed record Stanza(StanzaKind Kind, Payload Payload) : StreamItem
{
    public string? Type { get; init; }

    public string? Id { get; init; }

    public Jid? From { get; init; }

    public Jid? To { get; init; }

    /// <summary>The <c>xml:lang</c> of the stanza, or that of the stream it came by.</summary>
    public string? Lang { get; init; }

    /// <summary>What stood in <c>to</c> when that is no JID (RFC 7622); <see cref="To"/> is null then.</summary>
    public string? MalformedTo { get; init; }

    /// <summary>What stood in <c>from</c> when that is no JID (RFC 7622); <see cref="From"/> is null then.</summary>
    public string? MalformedFrom { get; init; }

    /// <summary>Whether an error may answer it: never an error, never an iq result (RFC 6120 §8.3.1).</summary>
    public bool CanBeAnswered => Type != "error" && !(Kind == StanzaKind.Iq && Type == "result");

    /// <summary>The iq result answering this stanza: addresses swapped, same id (RFC 6120 §8.2.3).</summary>
    public Stanza Result(params Element[] children) =>
        new(StanzaKind.Iq, Payload.Of(children)) { Type = "result", Id = Id, From = To, To = From };

    /// <summary>The error answering this stanza: addresses swapped, same kind and id, the original payload left out (RFC 6120 §8.3.1).</summary>
    public Stanza Error(StanzaError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new Stanza(Kind, Payload.Of(error.ToElement())) { Type = "error", Id = Id, From = To, To = From };
    }

    /// <summary>The wire form of everything but <c>to</c>, so that one encoding serves every recipient.</summary>
    public EncodedStanza Encode() => StanzaEncoder.Encode(this);

    /// <summary>XML text with <c>to</c>, for logs and tests.</summary>
    public override string ToString() => StanzaEncoder.ToText(this);
}
