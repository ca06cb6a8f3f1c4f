using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Architecture.Tests;

/// <summary>What crosses a silo boundary has a name of its own, independent of what it is called in code.</summary>
public sealed partial class WireTests
{
    [Fact]
    public void Every_serialized_type_has_an_alias()
    {
        var nameless = from declaration in Declarations(Serialized())
                       where !declaration.Attributes.Contains("Alias(", StringComparison.Ordinal)
                       select declaration.Place;
        Findings.None(nameless);
    }

    [Fact]
    public void Every_grain_interface_has_an_alias()
    {
        var nameless = from declaration in Declarations(GrainInterface())
                       where !declaration.Attributes.Contains("Alias(", StringComparison.Ordinal)
                       select declaration.Place;
        Findings.None(nameless);
    }

    [Fact]
    public void Every_field_of_a_serialized_type_has_its_own_number()
    {
        var doubled = from declaration in Declarations(Serialized())
                      let numbers = Number().Matches(declaration.Body).Select(match => match.Groups[1].Value).ToList()
                      where numbers.Count != numbers.Distinct().Count()
                      select declaration.Place;
        Findings.None(doubled);
    }

    [Fact]
    public void No_two_types_share_an_alias()
    {
        var shared = SourceFiles.Under("src").SelectMany(file => TypeAlias().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .GroupBy(alias => alias).Where(alias => alias.Count() > 1).Select(alias => alias.Key);
        Findings.None(shared);
    }

    [Fact]
    public void There_are_wire_types_to_look_at()
    {
        if (Directory.EnumerateFiles(SourceTree.Inside("src", "Orleans.Muc.Abstractions"), "*.cs", SearchOption.AllDirectories).Any())
            Assert.NotEmpty(Declarations(Serialized()));
    }

    private static IEnumerable<(string Place, string Attributes, string Body)> Declarations(Regex pattern) =>
        from file in SourceFiles.Under("src")
        let code = SourceFiles.Code(file)
        from match in pattern.Matches(code)
        select ($"{SourceFiles.Name(file)}:{SourceFiles.LineOf(code, match.Index)}", match.Groups["attributes"].Value, Body(code, match.Index + match.Length));

    // From the declaration to the next type: enough to see which numbers belong together.
    private static string Body(string code, int start)
    {
        var next = NextType().Match(code, start);
        return next.Success ? code[start..next.Index] : code[start..];
    }

    [GeneratedRegex(@"(?<attributes>(?:\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\s*)*\[[^\[\]]*\bGenerateSerializer\b[^\[\]]*\]\s*(?:\[[^\[\]]*\]\s*)*)(?:(?:public|internal|private|protected|sealed|abstract|readonly|static|partial|ref)\s+)*(?:record\s+struct|record\s+class|record|struct|class|enum)\s+\w+")]
    private static partial Regex Serialized();

    [GeneratedRegex(@"(?<attributes>(?:\[[^\[\]]*\]\s*)*)(?:(?:public|internal)\s+)?(?:partial\s+)?interface\s+\w+\s*:\s*[^{;]*\b(?:IGrainWith\w+|IGrainExtension|IGrainObserver)\b")]
    private static partial Regex GrainInterface();

    [GeneratedRegex(@"\bId\((\d+)\)")]
    private static partial Regex Number();

    [GeneratedRegex("""\[[^\]]*\bGenerateSerializer\b[^\]]*\bAlias\("([^"]+)"\)""")]
    private static partial Regex TypeAlias();

    [GeneratedRegex(@"\[[^\[\]]*\bGenerateSerializer\b")]
    private static partial Regex NextType();
}
