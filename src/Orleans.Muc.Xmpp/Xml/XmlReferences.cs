using System.Buffers;
using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>Entity and character references, and the decoding of what holds them. Only the five predefined entities exist (RFC 6120 §11.1).</summary>
internal static class XmlReferences
{
    /// <summary>Longest reference read, in bytes: leading zeros are legal in character references, but nobody needs more.</summary>
    private const int MaxBytes = 64;

    /// <summary>Length of the reference at the start of <paramref name="bytes"/> and the character it stands for; 0 when it is not complete yet.</summary>
    /// <exception cref="XmppXmlException">There is no such entity, or the character is none of XML's.</exception>
    public static int Read(ReadOnlySpan<byte> bytes, out int scalar)
    {
        var length = Measure(bytes, out scalar);
        return length < 0 ? throw new XmppXmlException(StreamErrorCondition.NotWellFormed, "Unknown entity or illegal character reference.") : length;
    }

    /// <summary>As <see cref="Read"/>; -1 when there is no such entity, or the character is none of XML's.</summary>
    public static int Measure(ReadOnlySpan<byte> bytes, out int scalar)
    {
        scalar = 0;
        var window = bytes.Length > MaxBytes ? bytes[..MaxBytes] : bytes;
        var end = window.IndexOf((byte)';');
        if (end < 0)
            return window.Length == MaxBytes || window[1..].IndexOfAnyExcept(Body) >= 0 ? -1 : 0;
        scalar = Resolve(window[1..end]);
        return scalar < 0 ? -1 : end + 1;
    }

    /// <summary>Character data as text: references resolved, line ends normalised (XML 1.0 §2.11).</summary>
    public static string DecodeText(ReadOnlySpan<byte> raw) => raw.IndexOfAny((byte)'&', (byte)'\r') < 0 ? XmlNames.Get(raw) : Decode(raw, inAttribute: false);

    /// <summary>The content of a CDATA section as text.</summary>
    public static string DecodeCData(ReadOnlySpan<byte> raw) => Encoding.UTF8.GetString(raw).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    /// <summary>An attribute's value as text: references resolved, white space normalised (XML 1.0 §3.3.3).</summary>
    public static string DecodeAttribute(ReadOnlySpan<byte> raw) => XmlNames.Find(raw) ?? DecodeUnique(raw);

    /// <summary>As <see cref="DecodeAttribute"/>, for a value that is not expected twice.</summary>
    public static string DecodeUnique(ReadOnlySpan<byte> raw) =>
        raw.IndexOfAny(AttributeSpecials) >= 0 ? Decode(raw, inAttribute: true)
        // The same, in one pass less.
        : Ascii.IsValid(raw) ? Encoding.Latin1.GetString(raw)
        : Encoding.UTF8.GetString(raw);

    private static readonly SearchValues<byte> AttributeSpecials = SearchValues.Create("&\t\r\n"u8);

    private static readonly SearchValues<byte> Body =
        SearchValues.Create("#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static string Decode(ReadOnlySpan<byte> raw, bool inAttribute)
    {
        var text = new StringBuilder(raw.Length);
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOfAny(AttributeSpecials);
            if (plain < 0)
                plain = raw.Length;
            text.Append(Encoding.UTF8.GetString(raw[..plain]));
            raw = raw[plain..];
            if (raw.IsEmpty)
                break;
            if (raw[0] == '&')
            {
                raw = raw[Read(raw, out var scalar)..];
                text.Append(char.ConvertFromUtf32(scalar));
                continue;
            }

            text.Append(inAttribute ? ' ' : raw[0] == '\t' ? '\t' : '\n');
            raw = raw[(raw.StartsWith("\r\n"u8) ? 2 : 1)..];
        }

        return text.ToString();
    }

    // -1 for what stands for nothing.
    private static int Resolve(ReadOnlySpan<byte> name)
    {
        if (name.Length > 1 && name[0] == '#')
            return Character(name[1..]);
        return name switch
        {
            [(byte)'l', (byte)'t'] => '<',
            [(byte)'g', (byte)'t'] => '>',
            [(byte)'a', (byte)'m', (byte)'p'] => '&',
            [(byte)'a', (byte)'p', (byte)'o', (byte)'s'] => '\'',
            [(byte)'q', (byte)'u', (byte)'o', (byte)'t'] => '"',
            _ => -1,
        };
    }

    private static int Character(ReadOnlySpan<byte> digits)
    {
        var radix = 10;
        if (digits[0] == 'x')
        {
            radix = 16;
            digits = digits[1..];
        }

        var scalar = digits.IsEmpty ? -1 : 0;
        foreach (var digit in digits)
        {
            // Not int.Parse, which puts up with white space and zero bytes at the end.
            var value = DigitValue(digit);
            if (value >= radix || scalar is < 0 or > 0x10FFFF)
                return -1;
            scalar = scalar * radix + value;
        }

        return XmlChars.IsChar(scalar) ? scalar : -1;
    }

    private static int DigitValue(byte digit) => (char)digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'f' => digit - 'a' + 10,
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => int.MaxValue,
    };
}
