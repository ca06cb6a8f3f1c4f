using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>
/// The stored side of one activation of a room: its head, its partition and the epoch it writes under. Knows which events leave a mark and
/// which of them change the head.
/// </summary>
internal sealed class RoomLedger(Room room, IPersistentState<RoomHead> head, IRoomStore store, MessageKeeping keeping)
{
    /// <summary>Log records read when a room wakes: its history, and the origins whose repetition it must recognise.</summary>
    private const int NewestRecords = 1000;

    private const int PageSize = 500;

    private readonly HashSet<string> _connections = new(head.State.Connections, StringComparer.Ordinal);

    private long _recordedVersion = room.AffiliationVersion;

    public Jid Room => room.Jid;

    public long Epoch => head.State.Epoch;

    private RoomPartition Partition => new(room.Jid, head.State.Incarnation);

    /// <summary>
    /// Takes over a room that is there, with all that it keeps at hand: where much was said that is never shown, the messages that are shown lie farther back than the newest records reach.
    /// </summary>
    /// <param name="room">The bare JID.</param>
    /// <param name="head">Its head.</param>
    /// <param name="store">Where its rows are.</param>
    /// <param name="history">Messages that it keeps at hand.</param>
    public static async Task<RoomRows> Wake(Jid room, IPersistentState<RoomHead> head, IRoomStore store, int history)
    {
        var rows = await TakeOver(room, head, store);
        if (rows.Newest.Count < NewestRecords || rows.Newest.Count(record => record.Served) >= history)
            return rows;
        var query = new ArchiveQuery { Before = rows.Newest[0].Id, FromEnd = true, Most = history };
        var older = await store.Query(new RoomPartition(room, head.State.Incarnation), query, CancellationToken.None);
        return rows with { Newest = [.. older.Items, .. rows.Newest] };
    }

    /// <summary>Takes the room over: the next epoch in the head first, then in the partition's fence. Under it nobody else writes any more.</summary>
    private static async Task<RoomRows> TakeOver(Jid room, IPersistentState<RoomHead> head, IRoomStore store)
    {
        head.State.Epoch++;
        await head.WriteStateAsync();
        var (partition, epoch) = (new RoomPartition(room, head.State.Incarnation), head.State.Epoch);
        var rows = await store.Open(partition, epoch, NewestRecords, CancellationToken.None);
        if (head.State.Intent is not { } intent)
            return rows;
        // The activation before this one was cut off in the middle of a change.
        await store.Commit(partition, epoch, intent.ToCommit(), CancellationToken.None);
        head.State.Intent = null;
        await head.WriteStateAsync();
        return await store.Open(partition, epoch, NewestRecords, CancellationToken.None);
    }

    /// <summary>What must be stored before this outcome is announced; null when nothing.</summary>
    public RoomWrites? Record(Outcome outcome)
    {
        List<MemberRow>? members = null;
        List<LogRecord>? records = null;
        List<PastMessage>? retracting = null;
        byte[]? card = null;
        bool begins = false, ends = false, changesHead = AddConnections(outcome);
        foreach (var happening in outcome.Events)
        {
            switch (happening)
            {
                case MemberChanged changed:
                    (members ??= []).Add(RoomRecords.ToRow(room, changed.Member.Jid));
                    break;
                case MemberLeftOff left:
                    (members ??= []).Add(RoomRecords.ToRow(room, left.Jid));
                    break;
                case HatsWorn worn:
                    (members ??= []).Add(RoomRecords.ToRow(room, worn.Wearer.Jid));
                    break;
                case HatDestroyed destroyed:
                    (members ??= []).AddRange(destroyed.Wearers.Select(wearer => RoomRecords.ToRow(room, wearer)));
                    changesHead = true;
                    break;
                case MessageSpoken spoken when keeping.Stored:
                    (records ??= []).Add(RoomRecords.ToRecord(spoken.Message));
                    if (Tombstones.TakenBackBy(spoken.Message) is not null)
                        (retracting ??= []).Add(spoken.Message);
                    break;
                case SubjectChanged changed:
                    if (keeping.Stored && changed.Message is { } message)
                        (records ??= []).Add(RoomRecords.ToRecord(message));
                    changesHead = true;
                    break;
                case CardChanged changed:
                    card = changed.Card?.Xml ?? [];
                    break;
                case RoomCreated created:
                    (members ??= []).Add(new MemberRow(created.Owner, (int)Affiliation.Owner, null, null));
                    begins = changesHead = true;
                    break;
                case RoomDestroyed:
                    ends = changesHead = true;
                    break;
                case RoomUnlocked or ConfigurationChanged or HatDefined:
                    changesHead = true;
                    break;
            }
        }

        if (!changesHead && members is null && records is null && card is null)
            return null;
        return new RoomWrites
        {
            Begins = begins,
            Ends = ends,
            Members = members ?? [],
            Records = records ?? [],
            Retracting = retracting ?? [],
            Card = card,
            PastAffiliations = PastAffiliations(),
            Head = changesHead ? HeadAsNow() : null,
            IsJoined = changesHead && members is not null && !begins && !ends,
        };
    }

    /// <summary>The changes of the affiliation list since the last call.</summary>
    private PastAffiliationRow[] PastAffiliations()
    {
        if (room.AffiliationVersion == _recordedVersion)
            return [];
        PastAffiliationRow[] rows = [.. room.PastAffiliationsAfter(_recordedVersion).Select(RoomRecords.ToRow)];
        _recordedVersion = room.AffiliationVersion;
        return rows;
    }

    /// <summary>Writes all of it, or as much as is begun before the token ends: what a store has taken it may still write.</summary>
    public async Task Write(RoomWrites writes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (writes.Begins)
            await Begin();
        if (writes.IsJoined)
            await WriteJoined(writes);
        if (!writes.Ends && (writes.Members.Count > 0 || writes.Records.Count > 0 || writes.Card is not null))
        {
            var tombstones = await RetractedRecords.Of(writes, query => Query(query, cancellation));
            await store.Commit(Partition, Epoch, RoomRecords.ToCommit(writes) with { Replaced = tombstones }, cancellation);
        }

        if (writes.Head is { } change)
        {
            cancellation.ThrowIfCancellationRequested();
            change(head.State);
            if (writes.Ends && !head.State.RowsToDelete.Contains(head.State.Incarnation))
                head.State.RowsToDelete.Add(head.State.Incarnation);
            head.State.Intent = null;
            await head.WriteStateAsync(cancellation);
        }
    }

    /// <summary>The head comes first, and says what is to become of the rows; when those are written, the head is written once more without that.</summary>
    private Task WriteJoined(RoomWrites writes)
    {
        writes.Head!(head.State);
        head.State.Intent = HeadIntent.Of(RoomRecords.ToCommit(writes));
        return head.WriteStateAsync();
    }

    /// <summary>Deletes the rows of the lives that have ended.</summary>
    /// <returns>What is to be written of it when it is done; null when there was nothing to do.</returns>
    public async Task<RoomWrites?> DeleteRows()
    {
        long[] ended = [.. head.State.RowsToDelete];
        foreach (var incarnation in ended)
            await store.Delete(new RoomPartition(room.Jid, incarnation), CancellationToken.None);
        return ended.Length == 0 ? null : new RoomWrites { Head = state => state.RowsToDelete.RemoveAll(ended.Contains) };
    }

    /// <summary>Log records after an id, oldest first; empty at the end.</summary>
    public Task<LogRecord[]> ReadAfter(StanzaId? after) => store.ReadAfter(Partition, after, PageSize, CancellationToken.None);

    public Task<ArchivePage<LogRecord>> Query(ArchiveQuery query, CancellationToken cancellation) => store.Query(Partition, query, cancellation);

    public Task<StanzaId[]> Missing(IReadOnlyList<StanzaId> ids, CancellationToken cancellation) => store.Missing(Partition, ids, cancellation);

    public Task<ArchiveEnds?> Ends(StanzaId? after, CancellationToken cancellation) => store.Ends(Partition, after, cancellation);

    public Task<int> Trim(StanzaId before, int most) => store.Trim(Partition, before, most, CancellationToken.None);

    public Task<int> TrimUnserved(StanzaId before, int most) => store.TrimUnserved(Partition, before, most, CancellationToken.None);

    /// <summary>Claims the next incarnation before any row of it exists, so that of two activations that create the room at once only one goes on.</summary>
    private async Task Begin()
    {
        head.State.Incarnation++;
        head.State.Status = HeadStatus.Absent;
        head.State.Intent = null;
        await TakeOver(room.Jid, head, store);
    }

    /// <summary>The head as the room is at this moment, which a later batch may have left behind by the time it is written.</summary>
    private Action<RoomHead> HeadAsNow()
    {
        var status = RoomRecords.ToHead(room.Status);
        var configuration = room.Configuration.ToFields().ToDictionary();
        var subject = room.Subject is { } now ? RoomRecords.ToHead(now) : null;
        byte[] key = [.. room.OccupantIdKey];
        var createdAt = room.CreatedAt;
        var tombstone = room.Tombstone is { } left ? RoomRecords.ToHead(left) : null;
        List<HeadHat> hats = [.. room.Hats.Hats.Select(RoomRecords.ToHead)];
        KeepPresentConnections();
        List<string> connections = [.. _connections];
        return state =>
        {
            state.Status = status;
            state.Configuration = configuration;
            state.Subject = subject;
            state.OccupantIdKey = key;
            state.CreatedAt = createdAt;
            state.Tombstone = tombstone;
            state.Connections = connections;
            state.Hats = hats;
        };
    }

    /// <summary>A connection grain is in the head before the first entry through it is announced.</summary>
    private bool AddConnections(Outcome outcome)
    {
        var added = false;
        foreach (var announcement in outcome.Announcements)
        {
            if (announcement is not RosterPut put)
                continue;
            foreach (var visit in put.Entry.Visits)
                added |= _connections.Add(visit.Connection);
        }

        return added;
    }

    private void KeepPresentConnections()
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in room.Roster)
        {
            foreach (var visit in entry.Visits)
                present.Add(visit.Connection);
        }

        _connections.IntersectWith(present);
    }
}
