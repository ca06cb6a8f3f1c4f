namespace Orleans.Muc.Fuzz.Addresses;

/// <summary>The Bidi rule as RFC 5893 §2 writes it, over characters whose class is listed here.</summary>
internal static class BidiOracle
{
    /// <summary>Characters that are allowed in identifiers and that preparation leaves as they are, with their bidirectional class.</summary>
    public static readonly (int CodePoint, string Class)[] Alphabet =
    [
        ('a', "L"), ('z', "L"), (0x4E2D, "L"), (0x0E01, "L"), (0x0915, "L"),
        (0x05D0, "R"), (0x05E9, "R"), (0x07CA, "R"), (0x10800, "R"),
        (0x0628, "AL"), (0x0645, "AL"), (0x0710, "AL"), (0x0780, "AL"),
        ('0', "EN"), ('9', "EN"), (0x06F1, "EN"), (0x06F8, "EN"),
        (0x0661, "AN"), (0x0668, "AN"),
        ('-', "ES"), ('+', "ES"), (',', "CS"), ('.', "CS"), ('#', "ET"), ('$', "ET"), ('%', "ET"),
        ('!', "ON"), ('*', "ON"), ('=', "ON"), ('_', "ON"), ('~', "ON"),
        (0x0E31, "NSM"), (0x05B0, "NSM"), (0x0730, "NSM"),
    ];

    /// <summary>Whether text of these classes may stand in an identifier; text without right-to-left characters always may (RFC 8265 §3.3.2).</summary>
    public static bool Holds(IReadOnlyList<string> classes)
    {
        if (!classes.Any(c => c is "R" or "AL" or "AN"))
            return true;
        // 1. The first character is L, R or AL.
        var isRightToLeft = classes[0] is "R" or "AL";
        if (!isRightToLeft && classes[0] != "L")
            return false;
        var last = classes.LastOrDefault(c => c != "NSM");
        if (!isRightToLeft)
            // 5. and 6.
            return classes.All(c => c is "L" or "EN" or "ES" or "CS" or "ET" or "ON" or "BN" or "NSM") && last is "L" or "EN";
        // 2.
        if (!classes.All(c => c is "R" or "AL" or "AN" or "EN" or "ES" or "CS" or "ET" or "ON" or "BN" or "NSM"))
            return false;
        // 3.
        if (last is not ("R" or "AL" or "EN" or "AN"))
            return false;
        // 4.
        return !(classes.Contains("EN") && classes.Contains("AN"));
    }
}
