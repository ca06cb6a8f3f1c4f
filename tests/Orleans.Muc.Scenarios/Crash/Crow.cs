using System.Xml.Linq;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Crash;

/// <summary>
/// One busy client: it talks in the squares, which everybody shares, and has rooms, a roster and accounts of its own. It does one thing at a time, and nobody else changes
/// the same things, so it knows what there must be.
/// </summary>
internal sealed class Crow(int number, Stage stage)
{
    /// <summary>Rooms, contacts, accounts and guests that it changes in turn.</summary>
    public const int Things = 3;

    private readonly List<(Talk Talk, string Id, string StanzaId)> _own = [];
    private readonly HashSet<string> _inside = new(StringComparer.Ordinal);
    private Ears _ears = null!;
    private Random _dice = null!;
    private int _life;
    private int _count;

    public string Name { get; } = $"Crow{number}";

    public ClientSettings Settings { get; } = new($"Crow{number}") { BareJid = $"crow{number}@localhost", Password = "caw" };

    public string Den(int which) => $"den{number}-{which}@{Stage.Service}";

    public string Account(int which) => $"chick{number}-{which}";

    public static string Contact(int which) => $"friend{which}@localhost";

    public static string Helper(int which) => $"helper{which}@localhost";

    public string Guest(int which) => $"guest{number}-{which}@localhost";

    private string Stay => $"{Name}, life {_life}";

    private Journal Journal => stage.Journal;

    /// <summary>Enters the squares; from then on it hears everything that is said there.</summary>
    public async Task ArriveAsync(HostProcess host, int life)
    {
        (_life, _dice) = (life, stage.Dice(life, number));
        _own.Clear();
        _inside.Clear();
        _ears = await Ears.OpenAsync(Settings, host, Hear);
        foreach (var square in stage.Squares)
            await EnterAsync(square.Room);
    }

    /// <summary>Does one thing after the other until the server is gone.</summary>
    public async Task BeBusyAsync(HostProcess host)
    {
        try
        {
            while (true)
                await ActAsync(host);
        }
        catch (Exception) when (stage.IsKilled)
        {
            // What it asked last has no answer.
        }

        await _ears.Silence;
        await _ears.DisposeAsync();
    }

    private Task ActAsync(HostProcess host) => _dice.Next(100) switch
    {
        < 38 => SpeakAsync(),
        < 44 => RetractAsync(),
        < 50 => RegisterNickAsync(),
        < 60 => ChangeGuestsAsync(),
        < 76 => ConfigureAsync(),
        < 79 => DestroyAsync(),
        < 84 => PublishCardAsync(),
        < 88 => ChangeSubjectAsync(),
        < 95 => ChangeContactAsync(),
        _ => ChangeAccountAsync(host),
    };

    /// <summary>Says several things without waiting, so that a crash finds some of them half-way.</summary>
    private async Task SpeakAsync()
    {
        var talk = _dice.Of(stage.Squares);
        var lines = Enumerable.Range(0, _dice.Next(1, 12)).Select(_ => new Line(NextId(), Stay, null)).ToList();
        var last = _ears.ReflectionAsync(lines[^1].Id);
        lines.ForEach(talk.Say);
        await _ears.SendAsync(string.Concat(lines.Select(line => Groupchat(talk.Room, line, null))));
        await last;
    }

    private async Task RetractAsync()
    {
        if (_own.Count == 0)
            return;
        var own = _dice.Of(_own);
        _own.Remove(own);
        var line = new Line(NextId(), Stay, own.Id);
        var reflection = _ears.ReflectionAsync(line.Id);
        own.Talk.Say(line);
        await _ears.SendAsync(Groupchat(own.Talk.Room, line, own.StanzaId));
        await reflection;
    }

    private Task RegisterNickAsync()
    {
        var (room, id) = (_dice.Of(stage.Squares).Room, NextId());
        var form = Xml.Form("http://jabber.org/protocol/muc#register", [("muc#register_roomnick", [$"{Name} {id}"])]);
        return DoAsync(new Deed(id + " registers a nick", $"{room} nick of {Settings.BareJid}", $"{Name} {id}"), Xml.Set(id, room, Xml.Register(form)));
    }

    /// <summary>Several affiliations in one request.</summary>
    private async Task ChangeGuestsAsync()
    {
        var room = _dice.Next(2) == 0 ? _dice.Of(stage.Squares).Room : ExistingDen();
        if (room is null)
            return;
        var (changes, items, id) = (new Dictionary<string, string?>(), "", NextId());
        foreach (var which in Enumerable.Range(0, Things).Where(_ => _dice.Next(3) > 0))
        {
            var (affiliation, nick, reason) = _dice.Next(3) switch
            {
                0 => ("none", "", ""),
                1 => ("outcast", "", "Sings like " + id),
                _ => ("member", $"Guest {id} {which}", ""),
            };
            changes.Add($"{room} {Guest(which)}", affiliation == "none" ? null : $"{affiliation}/{nick}/{reason}");
            items += $"<item affiliation='{affiliation}' jid='{Guest(which)}'{(nick.Length > 0 ? $" nick='{nick}'" : "")}>{(reason.Length > 0 ? $"<reason>{reason}</reason>" : "")}</item>";
        }

        if (items.Length > 0)
            await DoAsync(new Deed(id + " changes affiliations", changes), Xml.Set(id, room, Xml.Admin(items)));
    }

    /// <summary>Makes a den, or changes one and its admins, of whom former ones stay members, in one form; the first crow also changes the squares.</summary>
    private async Task ConfigureAsync()
    {
        var isSquare = number == 0 && _dice.Next(3) == 0;
        var room = isSquare ? _dice.Of(stage.Squares).Room : Den(_dice.Next(Things));
        var id = NextId();
        List<(string Var, string[] Values)> fields =
            [("muc#roomconfig_persistentroom", ["1"]), ("muc#roomconfig_roomname", [$"Name {id}"]), ("muc#roomconfig_roomdesc", [$"About {id}"])];
        var changes = new Dictionary<string, string?> { [room + " name"] = $"Name {id}", [room + " about"] = $"About {id}" };
        if (!isSquare)
        {
            string[] admins = [.. Enumerable.Range(0, Things).Select(Helper).Where(_ => _dice.Next(2) == 0)];
            fields.Add(("muc#roomconfig_roomadmins", admins));
            foreach (var key in Enumerable.Range(0, Things).Select(Helper))
                changes.Add($"{room} {key}", admins.Contains(key) ? "admin//" : Journal[$"{room} {key}"] is null ? null : "member//");
            await EnterAsync(room);
        }

        await DoAsync(new Deed(id + " configures", changes), Xml.Set(id, room, Xml.Owner(Xml.Form(Xml.Config, fields))));
    }

    private async Task DestroyAsync()
    {
        if (ExistingDen() is not { } room)
            return;
        var id = NextId();
        var gone = Journal.Keys(room + " ").ToDictionary(key => key, _ => (string?)null);
        await DoAsync(new Deed(id + " destroys " + room, gone), Xml.Set(id, room, Xml.Owner("<destroy/>")));
        _inside.Remove(room);
    }

    private async Task PublishCardAsync()
    {
        var id = NextId();
        if (ExistingDen() is { } room)
            await DoAsync(new Deed(id + " publishes a card", room + " card", id), Xml.Set(id, room, Xml.Card(id)));
    }

    private async Task ChangeSubjectAsync()
    {
        if (ExistingDen() is not { } room)
            return;
        await EnterAsync(room);
        var (id, deed) = (NextId(), new Deed($"a subject of {room}", room + " subject", $"Subject {_life}-{_count}"));
        var reflection = _ears.ReflectionAsync(id);
        Journal.Begin(deed);
        await _ears.SendAsync($"<message type='groupchat' id='{id}' to='{room}'><subject>{deed.Changes[room + " subject"]}</subject></message>");
        await reflection;
        Journal.Done(deed);
    }

    private Task ChangeContactAsync()
    {
        var (contact, id) = (Contact(_dice.Next(Things)), NextId());
        var name = _dice.Next(4) == 0 && Journal[$"roster {number} {contact}"] is not null ? null : id;
        var item = name is null ? $"<item jid='{contact}' subscription='remove'/>" : $"<item jid='{contact}' name='{name}'/>";
        return DoAsync(new Deed(id + " changes the roster", $"roster {number} {contact}", name), $"<iq type='set' id='{id}'>{Xml.Roster(item)}</iq>");
    }

    /// <summary>Makes an account, or changes its password, or cancels it.</summary>
    private async Task ChangeAccountAsync(HostProcess host)
    {
        var account = Account(_dice.Next(Things));
        var (key, id) = ("account " + account, NextId());
        var now = Stage.AccountOf(account, Journal[key] ?? id);
        if (Journal[key] is null)
        {
            var deed = new Deed(id + " makes an account", key, id);
            Journal.Begin(deed);
            await TestAccounts.RegisterAsync(now, host.Gateway);
            Journal.Done(deed);
            return;
        }

        await using var client = await XmppClient.LoginAsync(now, host.Gateway, TimeSpan.FromSeconds(20));
        var isOver = _dice.Next(3) == 0;
        var change = new Deed(id + (isOver ? " cancels an account" : " changes a password"), key, isOver ? null : id);
        Journal.Begin(change);
        var content = isOver ? "<remove/>" : $"<username>{account}</username><password>{id}</password>";
        Done(change, await client.AskAsync($"<iq type='set' id='{id}'>{Xml.Register(content)}</iq>", TimeSpan.FromSeconds(60)));
    }

    private async Task EnterAsync(string room)
    {
        if (!_inside.Add(room))
            return;
        var self = await _ears.EnterAsync($"{room}/{Name}", 0);
        if (self.Attribute("type") is not null)
            throw new ScenarioException($"{Name} can't enter {room}", got: self.ToString());
    }

    private string? ExistingDen()
    {
        var room = Den(_dice.Next(Things));
        return Journal[room + " name"] is null ? null : room;
    }

    private async Task DoAsync(Deed deed, string iq)
    {
        Journal.Begin(deed);
        Done(deed, await _ears.AskAsync(iq));
    }

    private void Done(Deed deed, XElement answer)
    {
        if (answer.Attribute("type")?.Value != "result")
            throw new ScenarioException($"{deed.What} was refused", got: answer.ToString());
        Journal.Done(deed);
    }

    private string NextId() => $"{number}-{_life}-{++_count}";

    private static string Groupchat(string room, Line line, string? retracts) => $"<message type='groupchat' id='{line.Id}' to='{room}'>{Xml.Say(line, retracts)}</message>";

    private void Hear(XElement stanza)
    {
        stage.NoteStanza();
        if (stanza.Name.LocalName != "message" || stanza.Attribute("type")?.Value != "groupchat" || Xml.Text(stanza, "body") is null || Xml.All(stanza, "delay").Any())
            return;
        var from = stanza.Attribute("from")!.Value.Split('/');
        if (stage.Squares.FirstOrDefault(square => square.Room == from[0]) is not { } talk || stanza.Attribute("id")?.Value is not { } id)
            return;
        talk.See(Stay, id);
        if (from[1] == Name && !Xml.All(stanza, "retract").Any())
            _own.Add((talk, id, Xml.All(stanza, "stanza-id").Single().Attribute("id")!.Value));
    }
}
