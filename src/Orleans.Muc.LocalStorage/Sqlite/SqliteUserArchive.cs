using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.LocalStorage.Sqlite;

internal sealed class SqliteUserArchive(SqliteDatabase database) : IUserArchive
{
    /// <summary>Matches that are counted; where there are more, nobody learns how many.</summary>
    private const int MostCounted = 10_000;

    /// <summary>Messages that are deleted at a time, so that nobody waits for long behind a large archive that goes.</summary>
    private const int DeletedAtOnce = 200;

    private const string Columns = "letter.id, letter.bare, letter.resource, letter.head, letter.tail";

    public bool HasFullText => true;

    public Task Append(Jid account, IReadOnlyList<ArchivedMessage> messages, CancellationToken cancellation) => database.Write(
        rows =>
        {
            foreach (var message in messages)
                Append(rows, account.ToString(), message);
            return true;
        },
        cancellation);

    public Task<ArchivePage<ArchivedMessage>> Query(Jid account, ArchiveQuery query, CancellationToken cancellation) =>
        database.Read(rows => Page(rows, account.ToString(), query), cancellation);

    public Task<ArchiveEnds?> Ends(Jid account, StanzaId? after, CancellationToken cancellation) => database.Read(
        rows =>
        {
            return End("") is { } oldest && End(" DESC") is { } newest ? new ArchiveEnds(new StanzaId(oldest), new StanzaId(newest)) : null;

            string? End(string direction) => (string?)rows.Scalar(
                $"SELECT id FROM letter WHERE account = $1 AND id > $2 ORDER BY id{direction} LIMIT 1", account.ToString(), after?.Value ?? LetterPlan.Lowest);
        },
        cancellation);

    public Task<StanzaId[]> Missing(Jid account, IReadOnlyList<StanzaId> ids, CancellationToken cancellation) => database.Read(
        rows =>
        {
            var found = rows.Query(
                "SELECT letter.id FROM json_each($2) AS wanted CROSS JOIN letter ON letter.account = $1 AND letter.id = wanted.value",
                row => row.GetString(0),
                account.ToString(),
                LetterPlan.JsonOf(ids)).ToHashSet(StringComparer.Ordinal);
            return ids.Where(id => !found.Contains(id.Value)).ToArray();
        },
        cancellation);

    public Task<int> Trim(Jid account, StanzaId before, int most, CancellationToken cancellation) =>
        database.Write(rows => Trim(rows, account.ToString(), before.Value, most), cancellation);

    public async Task Delete(Jid account, CancellationToken cancellation)
    {
        while (await database.Write(rows => Trim(rows, account.ToString(), LetterPlan.Highest, DeletedAtOnce), cancellation) == DeletedAtOnce)
        {
        }

        await database.Write(
            rows =>
            {
                SqliteWords.Forget(rows, account.ToString());
                return true;
            },
            cancellation);
    }

    private static void Append(SqliteRows rows, string account, ArchivedMessage message)
    {
        var added = rows.Execute(
            "INSERT INTO letter (account, id, bare, resource, head, tail) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            account,
            message.Id.Value,
            message.With.Bare.ToString(),
            message.With.Resourcepart,
            message.Head,
            message.Tail);
        if (added > 0 && message.Text is { Length: > 0 } text)
            SqliteWords.Put(rows, account, message.Id, message.With.Bare.ToString(), text);
    }

    private static ArchivePage<ArchivedMessage> Page(SqliteRows rows, string account, ArchiveQuery query)
    {
        if (LetterPlan.Of(rows, account, query) is not { } plan)
            return new ArchivePage<ArchivedMessage>([], IsComplete: true) { Total = 0 };
        var items = new List<ArchivedMessage>();
        long bytes = 0;
        var isComplete = true;
        rows.Read($"SELECT {Columns} {plan.Sql} LIMIT $10", Take, plan.Values(query.Most + 1));
        if (query.FromEnd)
            items.Reverse();
        var total = isComplete ? items.Count : query.CountsTotal ? Count(rows, plan) : null;
        return new ArchivePage<ArchivedMessage>(items, isComplete) { Total = total };

        bool Take(SqliteDataReader row)
        {
            var message = Read(row);
            bytes += message.Head.Length + message.Tail.Length;
            isComplete = items.Count < query.Most && (items.Count == 0 || bytes <= query.MostBytes);
            if (isComplete)
                items.Add(message);
            return isComplete;
        }
    }

    private static int? Count(SqliteRows rows, LetterPlan plan)
    {
        var counted = (long)rows.Scalar($"SELECT count(*) FROM (SELECT 1 {plan.Sql} LIMIT $10)", plan.Values(MostCounted + 1))!;
        return counted > MostCounted ? null : (int)counted;
    }

    private static int Trim(SqliteRows rows, string account, string before, int most)
    {
        if (rows.Scalar("SELECT max(id) FROM (SELECT id FROM letter WHERE account = $1 AND id < $2 ORDER BY id LIMIT $3)", account, before, most) is not string last)
            return 0;
        // Ids are hex digits, so this comes right behind the last one that goes.
        SqliteWords.RemoveBefore(rows, account, last + "0");
        return rows.Execute("DELETE FROM letter WHERE account = $1 AND id <= $2", account, last);
    }

    private static ArchivedMessage Read(SqliteDataReader row)
    {
        var other = Jid.Parse(row.GetString(1));
        if (!row.IsDBNull(2))
            other = Jid.Parse($"{other}/{row.GetString(2)}");
        return new ArchivedMessage(new StanzaId(row.GetString(0)), other, row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4));
    }

    /// <summary>How a query is answered: by the index that fits it.</summary>
    private sealed record LetterPlan(string Sql, string Account, ArchiveQuery Query)
    {
        /// <summary>Before every id, and behind every id.</summary>
        public const string Lowest = "", Highest = "g";

        private string? Question { get; init; }

        private SqliteWords.Numbers Numbers { get; init; }

        private string? Bare { get; init; }

        private string? Resource { get; init; }

        /// <summary>Null when nothing can match.</summary>
        public static LetterPlan? Of(SqliteRows rows, string account, ArchiveQuery query)
        {
            Jid? other = null;
            if (query.With is { } with && !Jid.TryParse(with, out other))
                return null;
            var conditions = "letter.account = $1 AND letter.id > $2 AND letter.id < $3"
                + (other is null ? "" : " AND letter.bare = $4") + (other is { IsFull: true } ? " AND letter.resource = $5" : "");
            var order = query.FromEnd ? " DESC" : "";
            var plan = new LetterPlan("", account, query) { Bare = other?.Bare.ToString(), Resource = other?.Resourcepart };
            if (query.Text is null)
                return plan with { Sql = $"{From(query, other, conditions)} ORDER BY letter.id{order}" };
            if (SqliteWords.Question(account, plan.Bare, query.Text) is not { } question)
                return null;
            var numbers = SqliteWords.Between(rows, account, query.After?.Value ?? Lowest, query.Before?.Value ?? Highest);
            var sql = "FROM word CROSS JOIN word_entry AS entry ON entry.number = word.rowid CROSS JOIN letter ON letter.account = $1 AND letter.id = entry.id "
                + $"WHERE word MATCH $7 AND word.rowid BETWEEN $8 AND $9 AND entry.place = $1 AND {conditions}"
                + (query.Ids is null ? "" : " AND letter.id IN (SELECT value FROM json_each($6))")
                + $" ORDER BY {(numbers.IsOrdered ? "word.rowid" : "letter.id")}{order}";
            return plan with { Sql = sql, Question = question, Numbers = numbers };
        }

        public static string JsonOf(IReadOnlyList<StanzaId> ids) => JsonSerializer.Serialize(ids.Select(id => id.Value).Distinct());

        public object?[] Values(int most) =>
        [
            Account,
            Query.After?.Value ?? Lowest,
            Query.Before?.Value ?? Highest,
            Bare,
            Resource,
            Query.Ids is { } ids ? JsonOf(ids) : null,
            Question,
            Numbers.First,
            Numbers.Last,
            most,
        ];

        private static string From(ArchiveQuery query, Jid? other, string conditions) => query.Ids is not null
            ? $"FROM json_each($6) AS wanted CROSS JOIN letter ON letter.id = wanted.value AND {conditions}"
            : other is not null ? $"FROM letter INDEXED BY letter_with WHERE {conditions}" : $"FROM letter WHERE {conditions}";
    }
}
