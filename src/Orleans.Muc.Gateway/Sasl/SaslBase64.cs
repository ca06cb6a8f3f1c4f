using System.Diagnostics.CodeAnalysis;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>Base64 as RFC 6120 §6.4.2 and §13.9.1 want it: RFC 4648 §4, padded, nothing else between the letters.</summary>
internal static class SaslBase64
{
    public static bool TryDecode(string? text, [NotNullWhen(true)] out byte[]? data)
    {
        data = null;
        if (text is null || text.AsSpan().ContainsAny(" \t\r\n"))
            return false;
        var room = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, room, out var length))
            return false;
        data = room[..length];
        return true;
    }
}
