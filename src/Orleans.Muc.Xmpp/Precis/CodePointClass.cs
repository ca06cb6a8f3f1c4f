using System.Globalization;

namespace Orleans.Muc.Xmpp;

/// <summary>What PRECIS allows a code point to be (RFC 8264 §8).</summary>
internal enum CodePointClass : byte
{
    Disallowed,

    /// <summary>Allowed in every class of strings.</summary>
    Valid,

    /// <summary>Allowed in free text, not in identifiers.</summary>
    FreeOnly,

    /// <summary>Allowed where <see cref="ContextRules"/> say so.</summary>
    Contextual,
}

/// <summary>The derived property of RFC 8264 §8, computed in that section's order.</summary>
internal static class CodePointClasses
{
    private const int TableSize = 0x10000;

    private static readonly Lazy<CodePointClass[]> Table = new(() => [.. Enumerable.Range(0, TableSize).Select(Derive)]);

    public static CodePointClass Of(int c) => c < 0x80 || c >= TableSize ? Derive(c) : Table.Value[c];

    private static CodePointClass Derive(int c)
    {
        // §9.11: the printable ASCII, and the space (§9.14), make up nearly everything.
        if (c is > 0x20 and < 0x7F)
            return CodePointClass.Valid;
        if (c == ' ')
            return CodePointClass.FreeOnly;
        if (Exception(c) is { } exception)
            return exception;
        var category = CharUnicodeInfo.GetUnicodeCategory(c);
        // Decision: what came after the version of our tables counts as unassigned (§9.10), however new .NET's categories are: its normal form and
        // its direction aren't known here.
        if (category == UnicodeCategory.OtherNotAssigned || UnicodeData.Unassigned.Contains(c))
            return CodePointClass.Disallowed;
        if (c is 0x200C or 0x200D)
            return CodePointClass.Contextual;
        if (IsOldHangulJamo(c) || IsIgnorable(c) || category == UnicodeCategory.Control)
            return CodePointClass.Disallowed;
        return UnicodeData.Compatibility.Contains(c) ? CodePointClass.FreeOnly : Derive(category);
    }

    private static CodePointClass Derive(UnicodeCategory category) => category switch
    {
        // §9.1 LetterDigits
        UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => CodePointClass.Valid,

        // Disallowed for want of a rule: formats, surrogates, private use, line and paragraph separators.
        UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned => CodePointClass.Disallowed,

        // §9.13 to §9.18: other letters and digits, spaces, symbols, punctuation
        _ => CodePointClass.FreeOnly,
    };

    // §9.6, the exceptions of RFC 5892 §2.6
    private static CodePointClass? Exception(int c) => c switch
    {
        0xDF or 0x3C2 or 0x6FD or 0x6FE or 0xF0B or 0x3007 => CodePointClass.Valid,
        0xB7 or 0x375 or 0x5F3 or 0x5F4 or 0x30FB or (>= 0x660 and <= 0x669) or (>= 0x6F0 and <= 0x6F9) => CodePointClass.Contextual,
        0x640 or 0x7FA or 0x302E or 0x302F or (>= 0x3031 and <= 0x3035) or 0x303B => CodePointClass.Disallowed,
        _ => null,
    };

    // §9.9
    private static bool IsOldHangulJamo(int c) =>
        c is (>= 0x1100 and <= 0x11FF) or (>= 0xA960 and <= 0xA97C) or (>= 0xD7B0 and <= 0xD7C6) or (>= 0xD7CB and <= 0xD7FB);

    /// <summary>§9.13: Default_Ignorable_Code_Point and Noncharacter_Code_Point.</summary>
    public static bool IsIgnorable(int c) =>
        c is 0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or (>= 0x200B and <= 0x200F)
            or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0
            or (>= 0xFFF0 and <= 0xFFF8) or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF)
            or (>= 0xFDD0 and <= 0xFDEF)
        || (c & 0xFFFE) == 0xFFFE;
}
