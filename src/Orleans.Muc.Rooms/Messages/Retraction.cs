using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>A message that takes back an earlier one: its author's (XEP-0424) or a moderator's (XEP-0425).</summary>
/// <param name="Of">The id the room gave the message that is taken back.</param>
/// <param name="Moderated">By whom and why, when a moderator did it; null when it was the author.</param>
internal sealed record Retraction(StanzaId Of, Element? Moderated)
{
    private const string Name = "retract";
    private const string Past = "retracted";

    /// <summary>What a message takes back, as it was reflected; null when it takes nothing back.</summary>
    public static Retraction? In(PastMessage message)
    {
        // Read for every message there is, so the bytes are looked through before anything is parsed.
        if (message.Stanza.Tail.Span.IndexOf("urn:xmpp:message-retract:1"u8) < 0)
            return null;
        return Whole(message.Stanza).Child(Name, Ns.Retraction) is { } retract && StanzaId.TryParse(retract["id"], out var of)
            ? new Retraction(of, retract.Child("moderated", Ns.Moderation) is null ? null : retract)
            : null;
    }

    /// <summary>The element of a moderator's retraction.</summary>
    /// <param name="of">The message that is taken back.</param>
    /// <param name="by">The moderator, when present.</param>
    /// <param name="reason">Why; null without one.</param>
    public static Element ByModerator(StanzaId of, Occupant? by, string? reason)
    {
        var moderated = new Element("moderated", Ns.Moderation);
        if (by is not null)
            moderated.With("by", by.OccupantJid.ToString()).Add(new Element("occupant-id", Ns.OccupantId).With("id", by.OccupantId));
        var retract = new Element(Name, Ns.Retraction).With("id", of.Value).Add(moderated);
        return reason is null ? retract : retract.Add("reason", reason);
    }

    /// <summary>XEP-0424 §5: a retraction counts when it comes from who wrote the message, or from the room itself; and the first one does, of a message of which something is left.</summary>
    public bool Counts(PastMessage retracting, PastMessage retracted) =>
        (Moderated is not null ? retracting.Sender.Resourcepart is null : retracting.Sender.Bare == retracted.Sender.Bare)
        && Whole(retracted.Stanza).Child(Past, Ns.Retraction) is null;

    /// <summary>XEP-0424 §4 and XEP-0425 §4: what stays of the message: who wrote it and when, and that it was taken back.</summary>
    public PastMessage Tombstone(PastMessage retracting, PastMessage retracted)
    {
        var old = Whole(retracted.Stanza);
        var past = new Element(Past, Ns.Retraction).With("id", Whole(retracting.Stanza)["id"]).With("stamp", Stamps.Of(retracting.Id.At));
        if (Moderated is not null)
            past.Add(Moderated.Children.ToArray());
        var kept = old.Children.Where(child => child.Namespace is Ns.OccupantId or Ns.StanzaIds).Append(past);
        var stanza = new Stanza(StanzaKind.Message, Payload.Of([.. kept]))
        {
            Type = "groupchat",
            Id = old["id"],
            From = Jid.Parse(old["from"]!),
        };
        return retracted with { Stanza = stanza.Encode(), Text = null };
    }

    private static Element Whole(EncodedStanza stanza)
    {
        var xml = new byte[stanza.Length];
        stanza.CopyTo(xml, default);
        return Element.Parse(xml);
    }
}
