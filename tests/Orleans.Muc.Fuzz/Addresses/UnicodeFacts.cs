using System.Globalization;

namespace Orleans.Muc.Fuzz.Addresses;

/// <summary>The properties of code points that the oracle can't ask .NET for, from the two data files beside this one.</summary>
internal static class UnicodeFacts
{
    public const int CodePoints = 0x110000;

    private static readonly Dictionary<string, bool[]> Sections = LoadSections();

    /// <summary>Whether Unicode 15.0 has no character here; a noncharacter is not meant.</summary>
    public static bool IsUnassigned(int c) => Sections["unassigned"][c];

    /// <summary>RFC 8264 §9.17: normalization form KC changes it.</summary>
    public static bool HasCompat(int c) => Sections["has-compat"][c];

    /// <summary>Letter by letter what IANA registered for Unicode 6.3.0: V, F, C, D or U.</summary>
    public static char[] Registry { get; } = LoadRegistry();

    private static Dictionary<string, bool[]> LoadSections()
    {
        var sections = new Dictionary<string, bool[]>();
        bool[] current = [];
        foreach (var line in Lines("unicode-15.0.txt"))
            if (line.StartsWith('['))
                sections[line[1..^1]] = current = new bool[CodePoints];
            else
                foreach (var range in line.Split(' '))
                {
                    var bounds = range.Split('-');
                    Array.Fill(current, true, Hex(bounds[0]), Hex(bounds[^1]) - Hex(bounds[0]) + 1);
                }

        return sections;
    }

    private static char[] LoadRegistry()
    {
        var registry = new char[CodePoints];
        foreach (var token in Lines("precis-6.3.0.txt").SelectMany(line => line.Split(' ')))
        {
            var (start, property) = (token[..^2], token[^1]);
            Array.Fill(registry, property, Hex(start), CodePoints - Hex(start));
        }

        return registry;
    }

    private static IEnumerable<string> Lines(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Addresses", file)).Where(line => !line.StartsWith('#'));

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
