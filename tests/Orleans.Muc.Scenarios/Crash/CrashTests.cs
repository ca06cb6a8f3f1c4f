using System.Globalization;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Crash;

/// <summary>
/// kill -9 at any moment under load: what clients were told is stored is there after the next start, what they do not know is there whole or not at all. <c>MUC_FULL=1</c> plays 50 moments
/// from a new seed; <c>MUC_CRASH_SEED</c> sets the seed.
/// </summary>
public sealed class CrashTests
{
    private const int OrdinarySeed = 1597;
    private const int Newest = 50;
    private static readonly bool Full = Environment.GetEnvironmentVariable("MUC_FULL") == "1";

    /// <summary>Seeds, and how often the server of each story is killed.</summary>
    public static TheoryData<int, int> Stories()
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("MUC_CRASH_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Full ? Random.Shared.Next() : OrdinarySeed;
        var stories = new TheoryData<int, int>();
        for (var i = 0; i < (Full ? 5 : 1); i++)
            stories.Add(unchecked(first + i), Full ? 10 : 5);
        return stories;
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task Nothing_acknowledged_is_missing_and_nothing_is_there_by_halves(int seed, int crashes)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var data = new TemporaryDirectory();
        var directory = data.Inside("data");
        var stage = new Stage(seed, directory);
        var host = await stage.StartAsync();
        try
        {
            await stage.SetAsync(host);
            for (var life = 1; life <= crashes; life++)
            {
                await stage.LiveAsync(host, life);
                var logs = await StoredLogs.ReadCopyAsync(directory, stage.Squares.Select(square => square.Room));
                await host.DisposeAsync();
                host = await stage.StartAsync();
                Fail(await FaultsAsync(stage, host, logs), $"seed {seed}, crash {life} of {crashes}");
                TestContext.Current.TestOutputHelper?.WriteLine($"crash {life}: {stage.Journal.Acknowledged} deeds and {logs.Values.Sum(log => log.Count)} messages so far, {clock.Elapsed.TotalSeconds} s");
            }

            Assert.Equal(0, (await host.TerminateAsync(TimeSpan.FromSeconds(20))).Code);
            var last = await StoredLogs.ReadCopyAsync(directory, stage.Squares.Select(square => square.Room));
            Fail([.. stage.Squares.SelectMany(square => square.CompareLog(last[square.Room]))], $"seed {seed}, stopped in order after {crashes} crashes");
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private static async Task<List<string>> FaultsAsync(Stage stage, HostProcess host, IReadOnlyDictionary<string, IReadOnlyList<Found>> logs)
    {
        var inspection = new Inspection(stage, host);
        var faults = new List<string>();
        foreach (var square in stage.Squares)
        {
            faults.AddRange(square.CompareLog(logs[square.Room]));
            faults.AddRange(square.CompareHistory(await inspection.HistoryAsync(square.Room), logs[square.Room], Newest));
        }

        faults.AddRange(stage.Journal.Compare(await inspection.FindAsync()));
        return faults;
    }

    private static void Fail(List<string> faults, string when) =>
        Assert.True(faults.Count == 0, $"{when}: {faults.Count} faults{Environment.NewLine}{string.Join(Environment.NewLine, faults.Take(20))}");
}
