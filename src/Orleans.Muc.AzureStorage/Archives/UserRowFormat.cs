using Azure.Data.Tables;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.AzureStorage.Keys;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.AzureStorage.Archives;

/// <summary>How a user's message looks as a row.</summary>
internal static class UserRowFormat
{
    /// <summary>Digits of an id that messages of one block share: those of 16^6 ms, a bit under five hours. <see cref="UserBlocks"/> divides those of busy users.</summary>
    private const int BlockDigits = 6;

    public static StanzaId BlockOf(StanzaId id) => new(id.Value[..BlockDigits].PadRight(id.Value.Length, '0'));

    public static TableEntity Of(string partition, ArchivedMessage message)
    {
        var row = new TableEntity(partition, ArchiveKeys.Record(message.Id)) { ["With"] = message.With.ToString(), ["Bare"] = message.With.Bare.ToString() };
        Pieces.Put(row, "Head", message.Head);
        Pieces.Put(row, "Tail", message.Tail);
        return row;
    }

    public static ArchivedMessage Message(TableEntity row) =>
        new(ArchiveKeys.RecordOf(row.RowKey), Jid.Parse(row.GetString("With")), Pieces.Bytes(row, "Head"), Pieces.Bytes(row, "Tail"));
}
