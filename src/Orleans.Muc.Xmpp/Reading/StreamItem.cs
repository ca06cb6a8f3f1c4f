namespace Orleans.Muc.Xmpp;

/// <summary>What a stream consists of: its opening, first-level elements, its end.</summary>
public abstract record StreamItem
{
    private StreamItem()
    {
    }

    /// <summary>The opening tag of a stream (RFC 6120 §4.2). The addresses are as written: judging them is the session's.</summary>
    public sealed record Opened(string? To, string? From, string? Version, string? Lang, string DefaultNamespace, string? Id) : StreamItem;

    /// <summary>A message, presence or iq of the stream's default namespace.</summary>
    public sealed record StanzaItem(Stanza Stanza) : StreamItem
    {
        /// <summary>Whether <c>to</c> or <c>from</c> is no JID.</summary>
        public bool JidMalformed => Stanza.MalformedTo is not null || Stanza.MalformedFrom is not null;
    }

    /// <summary>Any other first-level element: auth, starttls, r, enable.</summary>
    public sealed record ElementItem(Element Element) : StreamItem;

    /// <summary>The end tag of the stream.</summary>
    public sealed record Closed : StreamItem;
}
