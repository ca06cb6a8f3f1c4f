namespace Orleans.Muc.Xmpp;

/// <summary>Where code points may stand that are allowed only in context (RFC 5892 appendix A).</summary>
internal static class ContextRules
{
    private const int Virama = 9;

    public static bool Allow(List<int> text, int at) => text[at] switch
    {
        0x200C => IsAfterVirama(text, at) || JoinsBothSides(text, at),
        0x200D => IsAfterVirama(text, at),
        0xB7 => Previous(text, at) == 'l' && Next(text, at) == 'l',
        0x375 => IsScript(Next(text, at), "Greek"),
        0x5F3 or 0x5F4 => IsScript(Previous(text, at), "Hebrew"),
        0x30FB => text.Exists(c => UnicodeData.Scripts.Get(c, "") is "Hiragana" or "Katakana" or "Han"),
        >= 0x660 and <= 0x669 => !text.Exists(c => c is >= 0x6F0 and <= 0x6F9),
        >= 0x6F0 and <= 0x6F9 => !text.Exists(c => c is >= 0x660 and <= 0x669),
        _ => false,
    };

    private static int Previous(List<int> text, int at) => at > 0 ? text[at - 1] : -1;

    private static int Next(List<int> text, int at) => at + 1 < text.Count ? text[at + 1] : -1;

    private static bool IsAfterVirama(List<int> text, int at) => at > 0 && Normalization.CombiningClass(text[at - 1]) == Virama;

    private static bool IsScript(int c, string script) => c >= 0 && UnicodeData.Scripts.Get(c, "") == script;

    // A.1: a letter that joins forward before, one that joins backward after, transparent ones between.
    private static bool JoinsBothSides(List<int> text, int at)
    {
        var before = at - 1;
        while (before >= 0 && JoiningType(text[before]) == 'T')
            before--;
        var after = at + 1;
        while (after < text.Count && JoiningType(text[after]) == 'T')
            after++;
        return before >= 0 && after < text.Count && JoiningType(text[before]) is 'L' or 'D' && JoiningType(text[after]) is 'R' or 'D';
    }

    private static char JoiningType(int c) => UnicodeData.JoiningTypes.Get(c, 'U');
}
