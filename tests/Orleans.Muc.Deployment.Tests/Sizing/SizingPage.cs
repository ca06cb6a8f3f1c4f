using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Sizing;

/// <summary>
/// docs/sizing.md as tables. A row that begins with a name in code is an input (name, value for calm, value for lively or one value for both, unit, where it is from) or a result (name,
/// formula in code, both values).
/// </summary>
internal static partial class SizingPage
{
    public static string Text => File.ReadAllText(SourceTree.Inside("docs", "sizing.md"));

    public static IEnumerable<Input> Inputs =>
        from cells in Rows()
        where !Code().IsMatch(cells[1])
        let lively = cells.Length == 5 ? 2 : 1
        select new Input(Name(cells[0]), Number(cells[1]), Number(cells[lively]), cells[^1]);

    public static IEnumerable<Result> Results =>
        from cells in Rows()
        where Code().IsMatch(cells[1])
        select new Result(Name(cells[0]), Code().Match(cells[1]).Groups[1].Value, cells[2], cells[3]);

    public static double Number(string cell) => double.Parse(NotNumber().Replace(cell, ""), CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Rows() =>
        from line in Text.Split('\n')
        where line.StartsWith("| `", StringComparison.Ordinal)
        select line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray();

    private static string Name(string cell) => Code().Match(cell).Groups[1].Value;

    [GeneratedRegex("^`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"[^0-9.]")]
    private static partial Regex NotNumber();
}

internal sealed record Input(string Name, double Calm, double Lively, string From);

internal sealed record Result(string Name, string Formula, string Calm, string Lively);
