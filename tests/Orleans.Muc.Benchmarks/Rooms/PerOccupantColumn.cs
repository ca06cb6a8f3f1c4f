using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Orleans.Muc.Benchmarks;

/// <summary>Nanoseconds of the median run, divided by the occupants of the room.</summary>
internal sealed class PerOccupantColumn : IColumn
{
    public string Id => nameof(PerOccupantColumn);

    public string ColumnName => "each";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Nanoseconds for each occupant of the room, by the median";

    /// <summary>Short runs in this process: the machine may be busy, and how rows of one run compare is what counts.</summary>
    public static IConfig Config() => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(15))
        .AddColumn(new PerOccupantColumn());

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => summary[benchmarkCase]?.ResultStatistics is { } result
        ? (result.Median / (int)benchmarkCase.Parameters[nameof(AnnounceBenchmarks.Occupants)]).ToString("F1", CultureInfo.InvariantCulture)
        : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;
}
