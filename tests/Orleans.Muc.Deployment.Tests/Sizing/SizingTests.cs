using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Muc.Deployment.Tests.Bicep;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Sizing;

/// <summary>The sums of docs/sizing.md are right, and what it takes from other pages stands there.</summary>
public sealed partial class SizingTests
{
    public static TheoryData<bool> Columns => [false, true];

    [Theory]
    [MemberData(nameof(Columns))]
    public void Every_result_is_what_its_formula_gives(bool lively)
    {
        var values = SizingPage.Inputs.ToDictionary(input => input.Name, input => lively ? input.Lively : input.Calm);
        var results = SizingPage.Results.ToList();
        Assert.True(results.Count > 20, $"Only {results.Count} results were found.");
        foreach (var result in results)
        {
            var exact = Formula.Evaluate(result.Formula, values);
            var shown = lively ? result.Lively : result.Calm;
            Assert.True(Shows(shown, exact), $"{result.Name} is {exact.ToString(CultureInfo.InvariantCulture)}, the page says {shown}.");
            values.Add(result.Name, exact);
        }
    }

    [Fact]
    public void Every_measured_input_stands_where_the_page_says()
    {
        var measured = SizingPage.Inputs.Where(input => Quotation().IsMatch(input.From)).ToList();
        Assert.True(measured.Count >= 6, $"Only {measured.Count} inputs name a page.");
        foreach (var input in measured)
        {
            var from = Quotation().Match(input.From);
            var lines = File.ReadAllLines(SourceTree.Inside("docs", from.Groups["page"].Value)).Where(line => line.Contains(from.Groups["words"].Value, StringComparison.Ordinal)).ToList();
            Assert.True(lines.Count > 0, $"{from.Groups["page"].Value} doesn't say «{from.Groups["words"].Value}».");
            Assert.Contains(lines, line => Numbers().Matches(line).Any(number => SizingPage.Number(number.Value) == input.Calm));
        }
    }

    [Fact]
    public void Every_other_input_says_what_it_is()
    {
        var others = SizingPage.Inputs.Where(input => !Quotation().IsMatch(input.From));
        Assert.All(others, input => Assert.Matches(@"^(assumption|list price|measured for this page|prod\.bicepparam|overlays/prod)", input.From));
    }

    [Fact]
    public void Every_input_is_used()
    {
        var formulas = string.Join('\n', SizingPage.Results.Select(result => result.Formula));
        Assert.All(SizingPage.Inputs, input => Assert.Matches($@"\b{input.Name}\b", formulas));
    }

    [Fact]
    public void Machines_are_those_of_prod()
    {
        var prod = File.ReadAllText(Path.Combine(BicepText.Folder, "environments", "prod.bicepparam"));
        var inputs = SizingPage.Inputs.ToDictionary(input => input.Name, input => (int)input.Calm);
        Assert.Contains("systemPool = { vmSize: 'Standard_D2as_v5', minCount: " + inputs["systemNodes"], prod, StringComparison.Ordinal);
        Assert.Contains("siloPool = { vmSize: 'Standard_D4as_v5', minCount: " + inputs["zones"], prod, StringComparison.Ordinal);
        var scaled = File.ReadAllText(SourceTree.Inside("infra", "kubernetes", "overlays", "prod", "autoscaler.yaml"));
        Assert.Contains($"targetValue: \"{inputs["sessionsPerSilo"]}\"", scaled, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3 - a / 4", 8)]
    [InlineData("max(ceil(a / 3), 1)", 2)]
    public void A_formula_is_read_as_people_read_it(string text, double value) => Assert.Equal(value, Formula.Evaluate(text, new Dictionary<string, double> { ["a"] = 4 }));

    /// <summary>Rounded to as many decimals as are shown.</summary>
    private static bool Shows(string shown, double exact)
    {
        var number = shown.Replace(",", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal);
        var decimals = number.Contains('.', StringComparison.Ordinal) ? number.Length - number.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        return Math.Round(exact, decimals, MidpointRounding.AwayFromZero).ToString("F" + decimals, CultureInfo.InvariantCulture) == number;
    }

    /// <summary>[load.md](load.md) «words of the line»</summary>
    [GeneratedRegex(@"\]\((?<page>\w+\.md)\) «(?<words>[^»]+)»")]
    private static partial Regex Quotation();

    [GeneratedRegex(@"\d[\d,]*(\.\d+)?")]
    private static partial Regex Numbers();
}
