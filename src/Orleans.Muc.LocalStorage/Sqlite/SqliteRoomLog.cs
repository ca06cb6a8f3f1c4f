using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>The log of rooms, and the archive that is in it.</summary>
internal static class SqliteRoomLog
{
    /// <summary>Matches that are counted; where there are more, nobody learns how many. Fewer where each has to be looked up beside the index.</summary>
    private const int MostCounted = 10_000, MostLookedUp = 1_000;

    /// <summary>Before every id, and behind every id.</summary>
    private const string Lowest = "", Highest = "g";

    private const string Columns = "log.id, log.nick, log.sender, log.session, log.counter, log.served, log.head, log.tail";

    private const string InPartition = "log.room = $1 AND log.incarnation = $2";

    public static LogRecord[] ReadAfter(SqliteRows rows, RoomPartition partition, StanzaId? after, int most) => [.. rows.Query(
        $"SELECT {Columns} FROM log WHERE {InPartition} AND id > $3 ORDER BY id LIMIT $4",
        ReadRecord,
        partition.Room.ToString(),
        partition.Incarnation,
        after?.Value ?? Lowest,
        most)];

    public static List<LogRecord> ReadNewest(SqliteRows rows, RoomPartition partition, int newest)
    {
        var found = rows.Query(
            $"SELECT {Columns} FROM log WHERE {InPartition} ORDER BY id DESC LIMIT $3",
            ReadRecord,
            partition.Room.ToString(),
            partition.Incarnation,
            newest);
        found.Reverse();
        return found;
    }

    public static void Append(SqliteRows rows, RoomPartition partition, LogRecord record)
    {
        var added = rows.Execute(
            "INSERT INTO log (room, incarnation, id, nick, sender, session, counter, served, head, tail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
            Values(partition, record));
        if (added > 0)
            Index(rows, partition, record);
    }

    public static void Replace(SqliteRows rows, RoomPartition partition, LogRecord record)
    {
        var replaced = rows.Execute(
            "UPDATE log SET nick = $4, sender = $5, session = $6, counter = $7, served = $8, head = $9, tail = $10 WHERE room = $1 AND incarnation = $2 AND id = $3",
            Values(partition, record));
        if (replaced == 0)
            return;
        SqliteWords.Remove(rows, PlaceOf(partition), record.Id);
        Index(rows, partition, record);
    }

    public static ArchivePage<LogRecord> Query(SqliteRows rows, RoomPartition partition, ArchiveQuery query)
    {
        var plan = SqliteArchivePlan.Of(rows, PlaceOf(partition), query);
        if (plan is null)
            return new ArchivePage<LogRecord>([], IsComplete: true) { Total = 0 };
        var items = new List<LogRecord>();
        long bytes = 0;
        var isComplete = true;
        rows.Read($"SELECT {Columns} {plan.Sql} LIMIT $11", Take, plan.Values(partition, query, query.Most + 1));
        if (query.FromEnd)
            items.Reverse();
        var total = isComplete ? items.Count : query.CountsTotal ? Count(rows, partition, query, plan) : null;
        return new ArchivePage<LogRecord>(items, isComplete) { Total = total };

        bool Take(SqliteDataReader row)
        {
            var record = ReadRecord(row);
            bytes += record.Head.Length + record.Tail.Length;
            isComplete = items.Count < query.Most && (items.Count == 0 || bytes <= query.MostBytes);
            if (isComplete)
                items.Add(record);
            return isComplete;
        }
    }

    public static ArchiveEnds? Ends(SqliteRows rows, RoomPartition partition, StanzaId? after)
    {
        return End("") is { } oldest && End(" DESC") is { } newest ? new ArchiveEnds(new StanzaId(oldest), new StanzaId(newest)) : null;

        string? End(string direction) => (string?)rows.Scalar(
            $"SELECT id FROM log INDEXED BY log_served WHERE {InPartition} AND served = 1 AND id > $3 ORDER BY id{direction} LIMIT 1",
            partition.Room.ToString(),
            partition.Incarnation,
            after?.Value ?? Lowest);
    }

    public static StanzaId[] Missing(SqliteRows rows, RoomPartition partition, IReadOnlyList<StanzaId> ids)
    {
        var served = rows.Query(
            $"SELECT log.id FROM json_each($3) AS wanted CROSS JOIN log ON {InPartition} AND log.id = wanted.value AND log.served = 1",
            row => row.GetString(0),
            partition.Room.ToString(),
            partition.Incarnation,
            JsonOf(ids)).ToHashSet(StringComparer.Ordinal);
        return [.. ids.Where(id => !served.Contains(id.Value))];
    }

    /// <param name="before">Ids less than that; null for all.</param>
    /// <param name="most">Records at most.</param>
    public static int Trim(SqliteRows rows, RoomPartition partition, StanzaId? before, int most)
    {
        var gone = rows.Scalar(
            $"SELECT max(id) FROM (SELECT id FROM log WHERE {InPartition} AND id < $3 ORDER BY id LIMIT $4)",
            partition.Room.ToString(),
            partition.Incarnation,
            before?.Value ?? Highest,
            most);
        if (gone is not string last)
            return 0;
        // Ids are hex digits, so this comes right behind the last one that goes.
        SqliteWords.RemoveBefore(rows, PlaceOf(partition), last + "0");
        return rows.Execute($"DELETE FROM log WHERE {InPartition} AND id <= $3", partition.Room.ToString(), partition.Incarnation, last);
    }

    public static int TrimUnserved(SqliteRows rows, RoomPartition partition, StanzaId before, int most) => rows.Execute(
        $"DELETE FROM log WHERE {InPartition} AND id IN (SELECT id FROM log INDEXED BY log_served WHERE {InPartition} AND served = 0 AND id < $3 ORDER BY id LIMIT $4)",
        partition.Room.ToString(),
        partition.Incarnation,
        before.Value,
        most);

    /// <summary>No record of the partition is left.</summary>
    public static void Forget(SqliteRows rows, RoomPartition partition) => SqliteWords.Forget(rows, PlaceOf(partition));

    private static void Index(SqliteRows rows, RoomPartition partition, LogRecord record)
    {
        if (record is { Served: true, Text.Length: > 0 })
            SqliteWords.Put(rows, PlaceOf(partition), record.Id, record.Nick, record.Text);
    }

    private static int? Count(SqliteRows rows, RoomPartition partition, ArchiveQuery query, SqliteArchivePlan plan)
    {
        var most = query.Text is null && query.Sender is null ? MostCounted : MostLookedUp;
        var counted = (long)rows.Scalar($"SELECT count(*) FROM (SELECT 1 {plan.Sql} LIMIT $11)", plan.Values(partition, query, most + 1))!;
        return counted > most ? null : (int)counted;
    }

    /// <summary>Neither a domain nor a number has a bar in it.</summary>
    private static string PlaceOf(RoomPartition partition) => string.Create(CultureInfo.InvariantCulture, $"{partition.Room}|{partition.Incarnation}");

    private static string JsonOf(IReadOnlyList<StanzaId> ids) => JsonSerializer.Serialize(ids.Select(id => id.Value).Distinct());

    private static object?[] Values(RoomPartition partition, LogRecord record) =>
    [
        partition.Room.ToString(),
        partition.Incarnation,
        record.Id.Value,
        record.Nick,
        record.Sender.ToString(),
        record.Session,
        record.Counter,
        record.Served,
        record.Head,
        record.Tail,
    ];

    private static LogRecord ReadRecord(SqliteDataReader row) => new(
        new StanzaId(row.GetString(0)),
        row.GetString(1),
        Jid.Parse(row.GetString(2)),
        row.GetString(3),
        row.GetInt64(4),
        row.GetBoolean(5),
        row.GetFieldValue<byte[]>(6),
        row.GetFieldValue<byte[]>(7));

    /// <summary>How a query is answered: by the index that fits it.</summary>
    private sealed record SqliteArchivePlan(string Sql, string? Question, SqliteWords.Numbers Numbers)
    {
        /// <summary>Null when nothing can match.</summary>
        public static SqliteArchivePlan? Of(SqliteRows rows, string place, ArchiveQuery query)
        {
            var order = query.FromEnd ? " DESC" : "";
            var conditions = $"{InPartition} AND log.served = 1 AND log.id > $3 AND log.id < $4{(query.With is null ? "" : " AND log.nick = $5")}{SentBy(query)}";
            var wanted = query.Ids is null ? "" : " AND log.id IN (SELECT value FROM json_each($6))";
            if (query.Text is { } text)
            {
                if (SqliteWords.Question(place, query.With, text) is not { } question)
                    return null;
                var numbers = SqliteWords.Between(rows, place, query.After?.Value ?? Lowest, query.Before?.Value ?? Highest);
                var found = $"FROM word CROSS JOIN word_entry AS entry ON entry.number = word.rowid CROSS JOIN log ON {InPartition} AND log.id = entry.id "
                    + $"WHERE word MATCH $7 AND word.rowid BETWEEN $8 AND $9 AND entry.place = $10 AND {conditions}{wanted} ORDER BY {(numbers.IsOrdered ? "word.rowid" : "log.id")}{order}";
                return new SqliteArchivePlan(found, question, numbers);
            }

            var from = query switch
            {
                { Ids: not null } => $"FROM json_each($6) AS wanted CROSS JOIN log ON log.id = wanted.value AND {conditions}",
                { Sender: not null } => $"FROM log INDEXED BY log_sender WHERE {conditions}",
                { With: not null } => $"FROM log INDEXED BY log_nick WHERE {conditions}",
                _ => $"FROM log INDEXED BY log_served WHERE {conditions}",
            };
            return new SqliteArchivePlan($"{from} ORDER BY log.id{order}", null, default);
        }

        /// <summary>The index is on the bare JID, which ends before the first slash.</summary>
        private static string SentBy(ArchiveQuery query) => query.Sender switch
        {
            null => "",
            { IsBare: true } => " AND substr(log.sender, 1, instr(log.sender || '/', '/') - 1) = $12",
            _ => " AND substr(log.sender, 1, instr(log.sender || '/', '/') - 1) = $12 AND log.sender = $13",
        };

        public object?[] Values(RoomPartition partition, ArchiveQuery query, int most) =>
        [
            partition.Room.ToString(),
            partition.Incarnation,
            query.After?.Value ?? Lowest,
            query.Before?.Value ?? Highest,
            query.With,
            query.Ids is { } ids ? JsonOf(ids) : null,
            Question,
            Numbers.First,
            Numbers.Last,
            PlaceOf(partition),
            most,
            query.Sender?.Bare.ToString(),
            query.Sender?.ToString(),
        ];
    }
}
