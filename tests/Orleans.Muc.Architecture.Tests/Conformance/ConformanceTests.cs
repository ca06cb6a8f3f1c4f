using Orleans.Muc.Testing;

namespace Orleans.Muc.Architecture.Tests.Conformance;

/// <summary>docs/conformance.md says what headers say, and has no empty row.</summary>
public sealed class ConformanceTests
{
    private static readonly string File = SourceTree.Inside("docs", "conformance.md");

    private readonly IReadOnlyList<Evidence> all = [.. Evidence.All()];

    [Fact]
    public void The_page_is_what_the_headers_make_it()
    {
        var made = new Page(all).Text();
        if (Environment.GetEnvironmentVariable("MUC_WRITE") == "1")
            System.IO.File.WriteAllText(File, made);
        Assert.True(System.IO.File.Exists(File) && System.IO.File.ReadAllText(File) == made, "docs/conformance.md is out of date; with MUC_WRITE=1 this test writes it.");
    }

    [Fact]
    public void Every_row_is_shown_by_something() => Findings.None(new Page(all).Gaps());

    [Fact]
    public void What_a_header_names_is_there() => Findings.None(
        from evidence in all
        from reference in evidence.Shows
        where reference is { Specification: "0045", Section: not null } && !IsThere(reference)
        select $"{evidence.Name} names XEP-0045 §{reference.Section}{(reference.Requirement > 0 ? $" M{reference.Requirement}" : "")}, which is not there.");

    [Fact]
    public void Every_scenario_says_what_it_shows() => Findings.None(
        Evidence.Scripts().Where(script => script.Shows.Count == 0 && !script.Header.Contains("RFC ", StringComparison.Ordinal)).Select(script => script.Name));

    [Fact]
    public void Demands_are_numbered_from_one_in_sections_that_are_there() => Findings.None(
        from section in Demands.Requirements.GroupBy(requirement => requirement.Section)
        let numbers = section.Where(requirement => !requirement.IsClients).Select(requirement => requirement.Number).ToList()
        where Demands.Sections.All(other => other.Number != section.Key) || !numbers.SequenceEqual(Enumerable.Range(1, numbers.Count))
        select $"§{section.Key}: {string.Join(' ', numbers)}");

    [Fact]
    public void Rooms_have_at_least_250_scenarios_and_rule_tests()
    {
        var rules = SourceFiles.Under("tests/Orleans.Muc.Rooms.Tests").Sum(file => Evidence.TestAttribute().Count(System.IO.File.ReadAllText(file)));
        var scenarios = Evidence.Scripts().Count(script => script.Shows.Any(reference => reference.Specification == "0045"));
        Assert.True(rules + scenarios >= 250, $"{rules} rule tests and {scenarios} scenarios.");
    }

    private static bool IsThere(Reference reference) => reference.Requirement == 0
        ? Demands.Sections.Any(section => section.Number == reference.Section)
        : Demands.Requirements.Any(requirement => requirement.Section == reference.Section && requirement.Number == reference.Requirement);
}
