using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>The text of SCRAM messages: attributes of one letter, separated by commas (RFC 5802 §5.1).</summary>
internal static class ScramText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>RFC 5802 §7: UTF-8 without NUL.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> message, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (message.Contains((byte)0))
            return false;
        try
        {
            text = Strict.GetString(message);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The value when <paramref name="attribute"/> is the one called <paramref name="name"/>, else null.</summary>
    public static string? Value(string attribute, char name) => attribute.Length >= 2 && attribute[0] == name && attribute[1] == '=' ? attribute[2..] : null;

    /// <summary>RFC 5802 §7 <c>printable</c>: visible ASCII without comma.</summary>
    public static bool IsNonce(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
