using Microsoft.Data.Sqlite;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.LocalStorage.Sqlite;

internal sealed class SqliteRoomStore(SqliteDatabase database) : IRoomStore
{
    private const string LogColumns = "id, nick, sender, session, counter, served, head, tail";

    public async Task<RoomRows> Open(RoomPartition partition, long epoch, int newest, CancellationToken cancellation)
    {
        // The fence first: once it is committed no older epoch can change what is read next.
        await database.Write(rows => Claim(rows, partition, epoch), cancellation);
        return await database.Read(
            rows => new RoomRows(ReadMembers(rows, partition), ReadNewest(rows, partition, newest))
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
                Append(rows, partition, record);
            if (commit.Card is { } card)
                WriteCard(rows, partition, card);
            if (commit.PastAffiliations.Count > 0)
                WritePastAffiliations(rows, partition, commit);
            return true;
        },
        cancellation);

    public Task<LogRecord[]> ReadAfter(RoomPartition partition, StanzaId? after, int most, CancellationToken cancellation) => database.Read(
        rows => rows.Query(
            $"SELECT {LogColumns} FROM log WHERE room = $1 AND incarnation = $2 AND id > $3 ORDER BY id LIMIT $4",
            ReadRecord,
            partition.Room.ToString(),
            partition.Incarnation,
            after?.Value ?? "",
            most).ToArray(),
        cancellation);

    public Task Delete(RoomPartition partition, CancellationToken cancellation) => database.Write(
        rows =>
        {
            foreach (var table in (ReadOnlySpan<string>)["log", "member", "card", "past_affiliation", "fence"])
                rows.Execute($"DELETE FROM {table} WHERE room = $1 AND incarnation = $2", partition.Room.ToString(), partition.Incarnation);
            return true;
        },
        cancellation);

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

    private static List<LogRecord> ReadNewest(SqliteRows rows, RoomPartition partition, int newest)
    {
        var found = rows.Query(
            $"SELECT {LogColumns} FROM log WHERE room = $1 AND incarnation = $2 ORDER BY id DESC LIMIT $3",
            ReadRecord,
            partition.Room.ToString(),
            partition.Incarnation,
            newest);
        found.Reverse();
        return found;
    }

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

    private static void Append(SqliteRows rows, RoomPartition partition, LogRecord record) => rows.Execute(
        $"INSERT INTO log (room, incarnation, {LogColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
        partition.Room.ToString(),
        partition.Incarnation,
        record.Id.Value,
        record.Nick,
        record.Sender.ToString(),
        record.Session,
        record.Counter,
        record.Served,
        record.Head,
        record.Tail);

    private static LogRecord ReadRecord(SqliteDataReader row) => new(
        new StanzaId(row.GetString(0)),
        row.GetString(1),
        Jid.Parse(row.GetString(2)),
        row.GetString(3),
        row.GetInt64(4),
        row.GetBoolean(5),
        row.GetFieldValue<byte[]>(6),
        row.GetFieldValue<byte[]>(7));

    private static string? TextOrNull(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
