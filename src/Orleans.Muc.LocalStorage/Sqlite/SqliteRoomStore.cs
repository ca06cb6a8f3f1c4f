using Microsoft.Data.Sqlite;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.LocalStorage.Sqlite;

internal sealed class SqliteRoomStore(SqliteDatabase database) : IRoomStore
{
    /// <summary>Records that are deleted at a time, so that nobody waits for long behind a large room that goes.</summary>
    private const int DeletedAtOnce = 200;

    public bool HasFullText => true;

    public async Task<RoomRows> Open(RoomPartition partition, long epoch, int newest, CancellationToken cancellation)
    {
        // The fence first: once it is committed no older epoch can change what is read next.
        await database.Write(rows => Claim(rows, partition, epoch), cancellation);
        return await database.Read(
            rows => new RoomRows(ReadMembers(rows, partition), SqliteRoomLog.ReadNewest(rows, partition, newest))
            {
                Card = ReadCard(rows, partition),
                PastAffiliations = ReadPastAffiliations(rows, partition),
            },
            cancellation);
    }

    public Task Commit(RoomPartition partition, long epoch, RoomCommit commit, CancellationToken cancellation) => database.Write(
        rows =>
        {
            if (EpochOf(rows, partition) != epoch)
                throw new StaleEpochException(partition, epoch);
            foreach (var member in commit.Members)
                WriteMember(rows, partition, member);
            foreach (var record in commit.Records)
                SqliteRoomLog.Append(rows, partition, record);
            foreach (var record in commit.Replaced)
                SqliteRoomLog.Replace(rows, partition, record);
            if (commit.Card is { } card)
                WriteCard(rows, partition, card);
            if (commit.PastAffiliations.Count > 0)
                WritePastAffiliations(rows, partition, commit);
            return true;
        },
        cancellation);

    public Task<LogRecord[]> ReadAfter(RoomPartition partition, StanzaId? after, int most, CancellationToken cancellation) =>
        database.Read(rows => SqliteRoomLog.ReadAfter(rows, partition, after, most), cancellation);

    public Task<ArchivePage<LogRecord>> Query(RoomPartition partition, ArchiveQuery query, CancellationToken cancellation) =>
        database.Read(rows => SqliteRoomLog.Query(rows, partition, query), cancellation);

    public Task<ArchiveEnds?> Ends(RoomPartition partition, StanzaId? after, CancellationToken cancellation) =>
        database.Read(rows => SqliteRoomLog.Ends(rows, partition, after), cancellation);

    public Task<StanzaId[]> Missing(RoomPartition partition, IReadOnlyList<StanzaId> ids, CancellationToken cancellation) =>
        database.Read(rows => SqliteRoomLog.Missing(rows, partition, ids), cancellation);

    public Task<int> Trim(RoomPartition partition, StanzaId before, int most, CancellationToken cancellation) =>
        database.Write(rows => SqliteRoomLog.Trim(rows, partition, before, most), cancellation);

    public Task<int> TrimUnserved(RoomPartition partition, StanzaId before, int most, CancellationToken cancellation) =>
        database.Write(rows => SqliteRoomLog.TrimUnserved(rows, partition, before, most), cancellation);

    public async Task Delete(RoomPartition partition, CancellationToken cancellation)
    {
        // With the fence goes the right to write, so what is read next is all there will be.
        await database.Write(rows => DeleteRows(rows, partition), cancellation);
        while (await database.Write(rows => SqliteRoomLog.Trim(rows, partition, null, DeletedAtOnce), cancellation) == DeletedAtOnce)
        {
        }

        await database.Write(
            rows =>
            {
                SqliteRoomLog.Forget(rows, partition);
                return true;
            },
            cancellation);
    }

    private static bool DeleteRows(SqliteRows rows, RoomPartition partition)
    {
        foreach (var table in (ReadOnlySpan<string>)["member", "card", "past_affiliation", "fence"])
            rows.Execute($"DELETE FROM {table} WHERE room = $1 AND incarnation = $2", partition.Room.ToString(), partition.Incarnation);
        return true;
    }

    private static bool Claim(SqliteRows rows, RoomPartition partition, long epoch)
    {
        if (EpochOf(rows, partition) > epoch)
            throw new StaleEpochException(partition, epoch);
        rows.Execute("INSERT OR REPLACE INTO fence (room, incarnation, epoch) VALUES ($1, $2, $3)", partition.Room.ToString(), partition.Incarnation, epoch);
        return true;
    }

    private static long? EpochOf(SqliteRows rows, RoomPartition partition) =>
        (long?)rows.Scalar("SELECT epoch FROM fence WHERE room = $1 AND incarnation = $2", partition.Room.ToString(), partition.Incarnation);

    private static List<MemberRow> ReadMembers(SqliteRows rows, RoomPartition partition) => rows.Query(
        "SELECT jid, affiliation, nick, reason, shown, hats FROM member WHERE room = $1 AND incarnation = $2 ORDER BY jid",
        row => new MemberRow(Jid.Parse(row.GetString(0)), row.GetInt32(1), TextOrNull(row, 2), TextOrNull(row, 3))
        {
            LastShown = TextOrNull(row, 4) is { } shown ? new StanzaId(shown) : null,
            Hats = TextOrNull(row, 5),
        },
        partition.Room.ToString(),
        partition.Incarnation);

    private static void WriteMember(SqliteRows rows, RoomPartition partition, MemberRow member)
    {
        var (room, jid) = (partition.Room.ToString(), member.Jid.ToString());
        if (member.IsEmpty)
        {
            rows.Execute("DELETE FROM member WHERE room = $1 AND incarnation = $2 AND jid = $3", room, partition.Incarnation, jid);
            return;
        }

        rows.Execute(
            "INSERT OR REPLACE INTO member (room, incarnation, jid, affiliation, nick, reason, shown, hats) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            room,
            partition.Incarnation,
            jid,
            member.Affiliation,
            member.ReservedNick,
            member.Reason,
            member.LastShown?.Value,
            member.Hats);
    }

    private static byte[]? ReadCard(SqliteRows rows, RoomPartition partition) =>
        (byte[]?)rows.Scalar("SELECT xml FROM card WHERE room = $1 AND incarnation = $2", partition.Room.ToString(), partition.Incarnation);

    private static void WriteCard(SqliteRows rows, RoomPartition partition, byte[] xml)
    {
        if (xml.Length == 0)
            rows.Execute("DELETE FROM card WHERE room = $1 AND incarnation = $2", partition.Room.ToString(), partition.Incarnation);
        else
            rows.Execute("INSERT OR REPLACE INTO card (room, incarnation, xml) VALUES ($1, $2, $3)", partition.Room.ToString(), partition.Incarnation, xml);
    }

    private static List<PastAffiliationRow> ReadPastAffiliations(SqliteRows rows, RoomPartition partition) => rows.Query(
        "SELECT version, jid, affiliation FROM past_affiliation WHERE room = $1 AND incarnation = $2 ORDER BY version",
        row => new PastAffiliationRow(row.GetInt64(0), Jid.Parse(row.GetString(1)), row.GetInt32(2)),
        partition.Room.ToString(),
        partition.Incarnation);

    private static void WritePastAffiliations(SqliteRows rows, RoomPartition partition, RoomCommit commit)
    {
        var room = partition.Room.ToString();
        foreach (var change in commit.PastAffiliations)
            rows.Execute(
                "INSERT OR REPLACE INTO past_affiliation (room, incarnation, version, jid, affiliation) VALUES ($1, $2, $3, $4, $5)",
                room,
                partition.Incarnation,
                change.Version,
                change.Jid.ToString(),
                change.Affiliation);
        rows.Execute("DELETE FROM past_affiliation WHERE room = $1 AND incarnation = $2 AND version < $3", room, partition.Incarnation, commit.OldestVersion);
    }

    private static string? TextOrNull(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
