using System.Globalization;

namespace Orleans.Muc.Fuzz.Addresses;

/// <summary>The derived property of RFC 8264 §8. <see cref="IdDisOrFreePval"/> is allowed in free text, not in identifiers.</summary>
internal enum PrecisProperty
{
    Pvalid,
    IdDisOrFreePval,
    ContextRule,
    Disallowed,
    Unassigned,
}

/// <summary>
/// The derivation of RFC 8264 §8 as that section writes it, with the categories of §9. The version of Unicode is 15.0: what later
/// versions added is unassigned here. General categories are .NET's, which Unicode hardly ever changes.
/// </summary>
internal static class DerivedProperty
{
    public static PrecisProperty Of(int c)
    {
        if (Exception(c) is { } exception)
            return exception;
        if (IsBackwardCompatible(c))
            return PrecisProperty.Disallowed;
        if (UnicodeFacts.IsUnassigned(c))
            return PrecisProperty.Unassigned;
        if (c is >= 0x21 and <= 0x7E)
            return PrecisProperty.Pvalid;
        if (c is 0x200C or 0x200D)
            return PrecisProperty.ContextRule;
        if (IsOldHangulJamo(c) || IsPrecisIgnorable(c) || IsControl(c))
            return PrecisProperty.Disallowed;
        if (UnicodeFacts.HasCompat(c))
            return PrecisProperty.IdDisOrFreePval;
        if (IsLetterOrDigit(c))
            return PrecisProperty.Pvalid;
        return IsOtherLetterOrDigit(c) || IsSpace(c) || IsSymbol(c) || IsPunctuation(c) ? PrecisProperty.IdDisOrFreePval : PrecisProperty.Disallowed;
    }

    // §9.6
    private static PrecisProperty? Exception(int c) => c switch
    {
        0x00DF or 0x03C2 or 0x06FD or 0x06FE or 0x0F0B or 0x3007 => PrecisProperty.Pvalid,
        0x00B7 or 0x0375 or 0x05F3 or 0x05F4 or 0x30FB => PrecisProperty.ContextRule,
        >= 0x0660 and <= 0x0669 => PrecisProperty.ContextRule,
        >= 0x06F0 and <= 0x06F9 => PrecisProperty.ContextRule,
        0x0640 or 0x07FA or 0x302E or 0x302F or 0x3031 or 0x3032 or 0x3033 or 0x3034 or 0x3035 or 0x303B => PrecisProperty.Disallowed,
        _ => null,
    };

    // §9.7: the list is empty.
    private static bool IsBackwardCompatible(int c) => c < 0;

    // §9.9: Hangul_Syllable_Type L, V or T
    private static bool IsOldHangulJamo(int c) =>
        c is (>= 0x1100 and <= 0x11FF) or (>= 0xA960 and <= 0xA97C) or (>= 0xD7B0 and <= 0xD7C6) or (>= 0xD7CB and <= 0xD7FB);

    // §9.13: noncharacters and Default_Ignorable_Code_Point, which is formats, variation selectors and a list, less a list
    private static bool IsPrecisIgnorable(int c)
    {
        if (c is >= 0xFDD0 and <= 0xFDEF || (c & 0xFFFF) is 0xFFFE or 0xFFFF)
            return true;
        var isVariationSelector = c is (>= 0x180B and <= 0x180D) or 0x180F or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
        var isOther = c is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2065 or 0x3164 or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);
        var isVisibleFormat = c is (>= 0xFFF9 and <= 0xFFFB) or (>= 0x13430 and <= 0x1343F) or (>= 0x0600 and <= 0x0605)
            or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD;
        return isVariationSelector || isOther || (Category(c) == UnicodeCategory.Format && !isVisibleFormat);
    }

    private static bool IsControl(int c) => Category(c) == UnicodeCategory.Control;

    // §9.1
    private static bool IsLetterOrDigit(int c) => Category(c)
        is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // §9.18
    private static bool IsOtherLetterOrDigit(int c) => Category(c)
        is UnicodeCategory.TitlecaseLetter or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.EnclosingMark;

    // §9.14
    private static bool IsSpace(int c) => Category(c) == UnicodeCategory.SpaceSeparator;

    // §9.15
    private static bool IsSymbol(int c) => Category(c)
        is UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol;

    // §9.16
    private static bool IsPunctuation(int c) => Category(c)
        is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
        or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;

    private static UnicodeCategory Category(int c) => CharUnicodeInfo.GetUnicodeCategory(c);
}
