using System.Globalization;
using System.Text;
using Azure.Data.Tables;

namespace Orleans.Muc.AzureStorage.Keys;

/// <summary>Values in the properties of a row, of which each holds 64 KiB at most: what is longer goes on in <c>Name1</c>, <c>Name2</c> …</summary>
internal static class Pieces
{
    public const int MaxBytes = 64 * 1024;

    /// <summary>Characters that fit as text, two bytes each, with some air.</summary>
    private const int MaxCharacters = 30_000;

    public static void Put(TableEntity row, string name, byte[] value)
    {
        for (var (start, number) = (0, 0); start < value.Length || number == 0; start += MaxBytes, number++)
            row[NameOf(name, number)] = value.AsSpan(start, Math.Min(MaxBytes, value.Length - start)).ToArray();
    }

    public static byte[] Bytes(TableEntity row, string name)
    {
        List<byte[]> pieces = [];
        while (row.GetBinary(NameOf(name, pieces.Count)) is { } piece)
            pieces.Add(piece);
        return pieces is [var only] ? only : [.. pieces.SelectMany(piece => piece)];
    }

    /// <summary>A text that is mostly short, as text; a long one as UTF-8 in pieces under another name. Null leaves it out.</summary>
    public static void Put(TableEntity row, string name, string? value)
    {
        if (value is { Length: > MaxCharacters })
            Put(row, name + "Utf8", Encoding.UTF8.GetBytes(value));
        else if (value is not null)
            row[name] = value;
    }

    public static string? Text(TableEntity row, string name) =>
        row.GetString(name) ?? (row.ContainsKey(name + "Utf8") ? Encoding.UTF8.GetString(Bytes(row, name + "Utf8")) : null);

    private static string NameOf(string name, int number) => number == 0 ? name : name + number.ToString(CultureInfo.InvariantCulture);
}
