using System.Globalization;

namespace Orleans.Muc.Xmpp;

/// <summary>Bidirectional classes as RFC 5893 needs them; <see cref="Other"/> may not stand in any label.</summary>
internal enum BidiClass
{
    L,
    R,
    AL,
    AN,
    EN,
    ES,
    CS,
    ET,
    ON,
    BN,
    NSM,
    Other,
}

/// <summary>
/// Character properties that .NET lacks, or lacks in invariant globalization mode, where string normalization does nothing. Read from
/// <c>unicode.txt</c> (Unicode 15.0) when the first text beyond Latin needs them. General categories come from .NET.
/// </summary>
internal static class UnicodeData
{
    private static readonly Dictionary<string, List<string[]>> Sections = Load();

    public static readonly UnicodeRanges<byte> CombiningClasses = Ranges("combining-class", value => byte.Parse(value, CultureInfo.InvariantCulture));

    public static readonly UnicodeRanges<BidiClass> BidiClasses =
        Ranges("bidi", value => value == "X" ? BidiClass.Other : Enum.Parse<BidiClass>(value));

    /// <summary>L, R, D or T; every other joining type is left out.</summary>
    public static readonly UnicodeRanges<char> JoiningTypes = Ranges("joining", value => value[0]);

    /// <summary>Greek, Hebrew, Hiragana, Katakana and Han: what the contextual rules ask for.</summary>
    public static readonly UnicodeRanges<string> Scripts = Ranges("script", string.Intern);

    /// <summary>Code points that normalization form KC changes.</summary>
    public static readonly UnicodeRanges<bool> Compatibility = Ranges("compatibility", _ => true);

    /// <summary>Code points without a character in the version of these tables.</summary>
    public static readonly UnicodeRanges<bool> Unassigned = Ranges("unassigned", _ => true);

    public static readonly Dictionary<int, int[]> Decompositions =
        Sections["decomposition"].ToDictionary(line => Hex(line[0]), line => line.Skip(1).Where(part => part != "!").Select(Hex).ToArray());

    /// <summary>Pairs that compose, without those that Unicode excludes from composition.</summary>
    public static readonly Dictionary<(int First, int Second), int> Compositions =
        Sections["decomposition"].Where(line => line.Length == 3).ToDictionary(line => (Hex(line[1]), Hex(line[2])), line => Hex(line[0]));

    /// <summary>Fullwidth and halfwidth forms and what they stand for.</summary>
    public static readonly Dictionary<int, int> Widths = Sections["width"].ToDictionary(line => Hex(line[0]), line => Hex(line[1]));

    private static UnicodeRanges<T> Ranges<T>(string section, Func<string, T> read) =>
        new([.. Sections[section].Select(line => Range(line, read))]);

    private static (int First, int Last, T Value) Range<T>(string[] line, Func<string, T> read)
    {
        var bounds = line[0].Split('-');
        return (Hex(bounds[0]), Hex(bounds[^1]), read(line.Length > 1 ? line[1] : ""));
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static Dictionary<string, List<string[]>> Load()
    {
        using var stream = typeof(UnicodeData).Assembly.GetManifestResourceStream("unicode.txt")!;
        using var reader = new StreamReader(stream);
        var sections = new Dictionary<string, List<string[]>>();
        List<string[]> current = [];
        while (reader.ReadLine() is { } line)
            if (line.StartsWith('['))
                sections[line[1..^1]] = current = [];
            else if (!line.StartsWith('#'))
                current.Add(line.Split(' '));
        return sections;
    }
}
