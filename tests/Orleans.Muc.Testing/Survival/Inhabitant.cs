using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Orleans.Muc.Testing.Survival;

/// <summary>An occupant with a client of its own: it numbers what it says, keeps all it hears in order, and comes back when its stream ends, if it is told to.</summary>
public sealed class Inhabitant(Town town, string nick, string room)
{
    /// <summary>Longer than a lane of the gateway has patience, so that every message is either reflected or refused.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<Heard> _heard = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Heard>> _waiting = new();
    private readonly ConcurrentDictionary<string, long> _sent = new();
    private XmppClient _client = null!;
    private Task _listening = Task.CompletedTask;
    private int _said;
    private bool _isOut;
    private bool _hasEntered;

    public string Nick => nick;

    public string Room => room;

    public ISilo Gateway { get; private set; } = null!;

    /// <summary>Why its stream is over; null while it is not.</summary>
    public string? Ended { get; private set; }

    /// <summary>Whether it has entered and not left, whatever the reason.</summary>
    public bool IsIn => _hasEntered && !_isOut && Ended is null;

    /// <summary>What the room, or its gateway, has refused while this one was in the room.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    public IReadOnlyList<Heard> All
    {
        get
        {
            lock (_gate)
                return [.. _heard];
        }
    }

    /// <summary>The room's ids of the messages it heard, each at its first hearing: what comes once more as history is known by its id.</summary>
    public IReadOnlyList<string> Messages
    {
        get
        {
            HashSet<string> known = new(StringComparer.Ordinal);
            return [.. All.Where(one => one.StanzaId is { } id && (known.Add(id) || !one.IsHistory)).Select(one => one.StanzaId!)];
        }
    }

    /// <summary>Comings and goings it was told of, since the place <paramref name="from"/> in what it heard.</summary>
    public IReadOnlyList<string> Moves(int from = 0) => [.. All.Skip(from).Where(one => one.IsPresence && one.Type is null or "unavailable").Select(one => one.AsMove())];

    /// <summary>When it sent a message, by id.</summary>
    public IReadOnlyDictionary<string, long> Sent => _sent;

    /// <summary>For messages of tests: who this is, where, and what is under way.</summary>
    public override string ToString() =>
        $"{nick} in {room} through {Gateway.Gateway} ({(_hasEntered ? "entered" : "on the way in")}{(_isOut ? ", and out again" : "")}, stream {Ended ?? "open"}, heard {All.Count}, last {(All is [.., var last] ? last.Stanza : null)}; waits for {string.Join(" ", _waiting.Keys)})";

    public async Task ArriveAsync(ISilo gateway)
    {
        var client = await town.LoginAsync(nick, gateway, Patience);
        (_client, Gateway, Ended, _isOut, _hasEntered) = (client, gateway, null, false, false);
    }

    /// <summary>Enters and hears from then on. Who was here before names the time of the last message heard; newcomers want no history unless they say so.</summary>
    public async Task EnterAsync(string? wanted = null)
    {
        var history = wanted ?? (LastHeard() is { } last
            ? $"<history since='{last.AddMilliseconds(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}'/>"
            : "<history maxstanzas='0'/>");
        var entered = new TaskCompletionSource<Heard>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[EntryKey] = entered;
        _listening = ListenAsync(_client);
        await _client.SendAsync($"<presence to='{room}/{nick}'><x xmlns='http://jabber.org/protocol/muc'>{history}</x></presence>");
        var subject = await entered.Task.WaitAsync(Patience);
        if (subject.Type == "error")
            throw new InvalidOperationException($"{nick} can't enter {room}: {subject.Stanza}");
        _hasEntered = true;
    }

    public async Task ConfigureAsync(string fields)
    {
        var configured = _waiting["configure"] = new TaskCompletionSource<Heard>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _client.SendAsync(
            $"<iq type='set' id='configure' to='{room}'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>"
            + $"<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>{fields}</x></query></iq>");
        await configured.Task.WaitAsync(Patience);
    }

    /// <summary>Says the next number; the reflection, or null when there was none because the stream ended or the message was refused.</summary>
    public async Task<Heard?> SayAsync()
    {
        var id = $"{nick}-{Interlocked.Increment(ref _said)}";
        var reflected = new TaskCompletionSource<Heard>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = reflected;
        if (Ended is not null)
            return null;
        _sent[id] = Stopwatch.GetTimestamp();
        try
        {
            await _client.SendAsync($"<message type='groupchat' to='{room}' id='{id}'><body>{id}</body></message>");
            var heard = await reflected.Task.WaitAsync(Patience);
            return heard.Type == "error" ? null : heard;
        }
        catch (Exception over) when (over is ScenarioException or OperationCanceledException)
        {
            return null;
        }
        catch (TimeoutException) when (!town.Silos.All.Contains(Gateway))
        {
            // A server that hangs answers nobody, and the stream does not know of it.
            return null;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{nick} said {id} in {room}, and for {Patience} nothing came back; the stream is {Ended ?? "open"}.");
        }
    }

    /// <summary>Talks with pauses of this length on average until it is told to be quiet or its stream ends; on another stream it would have to enter first.</summary>
    public async Task TalkAsync(Random dice, TimeSpan pause, CancellationToken quiet)
    {
        var client = _client;
        while (!quiet.IsCancellationRequested && Ended is null)
        {
            try
            {
                await Task.Delay(pause * (0.5 + dice.NextDouble()), quiet);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (_client != client)
                return;
            await SayAsync();
        }
    }

    /// <summary>Talks; whenever its stream ends it comes back through whatever gateway is there, as clients do.</summary>
    public async Task LiveAsync(Random dice, TimeSpan pause, CancellationToken quiet)
    {
        while (true)
        {
            await TalkAsync(dice, pause, quiet);
            if (Ended is null)
                return;
            await ComeBackAsync(dice);
        }
    }

    /// <summary>An attempt may meet a gateway that is about to go.</summary>
    private async Task ComeBackAsync(Random dice)
    {
        for (var left = 20; ; left--)
        {
            try
            {
                var gateways = town.Silos.All;
                await ArriveAsync(gateways[dice.Next(gateways.Count)]);
                await EnterAsync();
                return;
            }
            catch (Exception fault) when (left > 0 && fault is ScenarioException or OperationCanceledException or InvalidOperationException or TimeoutException)
            {
                Ended ??= fault.Message;
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private const string EntryKey = "(entry)";

    private DateTimeOffset? LastHeard() => All.LastOrDefault(one => one.StanzaId is not null) is { StanzaId: { } id } ? new Xmpp.StanzaId(id).At : null;

    private async Task ListenAsync(XmppClient client)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                if (await client.ReceiveAsync(TimeSpan.FromMinutes(10)) is { } stanza && ((string?)stanza.Attribute("from"))?.StartsWith(room, StringComparison.Ordinal) == true)
                    Keep(new Heard(stanza, Stopwatch.GetTimestamp()));
            }
        }
        catch (ScenarioException end)
        {
            Ended = end.Message;
            foreach (var waiting in _waiting.Values)
                waiting.TrySetCanceled();
        }
    }

    private void Keep(Heard heard)
    {
        lock (_gate)
            _heard.Add(heard);
        if (heard is { IsPresence: true, Type: "unavailable" } && heard.Has("110"))
            _isOut = true;
        if (heard.Type == "error" && !_isOut)
            Refused.Enqueue(heard.Stanza.ToString());
        if (heard.IsEntryEnd && _waiting.TryRemove(EntryKey, out var entry))
            entry.TrySetResult(heard);
        if (heard.Id is { } id && (heard.Nick is "" || heard.Nick == nick || heard.Type == "error") && !heard.IsHistory && _waiting.TryRemove(id, out var reflection))
            reflection.TrySetResult(heard);
    }
}
