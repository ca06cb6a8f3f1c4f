using System.Collections.Concurrent;
using System.Globalization;

namespace Orleans.Muc.Testing.Survival;

/// <summary>Three silos, rooms on them, and people who talk there until the town falls quiet. Every person is in one room; half of the rooms are temporary, unless its plan says otherwise.</summary>
public sealed class Town : IAsyncDisposable
{
    private readonly CancellationTokenSource _quiet = new();
    private readonly List<Task> _talk = [];
    private readonly Random _dice;

    private static int founded;

    private readonly ConcurrentBag<XmppClient> _clients = [];
    private readonly int _number = Interlocked.Increment(ref founded);

    private Town(ISilos silos, TownPlan plan) => (Silos, Plan, _dice) = (silos, plan, new Random(plan.Seed));

    public ISilos Silos { get; }

    public TownPlan Plan { get; }

    public IList<string> Rooms { get; } = [];

    public IList<Inhabitant> People { get; } = [];

    /// <summary>Upon silos that run and go on when the town is disposed. There may have been other towns before.</summary>
    public static async Task<Town> FoundAsync(ISilos silos, TownPlan plan)
    {
        ArgumentNullException.ThrowIfNull(silos);
        ArgumentNullException.ThrowIfNull(plan);
        var town = new Town(silos, plan);
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

    public IReadOnlyList<string> RoomsOn(ISilo silo) => [.. Rooms.Where(room => Silos.HomeOf(room) == silo)];

    /// <summary>Everybody talks from now on.</summary>
    public void Talk() => _talk.AddRange(People.Select(one => one.TalkAsync(new Random(_dice.Next()), Plan.Pause, _quiet.Token)));

    /// <summary>As <see cref="Talk"/>, and whose stream ends comes back.</summary>
    public void TalkAndComeBack() => _talk.AddRange(People.Select(one => one.LiveAsync(new Random(_dice.Next()), Plan.Pause, _quiet.Token)));

    /// <summary>Everybody whose gateway runs hears something more.</summary>
    public Task HearEachOther()
    {
        var before = People.ToDictionary(one => one, one => one.Messages.Count);
        return Eventually.So(() => !Deaf().Any(), () => $"{string.Join(", ", Deaf().Take(5))} of {Deaf().Count()} who are there to hear something");

        IEnumerable<Inhabitant> Deaf() => People.Where(one => one.Ended is null && Silos.All.Contains(one.Gateway) && one.Messages.Count <= before[one]);
    }

    /// <summary>Everybody ends the sentence that is begun.</summary>
    public async Task FallQuietAsync()
    {
        await _quiet.CancelAsync();
        await Task.WhenAll(_talk);
    }

    /// <summary>For each person, how much it has heard so far.</summary>
    public IReadOnlyDictionary<Inhabitant, int> Places() => People.ToDictionary(one => one, one => one.All.Count);

    /// <summary>A registered account, logged in through a silo's gateway. It is logged out with the town, if not sooner.</summary>
    public async Task<XmppClient> LoginAsync(string name, ISilo silo, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(silo);
        var account = new ClientSettings(name) { BareJid = $"{name.ToLowerInvariant()}@localhost", Password = "secret" };
        await TestAccounts.RegisterAsync(account, silo.Gateway, patience);
        var client = await XmppClient.LoginAsync(account, silo.Gateway, patience);
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _quiet.CancelAsync();
        foreach (var client in _clients)
            await client.DisposeAsync();
        _quiet.Dispose();
    }

    /// <summary>Where a grain goes is up to Orleans, so names are tried until there are enough rooms where they are wanted.</summary>
    private async Task BuildAsync()
    {
        var silos = Silos.All;
        ISilo[] homes = [.. Plan.Homes.Select(number => silos[number])];
        for (var i = 0; Rooms.Count < Plan.Rooms; i++)
        {
            var room = string.Create(CultureInfo.InvariantCulture, $"house{_number}.{i}@conference.localhost");
            await Silos.WakeAsync(room);
            if (Silos.HomeOf(room) is { } home && homes.Contains(home))
                Rooms.Add(room);
        }
    }

    private async Task SettleAsync()
    {
        var silos = Silos.All;
        for (var i = 0; i < Plan.Occupants; i++)
            People.Add(new Inhabitant(this, $"P{i.ToString(CultureInfo.InvariantCulture)}", Rooms[i % Rooms.Count]));
        await Parallel.ForEachAsync(
            People.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (one, _) => await one.Item.ArriveAsync(silos[Plan.Gateways[one.Index / Rooms.Count % Plan.Gateways.Count]]));
        await Parallel.ForEachAsync(Rooms.Index(), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (room, _) => await FillAsync(room.Item, !Plan.HasTemporaryRooms || room.Index % 2 == 0));
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
