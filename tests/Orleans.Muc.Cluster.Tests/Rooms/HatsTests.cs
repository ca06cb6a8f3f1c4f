using System.Xml.Linq;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>Hats stay on when the room moves, when everything stops, and for those who belong to the room by nothing else.</summary>
public sealed class HatsTests
{
    private const string Commands = "urn:xmpp:hats:commands:";
    private const string Host = "<field var='hats#uri'><value>urn:host</value></field>";
    private const string Persistent = "<field var='muc#roomconfig_persistentroom'><value>1</value></field>";
    private static readonly XNamespace Hats = "urn:xmpp:hats:0";
    private static readonly XNamespace Command = "http://jabber.org/protocol/commands";

    [Fact]
    public async Task Hats_stay_on_when_the_silo_of_the_room_is_killed_and_a_form_lies_open_meanwhile()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();
        await RunAsync(romeo, room, "create", Host + "<field var='hats#title'><value>Host</value></field>");
        await RunAsync(romeo, room, "assign", Host + "<field var='hats#jid'><value>juliet@localhost</value></field>");
        var session = await BeginAsync(romeo, room, "assign");
        await romeo.SayAsync(room, "before");
        await juliet.ListenUntilAsync("before");

        await cluster.KillAsync(cluster.HomeOf(room)!);
        await RunAsync(romeo, room, "assign", Host + "<field var='hats#jid'><value>rosaline@localhost</value></field>", session);
        await romeo.SayAsync(room, "after");
        var heard = await juliet.ListenUntilAsync("after");

        Assert.Empty(People.Presences(heard));
        var rosaline = await cluster.LoginAsync("Rosaline", cluster.Silos[0]);
        await rosaline.SendAsync($"<presence to='{room}/Rosaline'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        var seen = People.Presences(await rosaline.ListenUntilAsync("after")).ToDictionary(presence => (string)presence.Attribute("from")!);
        Assert.Equal(["Host"], Titles(seen[$"{room}/Juliet"]));
        Assert.Equal(["Host"], Titles(seen[$"{room}/Rosaline"]));
        Assert.Empty(Titles(seen[$"{room}/Romeo"]));
    }

    [Fact]
    public async Task Hats_are_there_after_everything_has_stopped()
    {
        const string room = "hats@conference.localhost";
        var database = new MemoryDatabase();
        await using (var first = await MucCluster.StartAsync(1, database: database))
        {
            var romeo = await first.LoginAsync("Romeo", first.Silos[0]);
            await romeo.CreateAsync(room, "Romeo", Persistent);
            await RunAsync(romeo, room, "create", "<field var='hats#uri'><value>urn:old</value></field><field var='hats#title'><value>Old</value></field>");
            await RunAsync(romeo, room, "create", Host + "<field var='hats#title'><value>Host</value></field><field var='hats#hue'><value>12.5</value></field>");
            await RunAsync(romeo, room, "assign", Host + "<field var='hats#jid'><value>juliet@localhost</value></field>");
            await RunAsync(romeo, room, "assign", "<field var='hats#uri'><value>urn:old</value></field><field var='hats#jid'><value>juliet@localhost</value></field>");
            await RunAsync(romeo, room, "destroy", "<field var='hats#uri'><value>urn:old</value></field>");
        }

        await using var second = await MucCluster.StartAsync(1, database: database);
        var again = await second.LoginAsync("Romeo", second.Silos[0]);

        Assert.Equal([["Host", "urn:host", "12.5"]], Rows(await RunAsync(again, room, "list")));
        Assert.Equal([["juliet@localhost", "urn:host", "Host", "12.5"]], Rows(await RunAsync(again, room, "list-assigned")));
    }

    [Fact]
    public async Task Next_room_of_the_name_has_none_of_the_hats()
    {
        const string room = "hats@conference.localhost";
        var database = new MemoryDatabase();
        await using (var first = await MucCluster.StartAsync(1, database: database))
        {
            var romeo = await first.LoginAsync("Romeo", first.Silos[0]);
            await romeo.CreateAsync(room, "Romeo", Persistent);
            await RunAsync(romeo, room, "create", Host + "<field var='hats#title'><value>Host</value></field>");
            await RunAsync(romeo, room, "assign", Host + "<field var='hats#jid'><value>romeo@localhost</value></field>");
            await romeo.AskAsync($"<iq type='set' id='d' to='{room}'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query></iq>");
            await romeo.CreateAsync(room, "Romeo", Persistent);
        }

        await using var second = await MucCluster.StartAsync(1, database: database);
        var again = await second.LoginAsync("Romeo", second.Silos[0]);

        Assert.Empty(Rows(await RunAsync(again, room, "list")));
        Assert.Empty(Rows(await RunAsync(again, room, "list-assigned")));
    }

    [Fact]
    public async Task Nothing_is_stored_of_a_hat_that_was_destroyed()
    {
        const string room = "hats@conference.localhost";
        await using var cluster = await MucCluster.StartAsync(1);
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
        await romeo.CreateAsync(room, "Romeo", Persistent);
        await RunAsync(romeo, room, "create", "<field var='hats#uri'><value>urn:old</value></field><field var='hats#title'><value>Old</value></field>");
        await RunAsync(romeo, room, "create", Host + "<field var='hats#title'><value>Host</value></field>");
        foreach (var wearer in new[] { "romeo", "juliet", "rosaline" })
            await RunAsync(romeo, room, "assign", $"<field var='hats#uri'><value>urn:old</value></field><field var='hats#jid'><value>{wearer}@localhost</value></field>");
        await RunAsync(romeo, room, "assign", Host + "<field var='hats#jid'><value>juliet@localhost</value></field>");
        Assert.Equal(3, (await cluster.MembersAsync(room)).Count(row => row.Hats is not null));

        await RunAsync(romeo, room, "destroy", "<field var='hats#uri'><value>urn:old</value></field>");

        var left = (await cluster.MembersAsync(room)).ToDictionary(row => row.Jid.ToString());
        Assert.Equal(["juliet@localhost", "romeo@localhost"], left.Keys.Order());
        Assert.Equal((await cluster.HeadAsync(room)).Hats.Single().Id, left["juliet@localhost"].Hats);
        Assert.Null(left["romeo@localhost"].Hats);
    }

    [Fact]
    public async Task Account_that_is_cancelled_leaves_its_hats()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();
        await RunAsync(romeo, room, "create", Host + "<field var='hats#title'><value>Host</value></field>");
        await RunAsync(romeo, room, "assign", Host + "<field var='hats#jid'><value>juliet@localhost</value></field>");

        await juliet.AskAsync("<iq type='set' id='gone'><query xmlns='jabber:iq:register'><remove/></query></iq>");

        // The room may have told the account of the hat only now, because the call was on its way; then the account tells it in turn.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (Rows(await RunAsync(romeo, room, "list-assigned")).Length > 0)
            await pulse.WaitForNextTickAsync(patience.Token);
    }

    private static async Task<XElement> RunAsync(XmppClient who, string room, string command, string fields = "", string? session = null)
    {
        var form = $"<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:hats:commands</value></field>{fields}</x>";
        var inside = session is null ? "" : $" sessionid='{session}'";
        var answer = await who.AskAsync(
            $"<iq type='set' id='{Guid.NewGuid():N}' to='{room}'><command xmlns='{Command}' node='{Commands}{command}'{inside}>{form}</command></iq>",
            TimeSpan.FromSeconds(30));
        Assert.Equal("completed", (string?)answer.Element(Command + "command")?.Attribute("status"));
        return answer;
    }

    private static async Task<string> BeginAsync(XmppClient who, string room, string command)
    {
        var offered = await who.AskAsync($"<iq type='set' id='begin' to='{room}'><command xmlns='{Command}' node='{Commands}{command}'/></iq>");
        return (string)offered.Element(Command + "command")!.Attribute("sessionid")!;
    }

    private static string[] Titles(XElement presence) => [.. presence.Elements(Hats + "hats").Elements(Hats + "hat").Select(hat => (string)hat.Attribute("title")!)];

    private static string[][] Rows(XElement answer)
    {
        XNamespace forms = "jabber:x:data";
        return [.. answer.Descendants(forms + "item").Select(item => item.Elements(forms + "field").Select(field => field.Value).ToArray())];
    }
}
