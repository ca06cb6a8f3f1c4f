using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Muc.Testing;
using Orleans.Muc.Testing.Survival;

namespace Orleans.Muc.Scenarios.Processes;

/// <summary>
/// Three servers on this machine, each a process, that find each other through an emulator's table. What is known of them is what they write, and what clients are told. A server that is
/// started again has the addresses of the one before.
/// </summary>
internal sealed partial class ProcessSilos : ISilos
{
    private const int Count = 3;

    /// <summary>The whole grace that a server has, and a little more.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(40);

    private readonly TemporaryDirectory _data = new();
    private readonly (HostSettings Settings, int SiloPort)[] _places;
    private readonly ProcessSilo?[] _running = new ProcessSilo?[Count];
    private readonly ConcurrentDictionary<string, Home> _homes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Obituary> _obituaries = new();
    private readonly ConcurrentBag<HostProcess> _left = [];
    private readonly Clerk _clerk;

    private ProcessSilos(AzuriteServer azurite)
    {
        var shared = new HostSettings().With(azurite).Overrides;
        _places = [.. Enumerable.Range(0, Count).Select(number => PlaceOf(shared, _data.Inside(number.ToString(CultureInfo.InvariantCulture))))];
        _clerk = new Clerk(() => All[0].Gateway);
    }

    public IReadOnlyList<ISilo> All => [.. _running.OfType<ProcessSilo>()];

    /// <summary>All at once, as a machine that comes up starts them.</summary>
    public static async Task<ProcessSilos> StartAsync(AzuriteServer azurite)
    {
        var silos = new ProcessSilos(azurite);
        try
        {
            await silos.StartMissingAsync();
            return silos;
        }
        catch
        {
            await silos.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts what was killed or stopped and not started again.</summary>
    public Task StartMissingAsync() => Task.WhenAll(Enumerable.Range(0, Count).Where(number => _running[number] is null).Select(StartAsync));

    public async Task WakeAsync(string room)
    {
        await _clerk.AskForAsync(room);
        await Eventually.So(() => HomeOf(room) is not null, $"a server says that {room} is awake");
    }

    public ISilo? HomeOf(string room) => _homes.TryGetValue(room, out var home) && !home.Silo.IsOver ? home.Silo : null;

    public Task KillAsync(ISilo silo) => Leave(silo).KillAsync();

    /// <summary>From now on it does nothing, as a machine that hangs.</summary>
    public Task FreezeAsync(ISilo silo)
    {
        Leave(silo).Suspend();
        return Task.CompletedTask;
    }

    /// <summary>A frozen one goes on; returns when it has ended.</summary>
    public static Task<HostExit> ThawAsync(ISilo silo)
    {
        var host = ((ProcessSilo)silo).Host;
        host.Resume();
        return host.WaitForExitAsync(StopPatience);
    }

    /// <summary>By what those say who were there: who is started later is told of all who have ever died.</summary>
    public bool IsKnownDead(ISilo silo)
    {
        var dead = (ProcessSilo)silo;
        return _obituaries.Any(one => one.SiloPort == dead.SiloPort && one.By.StartedAt < dead.OverAt && one.At > dead.OverAt);
    }

    public async Task StopAsync(ISilo silo)
    {
        var exit = await Leave(silo).TerminateAsync(StopPatience);
        Assert.True(exit.Code == 0, $"A server that was asked to stop ended with {exit.Code}: {exit.Output}{exit.Errors}");
    }

    public async Task<ISilo> AddAsync() => await StartAsync(Array.FindIndex(_running, silo => silo is null));

    public Task<IReadOnlyList<StoredMessage>> LogAsync(string room) => _clerk.ReadArchiveAsync(room);

    /// <summary>What the servers that run have written last, for whoever looks for the cause of a failure.</summary>
    public string LastWords(int lines = 60) =>
        string.Join('\n', _running.OfType<ProcessSilo>().Select(silo => $"--- {silo}:\n{string.Join('\n', (silo.Host.Output + silo.Host.Errors).Split('\n').TakeLast(lines))}"));

    public async ValueTask DisposeAsync()
    {
        await _clerk.DisposeAsync();
        foreach (var host in _running.OfType<ProcessSilo>().Select(silo => silo.Host).Concat(_left))
            await host.DisposeAsync();
        _data.Dispose();
    }

    private static (HostSettings Settings, int SiloPort) PlaceOf(IReadOnlyDictionary<string, string> shared, string dataDirectory)
    {
        var siloPort = FreePorts.Next();
        var keys = new Dictionary<string, string>(shared)
        {
            ["Muc:Cluster"] = "AzureStorage",
            ["Muc:Silo:Address"] = "127.0.0.1",
            ["Muc:Silo:Port"] = siloPort.ToString(CultureInfo.InvariantCulture),
            ["Muc:Silo:GatewayPort"] = FreePorts.Next().ToString(CultureInfo.InvariantCulture),
            ["Logging:LogLevel:Orleans.Muc.Grains.Rooms"] = "Debug",
        };
        return (new HostSettings { Storage = "AzureStorage", DataDirectory = dataDirectory, Overrides = keys }, siloPort);
    }

    private async Task<ProcessSilo> StartAsync(int place)
    {
        var silo = new ProcessSilo(_places[place].Settings, _places[place].SiloPort);
        await silo.StartAsync(Hear);
        _running[place] = silo;
        return silo;
    }

    private HostProcess Leave(ISilo silo)
    {
        var one = (ProcessSilo)silo;
        one.End();
        _running[Array.IndexOf(_running, one)] = null;
        _left.Add(one.Host);
        return one.Host;
    }

    private void Hear(ProcessSilo silo, string line)
    {
        var woke = Woke().Match(line);
        if (woke.Success)
        {
            var home = new Home(silo, long.Parse(woke.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
            _homes.AddOrUpdate(woke.Groups[1].Value, home, (_, known) => known.Epoch > home.Epoch ? known : home);
        }

        foreach (Match dead in Gone().Matches(line))
            _obituaries.Enqueue(new Obituary(int.Parse(dead.Groups[1].ValueSpan, CultureInfo.InvariantCulture), silo, Stopwatch.GetTimestamp()));
    }

    [GeneratedRegex(@"Room (\S+) woke in epoch (\d+)")]
    private static partial Regex Woke();

    /// <summary>Addresses of silos, with their generations, in the sentence that says that they are gone.</summary>
    [GeneratedRegex(@"(?<=Silos are gone: .*)S127\.0\.0\.1:(\d+):\d+")]
    private static partial Regex Gone();

    private sealed record Home(ProcessSilo Silo, long Epoch);

    private sealed record Obituary(int SiloPort, ProcessSilo By, long At);
}
