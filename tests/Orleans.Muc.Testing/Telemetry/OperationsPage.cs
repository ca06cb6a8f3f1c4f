namespace Orleans.Muc.Testing;

/// <summary>A row of the table of metrics in docs/operations.md.</summary>
/// <param name="Name">The instrument.</param>
/// <param name="Meter">Its meter.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Kind">Whether it is a count now, a counter or a histogram.</param>
/// <param name="Tags">What stands in the last column.</param>
public sealed record DocumentedMetric(string Name, string Meter, string Unit, string Kind, string Tags);

/// <summary>What docs/operations.md says.</summary>
public static class OperationsPage
{
    /// <summary>The rows of its table of metrics.</summary>
    public static IReadOnlyList<DocumentedMetric> Metrics { get; } =
        [.. Rows("| `muc.").Where(cells => cells.Length == 6).Select(cells => new DocumentedMetric(cells[0], cells[1], cells[2], cells[3], cells[5]))];

    /// <summary>The names of the spans in its table of traces.</summary>
    public static IReadOnlyList<string> Spans { get; } = [.. Rows("| `").Where(cells => cells.Length == 3).Select(cells => cells[0])];

    private static IEnumerable<string[]> Rows(string start) =>
        from line in File.ReadLines(SourceTree.Inside("docs", "operations.md"))
        where line.StartsWith(start, StringComparison.Ordinal)
        select line.Trim().Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray();
}
