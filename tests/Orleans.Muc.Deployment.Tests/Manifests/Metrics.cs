using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>
/// The series that silos give, by the names that Prometheus has for them: those of the table in docs/operations.md, which another test compares with the program's instruments, and
/// those of .NET itself, which are asked in this process.
/// </summary>
internal static partial class Metrics
{
    private static readonly string[] OfTheCollector = ["job", "pod", "instance", "namespace", "le"];

    private static readonly List<Instrument> Ours = [.. Documented()];

    /// <summary>Names of series; a histogram has three.</summary>
    public static IReadOnlySet<string> Names { get; } = Ours.Concat(Runtime()).SelectMany(instrument => instrument.Series).Append("up").ToHashSet();

    /// <summary>Names of labels.</summary>
    public static IReadOnlySet<string> Labels { get; } = Ours.SelectMany(instrument => instrument.Labels).Concat(OfTheCollector).ToHashSet();

    private static IEnumerable<Instrument> Documented()
    {
        foreach (var cells in File.ReadLines(SourceTree.Inside("docs", "operations.md")).Where(line => line.StartsWith("| `muc.", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            if (cells.Length == 8)
                yield return new Instrument(cells[1].Trim('`'), cells[3].Trim('`'), cells[4], [.. Quoted().Matches(cells[6]).Select(match => match.Groups[1].Value.Replace('.', '_'))]);
        }
    }

    private static List<Instrument> Runtime()
    {
        var found = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "System.Runtime")
                found.Add(new Instrument(instrument.Name, instrument.Unit ?? "", instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal) ? "count now" : "counter", []));
        };
        listener.Start();
        return found;
    }

    [GeneratedRegex("`([a-z.]+)`(?=[:;,]| of those|$)")]
    private static partial Regex Quoted();

    /// <param name="Name">With dots.</param>
    /// <param name="Unit">As in UCUM; what is counted stands in braces.</param>
    /// <param name="Kind">"counter", "histogram" or "count now".</param>
    /// <param name="Labels">Its tags.</param>
    private sealed record Instrument(string Name, string Unit, string Kind, string[] Labels)
    {
        /// <summary>OpenTelemetry's rules for Prometheus: underscores, the unit, and the kind at the end.</summary>
        public IEnumerable<string> Series
        {
            get
            {
                var name = Name.Replace('.', '_') + Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
                return Kind switch
                {
                    "counter" => [name + "_total"],
                    "histogram" => [name + "_bucket", name + "_sum", name + "_count"],
                    _ => [name],
                };
            }
        }
    }
}
