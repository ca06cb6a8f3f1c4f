using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>Preparation and comparison of the text in addresses and passwords (RFC 8264): its profiles of RFC 8265 and RFC 7622.</summary>
internal static class Precis
{
    // RFC 8264 §7: a rule may undo another, so they are applied until nothing changes, this often at most.
    private const int MaxRounds = 4;

    private static readonly SearchValues<char> PlainLocalpart =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-_!#$%()*+,;=?[\\]^`{|}~");

    private static readonly SearchValues<char> TakenOut = SearchValues.Create("\"&'/:<>@");

    /// <summary>ASCII that preparation leaves as it is.</summary>
    public static bool IsPlainLocalpart(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(PlainLocalpart);

    /// <summary>ASCII that preparation leaves as it is.</summary>
    public static bool IsPlainResourcepart(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange(' ', '~') && text[0] != ' ';

    /// <summary>A localpart: UsernameCaseMapped (RFC 8265 §3.3) without the characters that RFC 7622 §3.3.1 takes out.</summary>
    public static bool TryLocalpart(string text, [NotNullWhen(true)] out string? prepared)
    {
        if (Ascii.IsValid(text))
        {
            prepared = text.ToLowerInvariant();
            return text.Length is > 0 and <= Jid.MaxPartBytes && !prepared.AsSpan().ContainsAnyExcept(PlainLocalpart);
        }

        return TryPrepare(text, UsernameCaseMapped, out prepared)
            && !prepared.AsSpan().ContainsAny(TakenOut)
            && Encoding.UTF8.GetByteCount(prepared) <= Jid.MaxPartBytes;
    }

    /// <summary>A resourcepart: OpaqueString (RFC 7622 §3.4).</summary>
    public static bool TryResourcepart(string text, [NotNullWhen(true)] out string? prepared) =>
        // Decision: no leading space. The profile has no such rule, but RFC 7622 §3.5 lists one (example 18) among what is no JID.
        TryOpaqueString(text, out prepared) && prepared[0] != ' ' && Encoding.UTF8.GetByteCount(prepared) <= Jid.MaxPartBytes;

    /// <summary>RFC 8265 §4.2.</summary>
    public static bool TryOpaqueString(string text, [NotNullWhen(true)] out string? prepared)
    {
        prepared = text;
        return !text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? text.Length > 0 : TryPrepare(text, OpaqueString, out prepared);
    }

    /// <summary>Code points of well-formed UTF-16; null when a surrogate stands alone.</summary>
    public static List<int>? ToCodePoints(ReadOnlySpan<char> text)
    {
        var codePoints = new List<int>(text.Length);
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != OperationStatus.Done)
                return null;
            codePoints.Add(rune.Value);
            text = text[length..];
        }

        return codePoints;
    }

    public static string ToText(List<int> codePoints)
    {
        var text = new StringBuilder(codePoints.Count);
        foreach (var c in codePoints)
            text.Append(new Rune(c).ToString());
        return text.ToString();
    }

    public static int MapWidth(int c) => c < 0x3000 ? c : UnicodeData.Widths.GetValueOrDefault(c, c);

    /// <summary>Lower case, letter by letter (RFC 8265 §3.3.2).</summary>
    public static IEnumerable<int> MapCase(int c) =>
        // The one letter whose lower case is two code points; without it a capital would remain.
        c == 0x130 ? ['i', 0x307] : [Rune.ToLowerInvariant(new Rune(c)).Value];

    private static bool TryPrepare(string text, Func<List<int>, List<int>?> profile, [NotNullWhen(true)] out string? prepared)
    {
        prepared = null;
        // Nothing of this length becomes short enough, and it would cost time to find out.
        if (text.Length > 4 * Jid.MaxPartBytes || ToCodePoints(text) is not { Count: > 0 } current)
            return false;
        for (var round = 0; round < MaxRounds; round++)
        {
            if (profile(current) is not { Count: > 0 } next)
                return false;
            if (next.SequenceEqual(current))
            {
                prepared = ToText(next);
                return true;
            }

            current = next;
        }

        return false;
    }

    private static List<int>? UsernameCaseMapped(List<int> text)
    {
        var narrow = text.ConvertAll(MapWidth);
        if (!IsAllowed(narrow, freeform: false))
            return null;
        var mapped = Normalization.ToFormC([.. narrow.SelectMany(MapCase)]);
        return IsAllowed(mapped, freeform: false) && BidiRule.Holds(mapped) ? mapped : null;
    }

    private static List<int>? OpaqueString(List<int> text)
    {
        if (!IsAllowed(text, freeform: true))
            return null;
        // RFC 8265 §4.2.2: spaces beyond ASCII become the ASCII space.
        var mapped = text.ConvertAll(c => c >= 0x80 && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator ? ' ' : c);
        mapped = Normalization.ToFormC(mapped);
        return IsAllowed(mapped, freeform: true) ? mapped : null;
    }

    /// <summary>Whether every code point belongs to the class: FreeformClass or IdentifierClass (RFC 8264 §4).</summary>
    public static bool IsAllowed(List<int> text, bool freeform)
    {
        for (var i = 0; i < text.Count; i++)
        {
            var allowed = CodePointClasses.Of(text[i]) switch
            {
                CodePointClass.Valid => true,
                CodePointClass.FreeOnly => freeform,
                CodePointClass.Contextual => ContextRules.Allow(text, i),
                _ => false,
            };
            if (!allowed)
                return false;
        }

        return true;
    }
}
