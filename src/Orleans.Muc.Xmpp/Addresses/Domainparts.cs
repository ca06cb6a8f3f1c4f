using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>
/// The domainpart of an address (RFC 7622 §3.2): a domain name in U-labels, or an IP address. IDNA2008 is followed as far as the rules for
/// code points, context and direction go; what a registry adds is not known here.
/// </summary>
internal static class Domainparts
{
    private const int MaxLabel = 63;
    private const string AcePrefix = "xn--";

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");
    private static readonly SearchValues<char> Ipv6 = SearchValues.Create("0123456789abcdefABCDEF:.");
    private static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    public static bool TryPrepare(string text, [NotNullWhen(true)] out string? prepared)
    {
        prepared = null;
        if (text.Length is 0 or > Jid.MaxPartBytes)
            return false;
        if (text[0] == '[')
            return TryIpv6(text, out prepared);
        if (text.AsSpan().ContainsAnyExcept(Plain) && !TryMap(text, out text!))
            return false;

        // RFC 7622 §3.2: a final dot is not part of the name.
        if (text[^1] == '.')
            text = text[..^1];
        if (text.Contains(AcePrefix, StringComparison.Ordinal) && !TryUnpack(text, out text!))
            return false;
        if (!AreLabels(text))
            return false;
        prepared = text;
        return Encoding.UTF8.GetByteCount(text) <= Jid.MaxPartBytes;
    }

    /// <summary>ASCII that preparation leaves as it is.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) =>
        !text.IsEmpty && text[^1] != '.' && !text.ContainsAnyExcept(Plain) && !text.Contains(AcePrefix, StringComparison.Ordinal) && AreLabels(text);

    private static bool AreLabels(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var dot = text.IndexOf('.');
            if (!IsLabel(dot < 0 ? text : text[..dot]))
                return false;
            if (dot < 0)
                return true;
            text = text[(dot + 1)..];
        }
    }

    private static bool TryIpv6(string text, [NotNullWhen(true)] out string? prepared)
    {
        // No zone, no prefix length, no brackets within: an address and nothing else.
        var isAddress = text.Length > 2 && text[^1] == ']' && !text.AsSpan(1, text.Length - 2).ContainsAnyExcept(Ipv6)
            && IPAddress.TryParse(text.AsSpan(1, text.Length - 2), out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        prepared = isAddress ? text.ToLowerInvariant() : null;
        return isAddress;
    }

    // RFC 5895 §2: width and case, form C, and the ideographic full stop as a dot.
    private static bool TryMap(string text, [NotNullWhen(true)] out string? mapped)
    {
        mapped = null;
        if (Precis.ToCodePoints(text) is not { } codePoints)
            return false;
        var lower = codePoints.Select(Precis.MapWidth).SelectMany(Precis.MapCase).Select(c => c == 0x3002 ? '.' : c);
        mapped = Precis.ToText(Normalization.ToFormC([.. lower]));
        return mapped.Length > 0;
    }

    // An A-label stands for its U-label, and must be the only spelling of it.
    private static bool TryUnpack(string text, [NotNullWhen(true)] out string? unpacked)
    {
        unpacked = null;
        var labels = text.Split('.');
        for (var i = 0; i < labels.Length; i++)
        {
            if (!labels[i].StartsWith(AcePrefix, StringComparison.Ordinal))
                continue;
            try
            {
                var unicode = Idn.GetUnicode(labels[i]);
                if (!TryMap(unicode, out var mapped) || mapped != unicode || Ascii.IsValid(unicode))
                    return false;
                labels[i] = unicode;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }

        unpacked = string.Join('.', labels);
        return true;
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        if (label.Length is 0 or > MaxLabel || label[0] == '-' || label[^1] == '-')
            return false;
        return label.ContainsAnyExcept(Plain) ? IsUnicodeLabel(label.ToString()) : label.Length < 4 || !label[2..].StartsWith("--");
    }

    private static bool IsUnicodeLabel(string label)
    {
        var codePoints = Precis.ToCodePoints(label);
        if (codePoints is null || codePoints.Exists(c => c < 0x80 && !Plain.Contains((char)c)) || Normalization.IsMark(codePoints[0]))
            return false;
        if (!Precis.IsAllowed(codePoints, freeform: false) || !BidiRule.Holds(codePoints))
            return false;
        try
        {
            return Idn.GetAscii(label).Length <= MaxLabel;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
