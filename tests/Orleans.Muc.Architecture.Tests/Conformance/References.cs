using System.Globalization;
using System.Text.RegularExpressions;

namespace Orleans.Muc.Architecture.Tests.Conformance;

/// <summary>One place of a specification that a header names: <c>XEP-0045 §8.2 M1</c>, <c>XEP-0045 §8.2</c> or <c>XEP-0500</c>.</summary>
/// <param name="Specification">Its four digits.</param>
/// <param name="Section">The number of the section; null for the specification as a whole.</param>
/// <param name="Requirement">The number of a requirement in the section; 0 for the section as a whole.</param>
internal readonly record struct Reference(string Specification, string? Section, int Requirement);

/// <summary>
/// Reads headers. A specification is followed by its sections, a section by its requirements: <c>XEP-0045 §8.2 M1, M3, §8.3 to §8.5; XEP-0421</c>. Other words and other documents are passed over.
/// </summary>
internal static partial class References
{
    public static IEnumerable<Reference> In(string header)
    {
        string? specification = null;
        Reference last = default;
        var isRange = false;
        foreach (Match token in Token().Matches(header))
        {
            if (token.Groups["other"].Success)
                specification = null;
            else if (token.Groups["xep"] is { Success: true, Value: var xep })
                yield return last = new Reference(specification = xep, null, 0);
            else if (specification is null)
                continue;
            else if (token.Groups["to"].Success)
            {
                isRange = true;
                continue;
            }
            else
            {
                var next = token.Groups["section"] is { Success: true, Value: var section }
                    ? new Reference(specification, section, 0)
                    : last with { Requirement = Number(token.Groups["must"].Value) };
                foreach (var between in isRange ? Between(last, next) : [])
                    yield return between;
                yield return last = next;
            }

            isRange = false;
        }
    }

    private static IEnumerable<Reference> Between(Reference first, Reference last)
    {
        if (last.Requirement > 0)
            return Enumerable.Range(first.Requirement + 1, Math.Max(0, last.Requirement - first.Requirement - 1)).Select(number => first with { Requirement = number });
        var (parent, from) = Split(first.Section);
        var (other, to) = Split(last.Section);
        return parent == other ? Enumerable.Range(from + 1, Math.Max(0, to - from - 1)).Select(number => first with { Section = parent + number, Requirement = 0 }) : [];
    }

    /// <summary>"7.2.8" as "7.2." and 8.</summary>
    private static (string Parent, int Number) Split(string? section)
    {
        var end = section is null ? 0 : section.LastIndexOf('.') + 1;
        return section is null ? ("", 0) : (section[..end], Number(section[end..]));
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"XEP-(?<xep>\d{4})|(?<other>\bRFC \d+)|§(?<section>\d+(\.\d+)*)|\bM(?<must>\d+)\b|(?<to>\bto\b(?= [§M]))")]
    private static partial Regex Token();
}
