using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>What is to be looked for in a room's archive, and how the answer reads.</summary>
/// <param name="Iq">The query.</param>
/// <param name="Request">What was read of it; the conditions beside it are stricter and hold too.</param>
public sealed record ArchiveQuestion(Stanza Iq, ArchiveRequest Request)
{
    private static readonly byte[] EndTag = "</message>"u8.ToArray();

    public required Jid Room { get; init; }

    /// <summary>Ids greater than this one: the query's own bound, and what has not run out.</summary>
    public StanzaId? After { get; init; }

    /// <summary>Only what was said under that nickname; null for anybody's.</summary>
    public string? Nick { get; init; }

    /// <summary>Only what that user said, by a bare JID, or that session of them, by a full one; null for anybody.</summary>
    public Jid? Sender { get; init; }

    /// <summary>Nothing can match that the asker may know of; whether the ids that the query names are there is to be told all the same.</summary>
    public bool FindsNothing { get; init; }

    /// <summary>Whether the asker has the right to know who the authors are.</summary>
    public bool ShowsJids { get; init; }

    /// <summary>The results and the iq result behind them, in the order in which they are sent.</summary>
    /// <param name="found">What matches, oldest first.</param>
    /// <param name="isComplete">Whether nothing more does in the direction of reading.</param>
    /// <param name="total">How much matches in all; null when nobody knows.</param>
    public ImmutableArray<EncodedStanza> Answer(IEnumerable<PastMessage> found, bool isComplete, int? total) =>
        [.. ArchiveAnswer.Of(Iq, Room, Request, new ArchivedPage([.. found.Select(ToArchived)], isComplete, total))];

    /// <summary>§4.1.3, §4.3.2: an id that the query names is not in the archive.</summary>
    public ImmutableArray<EncodedStanza> NotFound() => [Iq.Error(StanzaError.ItemNotFound()).Encode()];

    private ArchivedStanza ToArchived(PastMessage message) => new(message.Id, message.Stanza.Head, ShowsJids ? Signed(message) : message.Stanza.Tail);

    /// <summary>
    /// §5.1.2: who may know it is told the author's JID of that time. What clients say in its place was taken off before the message was reflected. What the room said itself has no author.
    /// </summary>
    private static ReadOnlyMemory<byte> Signed(PastMessage message)
    {
        var tail = message.Stanza.Tail;
        if (message.Sender.Resourcepart is null || !tail.Span.EndsWith(EndTag))
            return tail;
        var author = new Element("x", Ns.MucUser).Add(new Element("item", Ns.MucUser).With("jid", message.Sender.ToString()));
        byte[] signed = [.. tail[..^EndTag.Length].Span, .. author.ToUtf8(), .. EndTag];
        return signed;
    }
}
