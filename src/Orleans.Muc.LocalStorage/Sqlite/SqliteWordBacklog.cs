using System.Globalization;
using System.Xml;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>
/// The messages of rooms that were stored before there was an index of words: they are brought into it portion by portion, by the writer like everything else, and where it has come to is stored
/// with each portion. In a room where newer ones are indexed already theirs come out of order, which costs its searches a sorting and nothing else.
/// </summary>
internal static class SqliteWordBacklog
{
    /// <summary>Messages of one portion: a quarter of a second at most, in which other writes wait.</summary>
    public const int Portion = 200;

    /// <summary>Indexes one portion.</summary>
    /// <returns>How many messages were looked at; null when there are no more.</returns>
    public static int? Go(SqliteRows rows)
    {
        var at = rows.Query("SELECT room, incarnation, id FROM word_backlog", row => (Room: row.GetString(0), Incarnation: row.GetInt64(1), Id: row.GetString(2)));
        if (at.Count == 0)
            return null;
        var page = rows.Query(
            "SELECT room, incarnation, id, nick, served, head, tail FROM log WHERE (room, incarnation, id) > ($1, $2, $3) ORDER BY room, incarnation, id LIMIT $4",
            row => new Row(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetInt64(4) == 1, row.GetFieldValue<byte[]>(5), row.GetFieldValue<byte[]>(6)),
            at[0].Room,
            at[0].Incarnation,
            at[0].Id,
            Portion);
        foreach (var message in page)
            Index(rows, message);
        if (page.Count < Portion)
            rows.Execute("DELETE FROM word_backlog");
        else
            rows.Execute("UPDATE word_backlog SET room = $1, incarnation = $2, id = $3", page[^1].Room, page[^1].Incarnation, page[^1].Id);
        return page.Count;
    }

    private static void Index(SqliteRows rows, Row message)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{message.Room}|{message.Incarnation}");
        if (!message.IsServed || TextOf(message) is not { } text || rows.Scalar("SELECT 1 FROM word_entry WHERE place = $1 AND id = $2", place, message.Id) is not null)
            return;
        SqliteWords.Put(rows, place, new StanzaId(message.Id), message.Nick, text);
    }

    /// <summary>Its bodies, as whoever writes a message to the archive gives them along; null for none, and for what can't be read.</summary>
    private static string? TextOf(Row message)
    {
        try
        {
            var stanza = Element.Parse((byte[])[.. message.Head, .. message.Tail]);
            string[] bodies = [.. stanza.ChildrenNamed("body", Ns.Client).Select(body => body.Text).Where(body => body.Length > 0)];
            return bodies.Length == 0 ? null : string.Join('\n', bodies);
        }
        catch (Exception fault) when (fault is XmlException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private sealed record Row(string Room, long Incarnation, string Id, string Nick, bool IsServed, byte[] Head, byte[] Tail);
}
