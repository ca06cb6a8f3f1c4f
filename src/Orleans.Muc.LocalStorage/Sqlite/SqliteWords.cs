using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>
/// The words of archived messages (FTS5), for every archive of the file: a place is one of them. The index knows of each message its words, its place and whom it is with, so that a search
/// reads what matches all of that and nothing beside it.
/// </summary>
internal static class SqliteWords
{
    /// <summary>Words of one question: each costs a walk through an index.</summary>
    private const int MostWords = 16;

    /// <summary>The numbers that entries of a place with ids between two others have.</summary>
    /// <param name="IsOrdered">Whether their order is that of the ids; if not, the numbers are all there are.</param>
    public readonly record struct Numbers(long First, long Last, bool IsOrdered);

    public static void Put(SqliteRows rows, string place, StanzaId id, string? with, string text)
    {
        if (rows.Scalar("SELECT 1 FROM word_entry WHERE place = $1 AND id > $2 LIMIT 1", place, id.Value) is not null)
            rows.Execute("INSERT INTO word_disorder (place) VALUES ($1) ON CONFLICT DO NOTHING", place);
        var number = rows.Scalar("INSERT INTO word_entry (place, id) VALUES ($1, $2) RETURNING number", place, id.Value);
        rows.Execute("INSERT INTO word (rowid, marks, words) VALUES ($1, $2, $3)", number, with is null ? Mark(place) : $"{Mark(place)} {Mark(place, with)}", text);
    }

    public static void Remove(SqliteRows rows, string place, StanzaId id)
    {
        if (rows.Scalar("DELETE FROM word_entry WHERE place = $1 AND id = $2 RETURNING number", place, id.Value) is { } number)
            rows.Execute("DELETE FROM word WHERE rowid = $1", number);
    }

    /// <summary>Removes all entries of a place with ids less than <paramref name="before"/>.</summary>
    public static void RemoveBefore(SqliteRows rows, string place, string before)
    {
        rows.Execute("DELETE FROM word WHERE rowid IN (SELECT number FROM word_entry WHERE place = $1 AND id < $2)", place, before);
        rows.Execute("DELETE FROM word_entry WHERE place = $1 AND id < $2", place, before);
    }

    /// <summary>No entry of the place is left.</summary>
    public static void Forget(SqliteRows rows, string place) => rows.Execute("DELETE FROM word_disorder WHERE place = $1", place);

    /// <summary>
    /// A question to the table <c>word</c> for all words of a text. Each is quoted, so that none of it is read as the question's own language; null when there is no word in it. A word counts once,
    /// and only the first sixteen do.
    /// </summary>
    public static string? Question(string place, string? with, string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(HasLetter).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostWords).ToList();
        if (words.Count == 0)
            return null;
        var question = new StringBuilder("marks:").Append(Mark(place));
        if (with is not null)
            question.Append(" marks:").Append(Mark(place, with));
        foreach (var word in words)
            question.Append(" words:\"").Append(word.Replace("\"", "\"\"", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal)).Append('"');
        return question.ToString();
    }

    public static Numbers Between(SqliteRows rows, string place, string after, string before)
    {
        if (rows.Scalar("SELECT 1 FROM word_disorder WHERE place = $1", place) is not null)
            return new Numbers(0, long.MaxValue, IsOrdered: false);
        var first = (long?)rows.Scalar("SELECT number FROM word_entry WHERE place = $1 AND id > $2 ORDER BY id LIMIT 1", place, after);
        var last = (long?)rows.Scalar("SELECT number FROM word_entry WHERE place = $1 AND id < $2 ORDER BY id DESC LIMIT 1", place, before);
        return new Numbers(first ?? long.MaxValue, last ?? 0, IsOrdered: true);
    }

    /// <summary>What the tokenizer takes for part of a word.</summary>
    private static bool HasLetter(string word) => word.EnumerateRunes().Any(Rune.IsLetterOrDigit);

    /// <summary>One token that nobody's words are compared with, whatever characters its parts have.</summary>
    private static string Mark(params ReadOnlySpan<string> parts) =>
        "m" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, 16));
}
