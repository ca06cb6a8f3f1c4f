using System.Buffers;
using System.Text;
using System.Text.Unicode;
using System.Xml;

namespace Orleans.Muc.Xmpp;

/// <summary>The character classes of XML 1.0 over UTF-8 bytes.</summary>
internal static class XmlChars
{
    public const byte NameStart = 1;
    public const byte NamePart = 2;

    private const string Controls =
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\u000E\u000F"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F";

    private static readonly byte[] Classes = Classify();

    /// <summary>Control characters that no XML document may hold.</summary>
    public static readonly SearchValues<byte> Illegal = Bytes(Controls);

    /// <summary>Where plain character data ends or needs a closer look.</summary>
    public static readonly SearchValues<byte> TextStops = Bytes(Controls + "<&]");

    public static readonly SearchValues<byte> SingleQuotedStops = Bytes(Controls + "<&'");

    public static readonly SearchValues<byte> DoubleQuotedStops = Bytes(Controls + "<&\"");

    public static readonly SearchValues<byte> Whitespace = Bytes(" \t\r\n");

    public static readonly SearchValues<byte> TagStops = Bytes("<>'\"");

    /// <summary>Whether a byte is an ASCII character of <paramref name="nameClass"/>.</summary>
    public static bool Is(byte b, byte nameClass) => (Classes[b] & nameClass) != 0;

    public static bool IsWhitespace(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    /// <summary>XML 1.0 §2.2, Char.</summary>
    public static bool IsChar(int scalar) =>
        scalar is 0x9 or 0xA or 0xD or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF);

    /// <summary>
    /// Decision: names follow the fourth edition of XML 1.0, a subset of the fifth. Expat and System.Xml know no other, and a relayed
    /// name that a recipient's parser refuses would end that recipient's stream.
    /// </summary>
    public static bool IsNonAsciiNamePart(Rune rune, bool first) =>
        rune.IsBmp && (first ? XmlConvert.IsStartNCNameChar((char)rune.Value) : XmlConvert.IsNCNameChar((char)rune.Value));

    /// <summary>False for overlong forms, surrogates, bytes that are no UTF-8 at all, and the non-characters U+FFFE and U+FFFF.</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> bytes) => Ascii.IsValid(bytes) || (Utf8.IsValid(bytes) && !HoldsNonCharacter(bytes));

    /// <exception cref="XmppXmlException">The bytes are no UTF-8, or hold U+FFFE or U+FFFF.</exception>
    public static void RequireUtf8(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
            return;
        if (!Utf8.IsValid(bytes))
            throw NotUtf8();
        if (HoldsNonCharacter(bytes))
            throw new XmppXmlException(StreamErrorCondition.NotWellFormed, "Illegal character.");
    }

    /// <summary>RFC 6120 §4.9.3.22: not <c>not-well-formed</c>, for what violates the rules of UTF-8.</summary>
    public static XmppXmlException NotUtf8() => new(StreamErrorCondition.UnsupportedEncoding, "Not UTF-8.");

    // Both begin with the same two bytes, which are rare.
    private static bool HoldsNonCharacter(ReadOnlySpan<byte> utf8) =>
        utf8.IndexOf("\uFFFE"u8[..2]) >= 0 && (utf8.IndexOf("\uFFFE"u8) >= 0 || utf8.IndexOf("\uFFFF"u8) >= 0);

    private static SearchValues<byte> Bytes(string ascii) => SearchValues.Create(Encoding.ASCII.GetBytes(ascii));

    private static byte[] Classify()
    {
        var classes = new byte[256];
        for (var c = 0; c < 128; c++)
            if (char.IsAsciiLetter((char)c) || c == '_')
                classes[c] = NameStart | NamePart;
            else if (char.IsAsciiDigit((char)c) || c is '-' or '.')
                classes[c] = NamePart;
        return classes;
    }
}
