namespace Orleans.Muc.Xmpp;

/// <summary>
/// What somebody wants of an archive (XEP-0313 §4). All conditions hold together; times have become bounds of ids, which are in the order of time.
/// </summary>
public sealed record ArchiveRequest
{
    /// <summary>Items of a page when the query doesn't say.</summary>
    public const int DefaultItems = 50;

    /// <summary>Items of a page, whatever the query says (§4.3.1: a reasonable limit).</summary>
    public const int MostItems = 100;

    /// <summary>Ids that <c>ids</c> may name.</summary>
    public const int MostIds = 500;

    /// <summary>Characters of a queryid: every result repeats it.</summary>
    public const int MostQueryIdChars = 256;

    /// <summary>Characters of <see cref="Text"/>: each of its words is looked for by itself.</summary>
    public const int MostTextCharacters = 256;

    /// <summary>Goes back with every result; null without one.</summary>
    public string? QueryId { get; init; }

    /// <summary>§4.1.1: only messages from or to this address, whatever the resource when it is bare.</summary>
    public Jid? With { get; init; }

    /// <summary>Ids greater than: the strictest of <c>start</c>, <c>after-id</c> and the page's <c>after</c>.</summary>
    public StanzaId? After { get; init; }

    /// <summary>Ids less than: the strictest of <c>end</c>, <c>before-id</c> and the page's <c>before</c>.</summary>
    public StanzaId? Before { get; init; }

    /// <summary>§4.1.3: only these, each once; null without the field.</summary>
    public IReadOnlyList<StanzaId>? Ids { get; init; }

    /// <summary>Every id that the query names. §4.1.3, §4.3.2: when one of them is not in the archive the answer is <c>item-not-found</c>.</summary>
    public IReadOnlyList<StanzaId> Named { get; init; } = [];

    /// <summary>XEP-0431: words to be found; null without any.</summary>
    public string? Text { get; init; }

    /// <summary>§4.1.4; null leaves it to the archive.</summary>
    public bool? IncludeGroupchat { get; init; }

    /// <summary>The page at the end of what matches, not at its beginning (§4.3.3).</summary>
    public bool FromEnd { get; init; }

    /// <summary>Whether the page begins or ends at an item of another page (§4.3.2), so that it tells nothing of how much matches in all.</summary>
    public bool IsFurtherPage { get; init; }

    /// <summary>Items of the page, 0 to <see cref="MostItems"/>; 0 asks only how much there is (XEP-0059 §2.7).</summary>
    public int Items { get; init; } = DefaultItems;

    /// <summary>§4.3.4: the newest result is sent first.</summary>
    public bool Flipped { get; init; }
}

/// <summary>The fields that not every archive understands, and whether this one does.</summary>
public sealed record ArchiveFields
{
    /// <summary>XEP-0431: <c>{urn:xmpp:fulltext:0}fulltext</c>.</summary>
    public bool FullText { get; init; }

    /// <summary>XEP-0313 §4.1.4: <c>include-groupchat</c>.</summary>
    public bool Groupchat { get; init; }
}
