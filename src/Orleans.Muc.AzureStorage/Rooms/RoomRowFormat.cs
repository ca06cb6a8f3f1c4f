using Azure.Data.Tables;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.AzureStorage.Archives;
using Orleans.Muc.AzureStorage.Keys;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.AzureStorage.Rooms;

/// <summary>How members, past affiliations and log records look as rows.</summary>
internal static class RoomRowFormat
{
    public static TableEntity Of(string partition, MemberRow member)
    {
        var row = new TableEntity(partition, RoomKeys.Member(member.Jid)) { ["Jid"] = member.Jid.ToString(), ["Affiliation"] = member.Affiliation };
        Pieces.Put(row, "Nick", member.ReservedNick);
        Pieces.Put(row, "Reason", member.Reason);
        Pieces.Put(row, "Shown", member.LastShown?.Value);
        Pieces.Put(row, "Hats", member.Hats);
        return row;
    }

    public static MemberRow Member(TableEntity row) =>
        new(Jid.Parse(row.GetString("Jid")), row.GetInt32("Affiliation")!.Value, Pieces.Text(row, "Nick"), Pieces.Text(row, "Reason"))
        {
            LastShown = Pieces.Text(row, "Shown") is { } shown ? new StanzaId(shown) : null,
            Hats = Pieces.Text(row, "Hats"),
        };

    public static TableEntity Of(string partition, PastAffiliationRow past) => new(partition, RoomKeys.PastAffiliation(past.Version))
    {
        ["Version"] = past.Version,
        ["Jid"] = past.Jid.ToString(),
        ["Affiliation"] = past.Affiliation,
    };

    public static PastAffiliationRow PastAffiliation(TableEntity row) =>
        new(row.GetInt64("Version")!.Value, Jid.Parse(row.GetString("Jid")), row.GetInt32("Affiliation")!.Value);

    public static TableEntity Of(string partition, LogRecord record)
    {
        var row = new TableEntity(partition, ArchiveKeys.Record(record.Id))
        {
            ["Nick"] = record.Nick,
            ["Sender"] = record.Sender.ToString(),
            ["By"] = record.Sender.Bare.ToString(),
            ["Session"] = record.Session,
            ["Counter"] = record.Counter,
            ["Served"] = record.Served,
        };
        Pieces.Put(row, "Head", record.Head);
        Pieces.Put(row, "Tail", record.Tail);
        return row;
    }

    public static LogRecord Record(TableEntity row) => new(
        ArchiveKeys.RecordOf(row.RowKey),
        row.GetString("Nick"),
        Jid.Parse(row.GetString("Sender")),
        row.GetString("Session"),
        row.GetInt64("Counter")!.Value,
        row.GetBoolean("Served")!.Value,
        Pieces.Bytes(row, "Head"),
        Pieces.Bytes(row, "Tail"));
}
