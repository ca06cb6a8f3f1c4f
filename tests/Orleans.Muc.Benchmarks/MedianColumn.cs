using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Orleans.Muc.Benchmarks;

/// <summary>Something reckoned from the median run.</summary>
/// <param name="name">The column's title.</param>
/// <param name="legend">What it says.</param>
/// <param name="format">How the number is written.</param>
/// <param name="reckon">The number, of the median in nanoseconds and the case.</param>
internal sealed class MedianColumn(string name, string legend, string format, Func<double, BenchmarkCase, double> reckon) : IColumn
{
    public string Id => name;

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    /// <summary>Megabytes (10^6) per second, where one operation handles that many bytes.</summary>
    public static IConfig Throughput(double bytesPerOperation) =>
        Config(new MedianColumn("MB/s", "Megabytes per second, by the median", "F0", (median, _) => bytesPerOperation / median * 1000));

    /// <summary>Nanoseconds for each of the room's people, of whom the parameter <paramref name="occupants"/> tells how many there are.</summary>
    public static IConfig PerOccupant(string occupants) =>
        Config(new MedianColumn("each", "Nanoseconds for each occupant of the room, by the median", "F1", (median, of) => median / (int)of.Parameters[occupants]));

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase]?.ResultStatistics is { } result ? reckon(result.Median, benchmarkCase).ToString(format, CultureInfo.InvariantCulture) : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;

    /// <summary>Short runs in this process: the machine may be busy, and ratios within one run are what counts.</summary>
    private static ManualConfig Config(MedianColumn column) => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(15))
        .AddColumn(column);
}
