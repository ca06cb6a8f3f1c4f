using System.Globalization;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Architecture.Tests.Conformance;

/// <summary>A section of XEP-0045.</summary>
internal sealed record Section(string Number, string Title)
{
    public int Chapter => int.Parse(Number.Split('.')[0], CultureInfo.InvariantCulture);

    /// <summary>Whether something must show it.</summary>
    public bool IsBinding => Chapter is (>= 5 and <= 10) or 14 or 17 or 18;

    public bool Holds(Section other) => other.Number.StartsWith(Number + ".", StringComparison.Ordinal);
}

/// <summary>Something a section demands: of the service under a number, of clients under 0.</summary>
internal sealed record Requirement(string Section, int Number, string Text)
{
    public bool IsClients => Number == 0;

    public string Label => $"§{Section} M{Number}";
}

/// <summary>What the room is measured by, from the text files of this folder.</summary>
internal static class Demands
{
    public static IReadOnlyList<Section> Sections { get; } = [.. Lines("sections.txt", 2).Select(words => new Section(words[0], words[1]))];

    /// <summary>Specifications beside XEP-0045.</summary>
    public static IReadOnlyList<(string Number, string Title)> Specifications { get; } = [.. Lines("specifications.txt", 2).Select(words => (words[0], words[1]))];

    public static IReadOnlyList<Requirement> Requirements { get; } =
    [
        .. Lines("requirements.txt", 3).Select(words => new Requirement(words[0], words[1] == "client" ? 0 : int.Parse(words[1].AsSpan(1), CultureInfo.InvariantCulture), words[2])),
    ];

    private static IEnumerable<string[]> Lines(string file, int words) =>
        from line in File.ReadLines(SourceTree.Inside("tests", "Orleans.Muc.Architecture.Tests", "Conformance", file))
        where !line.StartsWith('#') && line.Length > 0
        select line.Split(' ', words);
}
