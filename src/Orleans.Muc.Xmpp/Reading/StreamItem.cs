namespace Orleans.Muc.Xmpp;

/// <summary>What a stream consists of: its opening, each <see cref="Stanza"/>, other first-level elements, its end.</summary>
public abstract record StreamItem
{
    private protected StreamItem()
    {
    }

    /// <summary>The opening tag of a stream (RFC 6120 §4.2). The addresses are as written: judging them is the session's.</summary>
    public sealed record Opened(string? To, string? From, string? Version, string? Lang, string DefaultNamespace, string? Id) : StreamItem;

    /// <summary>Any other first-level element: auth, starttls, r, enable.</summary>
    public sealed record ElementItem(Element Element) : StreamItem;

    /// <summary>The end tag of the stream.</summary>
    public sealed record Closed : StreamItem;
}
