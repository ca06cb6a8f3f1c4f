using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>A message as an account's archive sees it (XEP-0313 §3).</summary>
/// <param name="With">The other one: the sender of what comes in, the addressee of what goes out.</param>
/// <param name="Stanza">It, without the marks of this archive.</param>
public sealed record Letter(Jid With, Stanza Stanza)
{
    /// <summary>What its id has in place of a random part, so that it is known again when it comes twice; null for whatever is thrown.</summary>
    public ulong? Mark { get; init; }

    /// <summary>
    /// XEP-0359 §3: nobody but the account's own server says what the account's archive calls a stanza. Whatever claims to is taken off what comes in, and off what goes out.
    /// </summary>
    public static Stanza WithoutForgedIds(Stanza stanza, Jid account)
    {
        ArgumentNullException.ThrowIfNull(stanza);
        return stanza with { Payload = stanza.Payload.Without(child => IsIdBy(child, account)) };
    }

    /// <summary>
    /// The letter that an account's message is, incoming or outgoing; what it sends to itself is one letter, not two (XEP-0313 §6.1.1). §8.4: what an archive seems to say of the sender of a
    /// room's message is not stored; an invitation in the same element is.
    /// </summary>
    /// <param name="stanza">Its <c>from</c> or its <c>to</c> is the account.</param>
    public static Letter Of(Stanza stanza, Jid account)
    {
        ArgumentNullException.ThrowIfNull(stanza);
        var stored = stanza with { Payload = stanza.Payload.Without(NamesSomebody) };
        return new Letter(stanza.From!.Bare == account ? stanza.To! : stanza.From!, stored);
    }

    /// <summary>XEP-0313 §3.5: what the account's own sessions are shown of a stored message.</summary>
    public static Stanza Marked(Stanza stanza, Jid account, StanzaId id)
    {
        ArgumentNullException.ThrowIfNull(stanza);
        ArgumentNullException.ThrowIfNull(account);
        return stanza with { Payload = stanza.Payload.With(new Element("stanza-id", Ns.StanzaIds).With("by", account.ToString()).With("id", id.Value)) };
    }

    /// <summary>Whether the account's archive has given the stanza an id.</summary>
    public static bool IsMarked(Stanza stanza, Jid account)
    {
        ArgumentNullException.ThrowIfNull(stanza);
        return stanza.Kind == StanzaKind.Message && stanza.Payload.Children.Any(child => IsIdBy(child, account));
    }

    /// <summary>The bytes to be stored: all of the stanza, its <c>to</c> included.</summary>
    public (byte[] Head, byte[] Tail) Encode()
    {
        var encoded = Stanza.Encode();
        var to = XmlText.EscapeUtf8(Stanza.To!.ToString());
        return ([.. encoded.Head.Span, .. " to='"u8, .. to, .. "'"u8], encoded.Tail.ToArray());
    }

    private static bool NamesSomebody(PayloadChild child) => child is { Name: "x", Namespace: Ns.MucUser } && child.Parse().Child("item", Ns.MucUser) is not null;

    private static bool IsIdBy(PayloadChild child, Jid account) =>
        child is { Name: "stanza-id", Namespace: Ns.StanzaIds }
        && (child.Parse()["by"] is not { } by || (Jid.TryParse(by, out var address) && address == account));
}
