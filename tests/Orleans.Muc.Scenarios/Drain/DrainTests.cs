using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Drain;

/// <summary>
/// SIGTERM while 200 people talk: the server ends in order and in time, everybody is told so, and whoever comes back finds everything that anybody was shown. <c>MUC_FULL=1</c> does it ten times on SQLite
/// and three times on Azurite.
/// </summary>
public sealed class DrainTests
{
    private const int People = 200;
    private const int Squares = 10;
    private static readonly bool Full = Environment.GetEnvironmentVariable("MUC_FULL") == "1";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>How many messages have been reflected to their senders when the signal comes.</summary>
    public static TheoryData<string, int> Moments()
    {
        var moments = new TheoryData<string, int>();
        for (var i = 0; i < (Full ? 10 : 1); i++)
            moments.Add("Sqlite", 2_000 + (i * 317));
        for (var i = 0; i < (Full ? 3 : 0); i++)
            moments.Add("AzureStorage", 600 + (i * 317));
        return moments;
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Nothing_that_was_acknowledged_is_lost_and_everybody_is_told(string storage, int reflections)
    {
        using var data = new TemporaryDirectory();
        var settings = new HostSettings { DataDirectory = data.Inside("data"), Overrides = new Dictionary<string, string> { ["Muc:ShutdownTimeout"] = Grace.ToString() } };
        if (storage == "AzureStorage")
            settings = settings.With(await AzuriteServer.SharedAsync());
        var left = reflections;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Square[] squares = [.. Enumerable.Range(0, Squares).Select(number => new Square($"square{number}@conference.localhost"))];
        Talker[] talkers = [.. Enumerable.Range(0, People).Select(number => new Talker(number, squares[number % Squares], Reflected))];

        HostExit exit;
        await using (var host = await HostProcess.StartAsync(settings))
        {
            await MakeRoomsAsync(host, squares);
            foreach (var some in talkers.Chunk(20))
                await Task.WhenAll(some.Select(talker => talker.ArriveAsync(host)));
            var talking = Task.WhenAll(talkers.Select(talker => talker.TalkAsync()));
            await enough.Task.WaitAsync(Patience);
            exit = await host.TerminateAsync(Grace);
            await talking.WaitAsync(Patience);
        }

        Assert.True(exit is { Code: 0, Errors: "" }, $"exit code {exit.Code}\n{exit.Output}{exit.Errors}");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{squares.Sum(square => square.Acknowledged)} messages acknowledged, ended in {exit.Elapsed.TotalSeconds:0.0} s, {talkers.Count(talker => talker.WasSeenOut)} of {People} seen out of their rooms");
        Assert.All(talkers, talker => Assert.Contains("system-shutdown", talker.End, StringComparison.Ordinal));

        await using var next = await HostProcess.StartAsync(settings);
        var faults = new List<string>();
        foreach (var square in Enumerable.Range(0, Squares))
        {
            var archive = await talkers[square].ReadArchiveAsync(next);
            faults.AddRange(squares[square].Compare(archive));
            var returning = await Task.WhenAll(talkers.Where((_, number) => number % Squares == square).Select(talker => talker.ReturnAsync(next, archive)));
            faults.AddRange(returning.SelectMany(found => found));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(20)));

        void Reflected()
        {
            if (Interlocked.Decrement(ref left) == 0)
                enough.TrySetResult();
        }
    }

    private static async Task MakeRoomsAsync(HostProcess host, IEnumerable<Square> squares)
    {
        await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        foreach (var square in squares)
            await Verona.OpenRoomAsync(romeo, square.Room, Verona.Field("persistentroom", "1"));
    }
}
