using System.Text;

namespace Orleans.Muc.Architecture.Tests.Conformance;

/// <summary>docs/conformance.md, made of the demands and of what headers say.</summary>
internal sealed class Page(IReadOnlyList<Evidence> all)
{
    private const string Preface = """
        # Conformance

        What a room is measured by, and what shows it. This page is made from the headers of scenarios and the docstrings of tests; `MUC_WRITE=1 dotnet test tests/Orleans.Muc.Architecture.Tests` writes it anew, and a test fails when it
        is out of date or a row is empty. `…/….scs` is a script under [tests/Orleans.Muc.Scenarios/scripts](../tests/Orleans.Muc.Scenarios/scripts), played over sockets against the whole server; other names are test classes, or their methods,
        most of them in [tests/Orleans.Muc.Rooms.Tests](../tests/Orleans.Muc.Rooms.Tests).

        A header names what it shows as `XEP-0045 §8.2 M1, M3, §8.3 to §8.5`: sections of version 1.35.5, and with `M` the demands of a section as they are numbered below.

        """;

    public string Text()
    {
        var text = new StringBuilder(Preface);
        text.Append("\n## XEP-0045, section by section\n\n| section | shown by |\n|---|---|\n");
        foreach (var section in Demands.Sections.Where(section => section.IsBinding))
            text.Append($"| §{section.Number} {section.Title} | {(Own(section).Any() ? Names(Own(section)) : IsRoof(section) ? "what shows its sections" : "")} |\n");
        text.Append("\n## Beside it\n\n| specification | shown by |\n|---|---|\n");
        foreach (var (number, title) in Demands.Specifications)
            text.Append($"| XEP-{number} {title} | {Names(Showing(number))} |\n");
        text.Append("\n## Each MUST and MUST NOT of chapters 7 to 10\n\n| | demand | shown by |\n|---|---|---|\n");
        foreach (var requirement in Demands.Requirements)
            text.Append(requirement.IsClients
                ? $"| §{requirement.Section} | A client {requirement.Text} | client's duty |\n"
                : $"| {requirement.Label} | {requirement.Text} | {Names(Showing(requirement))} |\n");
        return text.ToString();
    }

    /// <summary>What of it nothing shows.</summary>
    public IEnumerable<string> Gaps()
    {
        foreach (var section in Demands.Sections.Where(section => section.IsBinding && !IsRoof(section) && !Own(section).Any()))
            yield return $"Nothing shows XEP-0045 §{section.Number} {section.Title}.";
        foreach (var (number, title) in Demands.Specifications.Where(specification => !Showing(specification.Number).Any()))
            yield return $"Nothing shows XEP-{number} {title}.";
        foreach (var requirement in Demands.Requirements.Where(requirement => !requirement.IsClients && !Showing(requirement).Any()))
            yield return $"Nothing shows XEP-0045 {requirement.Label}: {requirement.Text}.";
    }

    private IEnumerable<string> Showing(Requirement requirement) => Showing(reference => reference == new Reference("0045", requirement.Section, requirement.Number));

    private IEnumerable<string> Own(Section section) => Showing(reference => reference.Specification == "0045" && reference.Section == section.Number);

    private IEnumerable<string> Showing(string specification) => Showing(reference => reference.Specification == specification);

    /// <summary>A class only where none of its methods says it for itself.</summary>
    private IEnumerable<string> Showing(Func<Reference, bool> isMeant)
    {
        var names = all.Where(evidence => evidence.Shows.Any(isMeant)).Select(evidence => evidence.Name).ToList();
        return names.Where(name => !names.Any(other => other.StartsWith(name + ".", StringComparison.Ordinal)));
    }

    /// <summary>Whether it has sections, which have rows of their own.</summary>
    private static bool IsRoof(Section section) => Demands.Sections.Any(section.Holds);

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
