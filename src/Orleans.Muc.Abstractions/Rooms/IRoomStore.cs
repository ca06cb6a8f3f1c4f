using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Rooms;

/// <summary>
/// The rows of a room and its log (DESIGN: storage). Writing is single: <see cref="Open"/> claims the partition for an epoch, and from then on every
/// write under an older epoch is refused with <see cref="StaleEpochException"/>, whoever believes to host the room.
/// </summary>
public interface IRoomStore
{
    /// <summary>Whether <see cref="ArchiveQuery.Text"/> can be asked for.</summary>
    bool HasFullText { get; }

    /// <summary>Claims the partition for <paramref name="epoch"/> and reads its rows and the newest <paramref name="newest"/> log records, oldest first.</summary>
    /// <exception cref="StaleEpochException">A greater epoch has claimed it. (The same epoch may open again: a retried call.)</exception>
    Task<RoomRows> Open(RoomPartition partition, long epoch, int newest, CancellationToken cancellation);

    /// <summary>Writes all of a commit or nothing. A record whose id is already there is left alone: a repeated commit doubles nothing.</summary>
    /// <exception cref="StaleEpochException">The partition belongs to a later epoch.</exception>
    Task Commit(RoomPartition partition, long epoch, RoomCommit commit, CancellationToken cancellation);

    /// <summary>Log records with an id greater than <paramref name="after"/> (null: from the first), oldest first, at most <paramref name="most"/>.</summary>
    Task<LogRecord[]> ReadAfter(RoomPartition partition, StanzaId? after, int most, CancellationToken cancellation);

    /// <summary>Served records of the log. What a query costs is bounded by its page, not by the length of the log.</summary>
    /// <exception cref="NotSupportedException">It asks for a text, and there is no full text here.</exception>
    Task<ArchivePage<LogRecord>> Query(RoomPartition partition, ArchiveQuery query, CancellationToken cancellation);

    /// <summary>The first and the last served record with an id greater than <paramref name="after"/> (null: of all); null when there is none.</summary>
    Task<ArchiveEnds?> Ends(RoomPartition partition, StanzaId? after, CancellationToken cancellation);

    /// <summary>Those of the ids that are no served record, in the order given.</summary>
    Task<StanzaId[]> Missing(RoomPartition partition, IReadOnlyList<StanzaId> ids, CancellationToken cancellation);

    /// <summary>Deletes records with ids less than <paramref name="before"/>, oldest first, served or not, at most <paramref name="most"/>; returns how many.</summary>
    Task<int> Trim(RoomPartition partition, StanzaId before, int most, CancellationToken cancellation);

    /// <summary>As <see cref="Trim"/>, but only records that are never served.</summary>
    Task<int> TrimUnserved(RoomPartition partition, StanzaId before, int most, CancellationToken cancellation);

    /// <summary>Deletes all of a partition; a partition that is not there is fine.</summary>
    Task Delete(RoomPartition partition, CancellationToken cancellation);
}

/// <summary>One life of a room: destroying and creating it again makes the next incarnation.</summary>
public readonly record struct RoomPartition(Jid Room, long Incarnation);

/// <summary>What one flush writes.</summary>
public sealed record RoomCommit(IReadOnlyList<MemberRow> Members, IReadOnlyList<LogRecord> Records)
{
    /// <summary>Written after <see cref="Records"/>: each takes the place of the stored record of its id, if there is one. The tombstones of retracted messages.</summary>
    public IReadOnlyList<LogRecord> Replaced { get; init; } = [];

    /// <summary>The room's vCard as XML, at most 128 KiB; empty deletes it, null leaves it.</summary>
    public byte[]? Card { get; init; }

    /// <summary>Changes of the affiliation list, by rising version.</summary>
    public IReadOnlyList<PastAffiliationRow> PastAffiliations { get; init; } = [];

    /// <summary>Changes that made versions before this one are deleted, when there are new ones.</summary>
    public long OldestVersion { get; init; }
}

/// <summary>What the affiliation of <see cref="Jid"/> was until the change that made this version of the list (XEP-0463).</summary>
public sealed record PastAffiliationRow(long Version, Jid Jid, int Affiliation);

/// <summary>An affiliation and registration, and the hats worn, by bare JID. Affiliation 0 without a nick and hats deletes the row.</summary>
public sealed record MemberRow(Jid Jid, int Affiliation, string? ReservedNick, string? Reason)
{
    /// <summary>The last message shown to who has the nick reserved, null when unknown.</summary>
    public StanzaId? LastShown { get; init; }

    /// <summary>Ids of the hats, in the order they were given, with a space between; null without any.</summary>
    public string? Hats { get; init; }

    public bool IsEmpty => Affiliation == 0 && ReservedNick is null && Hats is null;
}

/// <summary>
/// A message of the room's log: what was shown to all, and where it came from. <see cref="Served"/> false: kept for replay only, never served
/// as history.
/// </summary>
public sealed record LogRecord(StanzaId Id, string Nick, Jid Sender, string Session, long Counter, bool Served, byte[] Head, byte[] Tail)
{
    /// <summary>What full text finds it by; null for nothing. Given when it is written, and need not come back.</summary>
    public string? Text { get; init; }
}

public sealed record RoomRows(IReadOnlyList<MemberRow> Members, IReadOnlyList<LogRecord> Newest)
{
    /// <summary>The room's vCard as XML; null without one.</summary>
    public byte[]? Card { get; init; }

    /// <summary>The changes of the affiliation list that are kept, by rising version.</summary>
    public IReadOnlyList<PastAffiliationRow> PastAffiliations { get; init; } = [];
}

/// <summary>A write under an epoch that is over: another activation of the room has taken its place. Announce nothing, deactivate.</summary>
public sealed class StaleEpochException(RoomPartition partition, long epoch)
    : Exception($"Room {partition.Room} (incarnation {partition.Incarnation}) has left epoch {epoch} behind.");
