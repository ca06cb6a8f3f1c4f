using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Muc.AzureStorage.Keys;

/// <summary>
/// Any text as part of a key of a table, in letters, digits and <c>. - @ _</c>: tables refuse <c>/ \ # ?</c> and control characters, and keys of more than 512
/// characters. Every other byte of its UTF-8, and the underscore, becomes an underscore and two upper-case hex digits. A text that is too long like that becomes <c>_h</c> and its
/// SHA-256, so its row has to hold the text itself.
/// </summary>
/// <remarks>
/// No two texts share a key: the first form can be read back, only the second has <c>_h</c> in it, and two of those would be a collision of SHA-256. Nor can a key
/// be taken for a longer one that goes on with an underscore and a small letter.
/// </remarks>
public static class TableKey
{
    /// <summary>Characters at most. The rest of the 512 is for what is put before and behind.</summary>
    public const int MaxLength = 420;

    private const string Hashed = "_h";

    private static readonly SearchValues<byte> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-@"u8);

    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        var key = new StringBuilder(bytes.Length);
        foreach (var value in bytes)
        {
            if (Plain.Contains(value))
                key.Append((char)value);
            else
                key.Append('_').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }

        return key.Length <= MaxLength ? key.ToString() : Hashed + Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>The text of a key; null when the key has only its hash.</summary>
    /// <exception cref="FormatException"><see cref="Of"/> makes no such key.</exception>
    public static string? TextOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.StartsWith(Hashed, StringComparison.Ordinal))
            return null;
        var bytes = new List<byte>(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] != '_')
                bytes.Add((byte)key[i]);
            else if (i + 2 < key.Length && byte.TryParse(key.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
                throw new FormatException($"'{key}' is no key of a text.");
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
