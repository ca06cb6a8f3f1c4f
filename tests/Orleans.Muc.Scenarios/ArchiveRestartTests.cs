using System.Xml.Linq;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>A room's past on SQLite (XEP-0313, XEP-0431, XEP-0424), before and after kill -9.</summary>
public sealed class ArchiveRestartTests : IDisposable
{
    private const string Room = "chronicle@conference.localhost";
    private const string Words = "{urn:xmpp:fulltext:0}fulltext";
    private static readonly XNamespace Mam = "urn:xmpp:mam:2";
    private static readonly XNamespace Client = "jabber:client";
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Archive_and_history_are_what_they_were_and_what_was_taken_back_stays_so()
    {
        List<string> archive, history;
        await using (var first = await StartAsync())
        {
            await using var romeo = await Verona.ArriveAsync(first, Verona.Romeo);
            await using var juliet = await Verona.ArriveAsync(first, Verona.Juliet);
            await Verona.OpenRoomAsync(romeo, Room, Verona.Field("persistentroom", "1"));
            for (var line = 1; line <= 30; line++)
                await Verona.SayAsync(romeo, Room, $"m{line}", line == 20 ? "a vial of poison" : $"line {line}");
            Assert.Equal(["a vial of poison"], await RecallAsync(juliet, Field(Words, "POISON vial")));
            var id = (await PageAsync(juliet, Field(Words, "poison"))).Single().Attribute("id")!.Value;
            await romeo.SendAsync($"<message type='groupchat' to='{Room}' id='r1'><retract xmlns='urn:xmpp:message-retract:1' id='{id}'/></message>");
            await romeo.ExpectAsync($"<message type='groupchat' from='{Room}/Romeo' id='r1'/>");
            (archive, history) = (await RecallAsync(juliet), await HistoryAsync(juliet));
            await first.KillAsync();
        }

        Assert.Equal(31, archive.Count);
        Assert.Equal("", archive[19]);
        Assert.Equal(20, history.Count);
        await using var second = await StartAsync();
        await using var later = await XmppClient.LoginAsync(Verona.Juliet, second.Gateway);
        Assert.Equal(archive, await RecallAsync(later));
        Assert.Equal(history, await HistoryAsync(later));
        Assert.Empty(await RecallAsync(later, Field(Words, "poison")));
        Assert.Equal(["line 7"], await RecallAsync(later, Field(Words, "7 LINE")));
    }

    [Fact]
    public async Task The_room_says_that_it_can_be_searched()
    {
        await using var host = await StartAsync();
        await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        await Verona.OpenRoomAsync(romeo, Room, "");

        Assert.Contains("urn:xmpp:fulltext:0", await Features(romeo, Room));
    }

    /// <summary>What a room tells in discovery.</summary>
    internal static async Task<List<string>> Features(XmppClient who, string room)
    {
        var answer = await who.AskAsync($"<iq type='get' id='i1' to='{room}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
        XNamespace info = "http://jabber.org/protocol/disco#info";
        return [.. answer.Descendants(info + "feature").Select(feature => feature.Attribute("var")!.Value)];
    }

    private Task<HostProcess> StartAsync() => HostProcess.StartAsync(new HostSettings { DataDirectory = _data.Inside("data") });

    private static string Field(string var, string value) =>
        $"<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>{Mam}</value></field><field var='{var}'><value>{value}</value></field></x>";

    private static async Task<List<string>> RecallAsync(XmppClient who, string form = "") =>
        [.. (await PageAsync(who, form)).Select(result => result.Descendants(Client + "message").Single().Element(Client + "body")?.Value ?? "")];

    /// <summary>The results of a query, in the order in which they come.</summary>
    private static async Task<List<XElement>> PageAsync(XmppClient who, string form)
    {
        var id = Guid.NewGuid().ToString("N");
        await who.SendAsync($"<iq type='set' id='{id}' to='{Room}'><query xmlns='{Mam}'>{form}</query></iq>");
        var results = new List<XElement>();
        while (await who.ReceiveAsync(XmppClient.Patience) is { } stanza)
        {
            if (stanza.Attribute("id")?.Value == id)
                return stanza.Element(Mam + "fin") is null ? throw new InvalidOperationException(StanzaText.Pretty(stanza)) : results;
            if (stanza.Element(Mam + "result") is { } result)
                results.Add(result);
        }

        throw new TimeoutException($"{who.Settings.Name} waited for the past of {Room}.");
    }

    /// <summary>Enters, and leaves again; the messages told before the subject, whole but for where they are sent.</summary>
    private static async Task<List<string>> HistoryAsync(XmppClient who)
    {
        await Verona.EnterAsync(who, Room);
        var told = new List<string>();
        while (await who.ReceiveAsync(XmppClient.Patience) is { } message)
        {
            if (message.Element(Client + "subject") is not null)
                break;
            message.Attribute("to")?.Remove();
            told.Add(StanzaText.Compact(message));
        }

        await who.SendAsync($"<presence type='unavailable' to='{Room}/{who.Settings.Name}'/>");
        await who.ExpectAsync($"<presence type='unavailable' from='{Room}/{who.Settings.Name}'/>");
        return told;
    }
}
