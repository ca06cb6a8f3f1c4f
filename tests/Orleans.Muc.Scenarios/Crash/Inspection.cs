using System.Collections.Concurrent;
using System.Xml.Linq;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Crash;

/// <summary>Asks a server for everything that the clients of a <see cref="Stage"/> may have changed.</summary>
internal sealed class Inspection(Stage stage, HostProcess host)
{
    private readonly ConcurrentDictionary<string, string> _found = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>What there is, by the keys of the journal.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindAsync()
    {
        await Task.WhenAll(stage.Journal.Keys("account ").Select(TryAccountAsync).Concat(stage.All.Select(ReadOwnAsync)));
        return _found;
    }

    /// <summary>What a newcomer is told of what was said before.</summary>
    public async Task<IReadOnlyList<Found>> HistoryAsync(string room)
    {
        await using var owl = await XmppClient.LoginAsync(Stage.Observer, host.Gateway);
        await Verona.EnterAsync(owl, room);
        var told = new List<Found>();
        while (await owl.ReceiveAsync(XmppClient.Patience) is { } message)
        {
            if (message.Name.LocalName == "message" && Xml.Text(message, "subject") is not null)
                return told;
            told.Add(new Found(message.Attribute("id")!.Value, Xml.Text(message, "body")));
        }

        throw new ScenarioException($"the history of {room} has no end");
    }

    private async Task ReadOwnAsync(Crow crow, int number)
    {
        await using var client = await XmppClient.LoginAsync(crow.Settings, host.Gateway, TimeSpan.FromSeconds(20));
        await ReadRosterAsync(client, number);
        var rooms = Enumerable.Range(0, Crow.Things).Select(crow.Den);
        foreach (var room in number == 0 ? rooms.Concat(stage.Squares.Select(square => square.Room)) : rooms)
            await ReadRoomAsync(client, room);
    }

    /// <summary>The password of an account is one that opens it.</summary>
    private async Task TryAccountAsync(string key)
    {
        foreach (var password in stage.Journal.Possible(key))
        {
            try
            {
                await using var client = await XmppClient.LoginAsync(Stage.AccountOf(key.Split(' ')[1], password), host.Gateway, TimeSpan.FromSeconds(20));
                Note(key, [password]);
            }
            catch (ScenarioException refused) when (refused.Message.Contains("not-authorized", StringComparison.Ordinal))
            {
                // Another password, or no account.
            }
        }
    }

    private async Task ReadRosterAsync(XmppClient client, int number)
    {
        var roster = await client.AskAsync($"<iq type='get' id='{NextId()}'>{Xml.Roster("")}</iq>");
        foreach (var item in Xml.All(roster, "item"))
            Add($"roster {number} {item.Attribute("jid")!.Value}", item.Attribute("name")?.Value ?? "");
    }

    private async Task ReadRoomAsync(XmppClient owner, string room)
    {
        var form = await owner.AskAsync(Xml.Get(NextId(), room, Xml.Owner("")));
        if (form.Attribute("type")?.Value == "error")
        {
            Assert.NotEmpty(Xml.All(form, "item-not-found").Concat(Xml.All(form, "gone")));
            return;
        }

        Note(room + " name", Xml.Values(form, "muc#roomconfig_roomname"));
        Note(room + " about", Xml.Values(form, "muc#roomconfig_roomdesc"));
        Note(room + " admins", [.. Xml.Values(form, "muc#roomconfig_roomadmins").Where(jid => stage.All.Any(crow => crow.Settings.BareJid == jid))]);
        var info = await owner.AskAsync(Xml.Get(NextId(), room, "<query xmlns='http://jabber.org/protocol/disco#info'/>"));
        Note(room + " subject", Xml.Values(info, "muc#roominfo_subject"));
        var card = await owner.AskAsync(Xml.Get(NextId(), room, "<vCard xmlns='vcard-temp'/>"));
        Note(room + " card", [.. Xml.All(card, "FN").Select(name => name.Value)]);
        foreach (var affiliation in new[] { "owner", "admin", "member", "outcast" })
        {
            var list = await owner.AskAsync(Xml.Get(NextId(), room, Xml.Admin($"<item affiliation='{affiliation}'/>")));
            foreach (var item in Xml.All(list, "item"))
                NoteMember(room, affiliation, item);
        }
    }

    private void NoteMember(string room, string affiliation, XElement item)
    {
        var (jid, nick) = (item.Attribute("jid")!.Value, item.Attribute("nick")?.Value);
        if (affiliation is not "owner" && stage.All.All(crow => crow.Settings.BareJid != jid))
            Add($"{room} {jid}", $"{affiliation}/{nick}/{Xml.Text(item, "reason")}");
        else if (nick is not null)
            Add($"{room} nick of {jid}", nick);
    }

    private void Note(string key, string[] values)
    {
        var text = string.Join(' ', values.Order(StringComparer.Ordinal));
        if (text.Length > 0)
            Add(key, text);
    }

    private void Add(string key, string value) => Assert.True(_found.TryAdd(key, value), $"{key} is there twice: {_found[key]}, {value}");

    private string NextId() => $"look{Interlocked.Increment(ref _count)}";
}
