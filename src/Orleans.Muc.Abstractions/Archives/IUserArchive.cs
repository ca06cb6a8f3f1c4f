using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Archives;

/// <summary>
/// The messages of accounts (XEP-0313 §3.3.1), each account's by its bare JID. There is no fence as rooms have it: ids are unique, so two activations of a user for a moment lose nothing.
/// </summary>
public interface IUserArchive
{
    /// <summary>Messages that one <see cref="Append"/> stores all together or not at all, whatever the storage: a transaction of a table has 100 changes.</summary>
    const int MostAppended = 49;

    /// <summary>Bytes of their heads and tails; a single message may have more. A table's transaction has 4 MiB, of which text and base64 take their share.</summary>
    const int MostAppendedBytes = 1 << 20;

    /// <summary>Whether <see cref="ArchiveQuery.Text"/> can be asked for.</summary>
    bool HasFullText { get; }

    /// <summary>
    /// Stores all of the messages or none, if they are no more than <see cref="MostAppended"/> and <see cref="MostAppendedBytes"/>; of more there may be a first part after a fault. One whose id is already there is left alone: a repeated call
    /// doubles nothing.
    /// </summary>
    Task Append(Jid account, IReadOnlyList<ArchivedMessage> messages, CancellationToken cancellation);

    /// <summary>A page of the account's messages. What it costs is bounded by its page, not by the length of the archive.</summary>
    /// <exception cref="NotSupportedException">It asks for a text, and there is no full text here.</exception>
    Task<ArchivePage<ArchivedMessage>> Query(Jid account, ArchiveQuery query, CancellationToken cancellation);

    /// <summary>The first and the last message with an id greater than <paramref name="after"/> (null: of all); null when there is none.</summary>
    Task<ArchiveEnds?> Ends(Jid account, StanzaId? after, CancellationToken cancellation);

    /// <summary>Those of the ids that are no message of the account, in the order given.</summary>
    Task<StanzaId[]> Missing(Jid account, IReadOnlyList<StanzaId> ids, CancellationToken cancellation);

    /// <summary>Deletes messages with ids less than <paramref name="before"/>, oldest first, at most <paramref name="most"/>; returns how many.</summary>
    Task<int> Trim(Jid account, StanzaId before, int most, CancellationToken cancellation);

    /// <summary>Deletes all of an account; one that has nothing is fine.</summary>
    Task Delete(Jid account, CancellationToken cancellation);
}

/// <summary>A message as the account sent or received it.</summary>
/// <param name="Id">Its archive id, and its time.</param>
/// <param name="With">The other one: who it is from, or who it is to, with the resource when there was one.</param>
/// <param name="Head">The beginning of the stanza, its <c>to</c> included.</param>
/// <param name="Tail">The rest of it.</param>
public sealed record ArchivedMessage(StanzaId Id, Jid With, byte[] Head, byte[] Tail)
{
    /// <summary>What full text finds it by; null for nothing. Given when it is written, and need not come back.</summary>
    public string? Text { get; init; }
}
