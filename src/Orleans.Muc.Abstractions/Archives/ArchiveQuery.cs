using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Archives;

/// <summary>Which part of an archive (XEP-0313) is wanted. Only what is served is found; all conditions that are given hold together.</summary>
public sealed record ArchiveQuery
{
    /// <summary>Ids greater than this one; null for all.</summary>
    public StanzaId? After { get; init; }

    /// <summary>Ids less than this one; null for all.</summary>
    public StanzaId? Before { get; init; }

    /// <summary>In a room the nickname of the author, as it is written; in a user's archive the other's bare JID, for all their resources, or full JID, for that one. Null for everybody.</summary>
    public string? With { get; init; }

    /// <summary>In a room the author's real JID: a bare one for all their resources, a full one for that one. Null for everybody.</summary>
    public Jid? Sender { get; init; }

    /// <summary>Words, all of which the text must hold; only where there is full text. What has no letter or digit in it is no word, and a text without words finds nothing.</summary>
    public string? Text { get; init; }

    /// <summary>Only these; null for all.</summary>
    public IReadOnlyList<StanzaId>? Ids { get; init; }

    /// <summary>Whether the newest of what matches is wanted, not the oldest.</summary>
    public bool FromEnd { get; init; }

    /// <summary>Items at most. With 0 one learns whether, and perhaps how much, matches.</summary>
    public required int Most { get; init; }

    /// <summary>Whether <see cref="ArchivePage{T}.Total"/> is wanted; if not, nobody need count.</summary>
    public bool CountsTotal { get; init; } = true;

    /// <summary>Bytes of heads and tails at most; one item always comes, however large.</summary>
    public int MostBytes { get; init; } = 1 << 20;
}

/// <summary>A part of an archive.</summary>
/// <param name="Items">Oldest first, in either direction of reading.</param>
/// <param name="IsComplete">Whether nothing more matches in the direction of reading.</param>
public sealed record ArchivePage<T>(IReadOnlyList<T> Items, bool IsComplete)
{
    /// <summary>How many match the query altogether, whatever its <see cref="ArchiveQuery.Most"/>; null where counting would cost too much.</summary>
    public int? Total { get; init; }
}

/// <summary>The first and the last of what an archive serves.</summary>
public sealed record ArchiveEnds(StanzaId Oldest, StanzaId Newest);
