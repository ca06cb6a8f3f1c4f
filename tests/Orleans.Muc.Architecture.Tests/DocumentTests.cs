using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Architecture.Tests;

/// <summary>What the documents say is there, is there.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Page = SourceTree.Inside("docs", "security.md");

    [Fact]
    public void Every_test_that_docs_security_names_exists()
    {
        var named = NamedTests().ToList();
        Assert.True(named.Count > 50, $"Only {named.Count} names were found in {Page}.");
        var sources = string.Concat(SourceFiles.Under("tests").Select(File.ReadAllText));
        Findings.None(named.Where(name => !Exists(name, sources)).Select(name => $"docs/security.md names {name}, which is no test."));
    }

    [Fact]
    public void Every_problem_has_its_test_or_a_reason()
    {
        var empty = File.ReadLines(Page).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Split('|') is not [_, _, _, { Length: > 20 } or " here ", _]);
        Findings.None(empty);
    }

    private static IEnumerable<string> NamedTests() =>
        from line in File.ReadLines(Page)
        where line.StartsWith("| ", StringComparison.Ordinal)
        from Match name in Quoted().Matches(line.Split('|')[3])
        where !Api().IsMatch(name.Groups[1].Value)
        select name.Groups[1].Value;

    private static bool Exists(string name, string sources) =>
        name.EndsWith(".scs", StringComparison.Ordinal) ? File.Exists(SourceTree.Inside("tests", "Orleans.Muc.Scenarios", "scripts", name))
        : name.Contains(' ', StringComparison.Ordinal) ? sources.Contains($"\"{name}\"", StringComparison.Ordinal) || sources.Contains($"\"{name} (", StringComparison.Ordinal)
        : sources.Contains($" {name}(", StringComparison.Ordinal);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    /// <summary>Names of the platform and of protocols, which are no tests.</summary>
    [GeneratedRegex(@"^(\w+\.\w+(?<!\.scs)|[a-z]+-[a-z]+)$")]
    private static partial Regex Api();
}
