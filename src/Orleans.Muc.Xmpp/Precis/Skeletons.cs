using System.Globalization;
using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>
/// Skeletons of text (UTS #39 §4): two texts that can be taken for one another have the same. For comparison only, nobody is ever shown one. Prototypes are read from
/// <c>confusables.txt</c> (Unicode 15.0) when the first skeleton is needed.
/// </summary>
internal static class Skeletons
{
    private static readonly Dictionary<int, int[]> Prototypes = Load();

    /// <summary>The ASCII that looks like other ASCII.</summary>
    private static readonly System.Buffers.SearchValues<char> Ambiguous = System.Buffers.SearchValues.Create([.. Prototypes.Keys.Where(c => c < 0x80).Select(c => (char)c)]);

    /// <summary>The skeleton of well-formed UTF-16; the same string when it is its own.</summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text) && !text.AsSpan().ContainsAny(Ambiguous) && !text.Contains("  ", StringComparison.Ordinal))
            return text;
        var mapped = new List<int>(text.Length + 8);
        foreach (var c in Normalization.ToFormD(Precis.ToCodePoints(text)!))
            if (Prototypes.TryGetValue(c, out var prototype))
                mapped.AddRange(prototype);
            else if (!CodePointClasses.IsIgnorable(c))
                mapped.Add(NickRules.IsBlank(c) ? ' ' : c);
        return Precis.ToText(WithSingleSpaces(Normalization.ToFormD(mapped)));
    }

    // RFC 8266 §2.1: how many spaces stand between two words is hard to see.
    private static List<int> WithSingleSpaces(List<int> text) => [.. text.Where((c, at) => c != ' ' || at == 0 || text[at - 1] != ' ')];

    private static Dictionary<int, int[]> Load()
    {
        using var stream = typeof(Skeletons).Assembly.GetManifestResourceStream("confusables.txt")!;
        using var reader = new StreamReader(stream);
        var prototypes = new Dictionary<int, int[]>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var parts = line.Split(' ');
            var prototype = Array.ConvertAll(parts[0].Split('+'), Hex);
            foreach (var range in parts.Skip(1).Select(part => part.Split('-')))
                for (var c = Hex(range[0]); c <= Hex(range[^1]); c++)
                    prototypes.Add(c, prototype);
        }

        return prototypes;
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
