using Orleans.Muc.Xmpp;

namespace Orleans.Muc.AzureStorage.Archives;

/// <summary>The keys of an archive's rows in their partition.</summary>
internal static class ArchiveKeys
{
    /// <summary>Begins the rows of a kind; <c>.</c> comes right behind <c>-</c>.</summary>
    public const string Blocks = "b-", Records = "r-";

    public const string BlocksEnd = "b.", RecordsEnd = "r.";

    public static string Record(StanzaId id) => Records + id.Value;

    public static StanzaId RecordOf(string row) => new(row[Records.Length..]);

    /// <summary>The mark of a block of records: tables are read in one direction only, so marks of later blocks come first.</summary>
    public static string Block(StanzaId first) => Blocks + Inverted(first.Value);

    public static StanzaId BlockOf(string row) => new(Inverted(row[Blocks.Length..]));

    private static string Inverted(string id) => string.Create(id.Length, id, static (inverted, digits) =>
    {
        for (var i = 0; i < digits.Length; i++)
            inverted[i] = "fedcba9876543210"[char.IsAsciiDigit(digits[i]) ? digits[i] - '0' : digits[i] - 'a' + 10];
    });
}
