using System.Diagnostics;
using System.Globalization;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.TestingHost;

namespace Orleans.Muc.Cluster.Tests.Survival;

/// <summary>How large a town is, where its rooms and people are, and how much they talk.</summary>
internal sealed record TownPlan(int Rooms, int Occupants)
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("MUC_FULL") == "1";

    /// <summary>The issue's own measure.</summary>
    public static TownPlan Whole { get; } = new(30, 300);

    /// <summary>The whole with MUC_FULL=1; otherwise a quarter of it.</summary>
    public static TownPlan Share { get; } = IsFull ? Whole : new(8, 72);

    /// <summary>On which silos' gateways the people are, by number.</summary>
    public int[] Gateways { get; init; } = [0, 1, 2];

    /// <summary>On which silos rooms may be, by number.</summary>
    public int[] Homes { get; init; } = [0, 1, 2];

    /// <summary>On average, between two messages of one person.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(3);

    public int Seed { get; init; } = 1;
}

/// <summary>Three silos, rooms on them, and people who talk there until the town falls quiet. Every person is in one room; half of the rooms are temporary.</summary>
internal sealed class Town : IAsyncDisposable
{
    private readonly CancellationTokenSource _quiet = new();
    private readonly List<Task> _talk = [];
    private readonly Random _dice;

    private Town(MucCluster cluster, TownPlan plan) => (Cluster, Plan, _dice) = (cluster, plan, new Random(plan.Seed));

    public MucCluster Cluster { get; }

    public TownPlan Plan { get; }

    public List<string> Rooms { get; } = [];

    public List<Inhabitant> People { get; } = [];

    public static async Task<Town> FoundAsync(TownPlan plan)
    {
        var town = new Town(await MucCluster.StartAsync(3), plan);
        try
        {
            await town.BuildAsync();
            await town.SettleAsync();
            return town;
        }
        catch
        {
            await town.DisposeAsync();
            throw;
        }
    }

    public IReadOnlyList<Inhabitant> In(string room) => [.. People.Where(one => one.Room == room)];

    public IReadOnlyList<string> RoomsOn(SiloHandle silo) => [.. Rooms.Where(room => Cluster.HomeOf(room) == silo)];

    /// <summary>Everybody talks from now on.</summary>
    public void Talk() => _talk.AddRange(People.Select(one => one.TalkAsync(new Random(_dice.Next()), Plan.Pause, _quiet.Token)));

    /// <summary>As <see cref="Talk"/>, and whose stream ends comes back.</summary>
    public void TalkAndComeBack() => _talk.AddRange(People.Select(one => one.LiveAsync(new Random(_dice.Next()), Plan.Pause, _quiet.Token)));

    /// <summary>Everybody who is there hears something more.</summary>
    public Task HearEachOther()
    {
        var before = People.ToDictionary(one => one, one => one.Messages.Count);
        return Eventually.So(() => !Deaf().Any(), () => $"{string.Join(", ", Deaf().Take(5))} of {Deaf().Count()} who are there to hear something");

        IEnumerable<Inhabitant> Deaf() => People.Where(one => one.Ended is null && one.Messages.Count <= before[one]);
    }

    /// <summary>Everybody ends the sentence that is begun.</summary>
    public async Task FallQuietAsync()
    {
        await _quiet.CancelAsync();
        await Task.WhenAll(_talk);
    }

    public async ValueTask DisposeAsync()
    {
        await _quiet.CancelAsync();
        await Cluster.DisposeAsync();
        _quiet.Dispose();
    }

    /// <summary>Where a grain goes is up to Orleans, so names are tried until there are enough rooms where they are wanted.</summary>
    private async Task BuildAsync()
    {
        var silos = Cluster.Silos;
        SiloHandle[] homes = [.. Plan.Homes.Select(number => silos[number])];
        for (var i = 0; Rooms.Count < Plan.Rooms; i++)
        {
            var room = $"house{i}@conference.localhost";
            await Patiently.Call(() => Cellar.Factory(Cluster).GetGrain<IRoomGrain>(room).Sweep(), Patiently.UntilMoved, TimeProvider.System);
            if (Cluster.HomeOf(room) is { } home && homes.Contains(home))
                Rooms.Add(room);
        }
    }

    private async Task SettleAsync()
    {
        var silos = Cluster.Silos;
        for (var i = 0; i < Plan.Occupants; i++)
            People.Add(new Inhabitant(this, $"P{i.ToString(CultureInfo.InvariantCulture)}", Rooms[i % Rooms.Count]));
        await Parallel.ForEachAsync(
            People.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (one, _) => await one.Item.ArriveAsync(silos[Plan.Gateways[one.Index / Rooms.Count % Plan.Gateways.Length]]));
        await Parallel.ForEachAsync(Rooms.Index(), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (room, _) => await FillAsync(room.Item, room.Index % 2 == 0));
    }

    private async Task FillAsync(string room, bool isPersistent)
    {
        var people = In(room);
        await people[0].EnterAsync();
        await people[0].ConfigureAsync(
            $"<field var='muc#roomconfig_persistentroom'><value>{(isPersistent ? 1 : 0)}</value></field><field var='muc#maxhistoryfetch'><value>10000</value></field>");
        foreach (var one in people.Skip(1))
            await one.EnterAsync();

        // Everybody has heard that the last one came.
        await Eventually.So(
            () => people.All(one => one.Moves().Count(move => !move.Contains("unavailable", StringComparison.Ordinal)) >= people.Count), $"everybody sees everybody in {room}");
    }
}

/// <summary>Towns are measured and keep a machine busy: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Waiting for what has to come about.</summary>
internal static class Eventually
{
    /// <summary>30 s is an upper bound for a machine that is busy, not a measure.</summary>
    public static Task So(Func<bool> isSo, string what, int seconds = 30) => So(isSo, () => what, seconds);

    /// <summary>As the other; <paramref name="what"/> is asked when it has not come about.</summary>
    public static async Task So(Func<bool> isSo, Func<string> what, int seconds = 30)
    {
        var since = Stopwatch.GetTimestamp();
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(since).TotalSeconds > seconds)
                throw new TimeoutException($"Waited {seconds} s for: {what()}.");
            await pulse.WaitForNextTickAsync();
        }
    }
}
