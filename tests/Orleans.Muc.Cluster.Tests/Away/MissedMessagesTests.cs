using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Cluster.Tests.Away;

/// <summary>Where a member left off is known wherever the room lives.</summary>
public sealed class MissedMessagesTests
{
    private const string Kept = "<field var='muc#roomconfig_persistentroom'><value>1</value></field>";

    [Fact]
    public async Task Who_comes_back_to_a_room_that_has_moved_is_told_what_she_missed()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.BalconyAsync(Kept);
        await ReserveAsync(romeo, room);
        await juliet.EnterAsync(room, "Juliet");
        await romeo.SayAsync(room, "before");
        await juliet.HearAsync(room, "Romeo", "before");
        await LeaveAsync(juliet, room);

        string[] lines = [.. Enumerable.Range(1, 70).Select(line => $"line {line}")];
        foreach (var line in lines)
            await romeo.SayAsync(room, line);
        await romeo.HearAsync(room, "Romeo", lines[^1]);
        await cluster.KillAsync(cluster.HomeOf(room)!);

        await juliet.SendAsync($"<presence to='{room}/Juliet'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        Assert.Equal(lines, People.Bodies(await juliet.ListenUntilAsync(lines[^1])));
    }

    [Fact]
    public async Task What_was_said_to_her_when_all_went_down_is_told_again()
    {
        const string Room = "tomb@conference.localhost";
        var database = new MemoryDatabase();
        await using (var lost = await MucCluster.StartAsync(1, database: database))
        {
            var romeo = await lost.LoginAsync("Romeo", lost.Silos[0]);
            var juliet = await lost.LoginAsync("Juliet", lost.Silos[0]);
            await romeo.CreateAsync(Room, "Romeo", Kept);
            await ReserveAsync(romeo, Room);
            await juliet.EnterAsync(Room, "Juliet");
            await romeo.SayAsync(Room, "heard and forgotten");
            await juliet.HearAsync(Room, "Romeo", "heard and forgotten");
            await LeaveAsync(juliet, Room);
            await juliet.EnterAsync(Room, "Juliet");
            await romeo.SayAsync(Room, "said to her");
            await juliet.HearAsync(Room, "Romeo", "said to her");
            await lost.KillAsync(lost.Silos[0]);
        }

        await using var cluster = await MucCluster.StartAsync(1, database: database);
        var mercutio = await cluster.LoginAsync("Mercutio", cluster.Silos[0]);
        await mercutio.EnterAsync(Room, "Mercutio");
        await mercutio.SayAsync(Room, "said without her");
        await mercutio.HearAsync(Room, "Mercutio", "said without her");
        var back = await cluster.LoginAsync("Juliet", cluster.Silos[0]);
        await back.SendAsync($"<presence to='{Room}/Juliet'><x xmlns='http://jabber.org/protocol/muc'/></presence>");

        Assert.Equal(["said to her", "said without her"], People.Bodies(await back.ListenUntilAsync("said without her")));
    }

    private static async Task ReserveAsync(XmppClient owner, string room) => Assert.Equal("result", (string?)(await owner.AskAsync(
        $"<iq type='set' id='reserve' to='{room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='juliet@localhost' nick='Juliet'/></query></iq>"))
        .Attribute("type"));

    private static async Task LeaveAsync(XmppClient who, string room)
    {
        await who.SendAsync($"<presence type='unavailable' to='{room}/{who.Settings.Name}'/>");
        await who.ExpectAsync($"<presence type='unavailable' from='{room}/{who.Settings.Name}'/>");
    }
}
