using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Crash;

/// <summary>The data directory of one story, the clients that fill it, and everything they know, through all lives of the server.</summary>
internal sealed class Stage(int seed, string dataDirectory)
{
    public const string Service = "conference.localhost";

    private const int Crows = 6;
    private int _left;
    private TaskCompletionSource _enough = new();

    public Journal Journal { get; } = new();

    /// <summary>The rooms that all share; the first crow owns them, the others are admins.</summary>
    public IReadOnlyList<Talk> Squares { get; } = [new($"square@{Service}"), new($"market@{Service}")];

    public IReadOnlyList<Crow> All => field ??= [.. Enumerable.Range(0, Crows).Select(number => new Crow(number, this))];

    /// <summary>Who looks on after a crash; nobody in the rooms knows him.</summary>
    public static ClientSettings Observer { get; } = new("Owl") { BareJid = "owl@localhost", Password = "hoo" };

    public bool IsKilled { get; private set; }

    /// <summary>Dice that depend on nothing but the seed, the life and who throws them.</summary>
    public Random Dice(int life, int who) => new(unchecked((int)(((ulong)(uint)seed * 0x9E3779B97F4A7C15 + (ulong)((life * 1000) + who) * 0xBF58476D1CE4E5B9) >> 33)));

    public static ClientSettings AccountOf(string name, string password) => new(name) { BareJid = name + "@localhost", Password = password };

    public Task<HostProcess> StartAsync() => HostProcess.StartAsync(new HostSettings { DataDirectory = dataDirectory });

    /// <summary>Accounts and squares, all acknowledged.</summary>
    public async Task SetAsync(HostProcess host)
    {
        foreach (var person in All.Select(crow => crow.Settings).Append(Observer))
        {
            await TestAccounts.RegisterAsync(person, host.Gateway);
            Note($"account {person.User}", person.Password);
        }

        await using var owner = await XmppClient.LoginAsync(All[0].Settings, host.Gateway);
        foreach (var square in Squares)
        {
            var (room, name) = (square.Room, square.Room);
            await Verona.OpenRoomAsync(owner, room, Verona.Field("persistentroom", "1") + Verona.Field("roomname", name) + Verona.Field("roomdesc", name) +
                "<field var='{urn:orleans-muc:roomconfig}registration'><value>open</value></field><field var='muc#maxhistoryfetch'><value>50</value></field>");
            string[] admins = [.. All.Skip(1).Select(crow => crow.Settings.BareJid).Order(StringComparer.Ordinal)];
            await Verona.DoneAsync(owner, Xml.Set("a1", room, Xml.Admin(string.Concat(admins.Select(jid => $"<item affiliation='admin' jid='{jid}'/>")))));
            Note(room + " name", name);
            Note(room + " about", name);
            Note(room + " admins", string.Join(' ', admins));
        }
    }

    /// <summary>Everybody is busy until the server is killed at a moment that the dice choose: after so many stanzas.</summary>
    public async Task LiveAsync(HostProcess host, int life)
    {
        IsKilled = false;
        await Task.WhenAll(All.Select(crow => crow.ArriveAsync(host, life)));
        var dice = Dice(life, Crows);
        _enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // 30 to 9,000, few more often than many: a young server is as likely to be hit as a busy one.
        Volatile.Write(ref _left, (int)(30 * Math.Exp(dice.NextDouble() * Math.Log(300))));
        var busy = All.Select(crow => crow.BeBusyAsync(host)).ToArray();
        var first = await Task.WhenAny([_enough.Task, .. busy]).WaitAsync(TimeSpan.FromMinutes(2));
        if (first != _enough.Task)
            await first;
        Thread.SpinWait(dice.Next(200_000));
        IsKilled = true;
        await host.KillAsync();
        await Task.WhenAll(busy).WaitAsync(TimeSpan.FromMinutes(2));
    }

    public void NoteStanza()
    {
        if (Interlocked.Decrement(ref _left) == 0)
            _enough.TrySetResult();
    }

    private void Note(string key, string value)
    {
        var deed = new Deed(key, key, value);
        Journal.Begin(deed);
        Journal.Done(deed);
    }
}

internal static class DiceThrows
{
    public static T Of<T>(this Random dice, IReadOnlyList<T> list) => list[dice.Next(list.Count)];
}
