using System.Diagnostics.CodeAnalysis;

namespace Orleans.Muc.Xmpp;

/// <summary>What a nickname must be beyond a resourcepart (XEP-0045 §13, §14.6): visible, and not another's with a space after it.</summary>
internal static class NickRules
{
    public static bool TryPrepare(string text, [NotNullWhen(true)] out string? prepared)
    {
        if (!Precis.TryResourcepart(text, out prepared))
            return false;
        var first = prepared[0];
        var last = prepared[^1];
        if (first < 0x80 && last < 0x80)
            return first != ' ' && last != ' ';
        var codePoints = Precis.ToCodePoints(prepared)!;
        // A mark at the front would sit on whatever a client shows before the nick.
        return !IsBlank(codePoints[0]) && !IsBlank(codePoints[^1]) && !Normalization.IsMark(codePoints[0]);
    }

    /// <summary>Spaces are U+0020 by now. The others are characters without ink: braille blank, object replacement, blank hieroglyphs, null notehead.</summary>
    public static bool IsBlank(int c) => c is ' ' or 0x2800 or 0xFFFC or 0x13441 or 0x13442 or 0x1D159;
}
