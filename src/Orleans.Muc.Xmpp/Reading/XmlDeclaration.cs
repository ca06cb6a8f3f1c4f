using System.Text;
using System.Text.RegularExpressions;

namespace Orleans.Muc.Xmpp;

/// <summary>The XML declaration that may open a stream (RFC 6120 §11.5, §11.6).</summary>
internal static partial class XmlDeclaration
{
    private const int MaxBytes = 256;

    /// <summary>Length of the declaration the bytes begin with; 0 when there is none, -1 when that can't be told yet.</summary>
    public static int Measure(ReadOnlySpan<byte> bytes)
    {
        // The first byte of UTF-16 and UTF-32 alone doesn't tell them from nonsense.
        if (bytes is [0 or 0xFE or 0xFF])
            return -1;
        RequireUtf8(bytes);
        var opening = "<?xml"u8;
        if (!bytes.StartsWith(opening))
            return opening.StartsWith(bytes) ? -1 : 0;
        if (bytes.Length > opening.Length && !XmlChars.IsWhitespace(bytes[opening.Length]))
            return 0;
        var end = bytes.IndexOf("?>"u8);
        if (end < 0 || end > MaxBytes)
            return bytes.Length > MaxBytes + 1 ? throw XmlState.Exceeded("size of the XML declaration") : -1;
        Check(Encoding.Latin1.GetString(bytes[..(end + 2)]));
        return end + 2;
    }

    // UTF-16 and UTF-32 show in the first bytes, whether they begin with a byte order mark or not (XML 1.0 appendix F).
    private static void RequireUtf8(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [(byte)'<', 0, ..] or [0, (byte)'<', ..] or [0, 0, ..])
            throw new XmppXmlException(StreamErrorCondition.UnsupportedEncoding, "Only UTF-8 is spoken here.");
    }

    private static void Check(string declaration)
    {
        var parts = Grammar().Match(declaration);
        if (!parts.Success)
            throw XmlState.Malformed("Malformed XML declaration.");
        if (parts.Groups["version"].Value != "1.0")
            throw new XmppXmlException(StreamErrorCondition.RestrictedXml, "Only XML 1.0 is spoken here.");
        if (parts.Groups["encoding"] is { Success: true } encoding && !encoding.Value.Equals("UTF-8", StringComparison.OrdinalIgnoreCase))
            throw new XmppXmlException(StreamErrorCondition.UnsupportedEncoding, "Only UTF-8 is spoken here.");
    }

    [GeneratedRegex(
        """^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:'(?<version>1\.[0-9]+)'|"(?<version>1\.[0-9]+)")(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:'(?<encoding>[A-Za-z][A-Za-z0-9._-]*)'|"(?<encoding>[A-Za-z][A-Za-z0-9._-]*)"))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:'(?:yes|no)'|"(?:yes|no)"))?[ \t\r\n]*\?>$""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
