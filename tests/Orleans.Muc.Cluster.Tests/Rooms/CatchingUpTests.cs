using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Cluster.Tests.Semantics;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>What was missed is made up for: by a gateway, by a room's next activation, by the directory.</summary>
public sealed class CatchingUpTests
{
    private const string Nurse = "nurse@localhost";

    [Fact]
    public async Task A_gateway_that_missed_more_than_the_room_remembers_hears_the_rest_from_the_log()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();
        await romeo.SayAsync(room, "before");
        await juliet.HearAsync(room, "Romeo", "before");
        string[] lines = [.. Enumerable.Range(1, Replay.Most + 50).Select(line => $"line {line}")];

        cluster.Silence(cluster.Silos[1]);
        await romeo.SendAsync($"<message type='groupchat' to='{room}' id='s1'><subject>Parting</subject></message>");
        foreach (var line in lines)
            await romeo.SayAsync(room, line);
        await romeo.HearAsync(room, "Romeo", lines[^1]);
        cluster.Unsilence(cluster.Silos[1]);

        var heard = await juliet.ListenUntilAsync(lines[^1]);
        Assert.Equal(lines, People.Bodies(heard));
        Assert.Equal("Parting", (string?)heard[0].Elements().SingleOrDefault(child => child.Name.LocalName == "subject"));
        Assert.Empty(People.Presences(heard));
        Assert.NotEqual(0, cluster.LogReads);
    }

    [Fact]
    public async Task A_gateway_that_has_shown_nothing_yet_is_not_told_the_whole_log()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.BalconyAsync();
        for (var line = 1; line <= Replay.Most + 50; line++)
            await romeo.SayAsync(room, $"line {line}");
        await romeo.HearAsync(room, "Romeo", $"line {Replay.Most + 50}");

        cluster.Silence(cluster.Silos[1]);
        await juliet.SendAsync($"<presence to='{room}/Juliet'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        await Patience.Until(() => Task.FromResult(cluster.Refused > 0), "her entry to be lost on the way");
        cluster.Unsilence(cluster.Silos[1]);
        await juliet.ExpectAsync($"<message type='groupchat' from='{room}'><subject/></message>", TimeSpan.FromSeconds(30));

        Assert.Equal(0, cluster.LogReads);
    }

    [Fact]
    public async Task A_subject_set_among_messages_that_were_missed_is_told_where_it_was_set()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();
        await romeo.SayAsync(room, "before");
        await juliet.HearAsync(room, "Romeo", "before");

        cluster.Silence(cluster.Silos[1]);
        await romeo.SayAsync(room, "good night");
        await romeo.SendAsync($"<message type='groupchat' to='{room}' id='s1'><subject>Parting</subject></message>");
        await romeo.SayAsync(room, "till it be morrow");
        await romeo.HearAsync(room, "Romeo", "till it be morrow");
        await cluster.KillAsync(cluster.HomeOf(room)!);
        cluster.Unsilence(cluster.Silos[1]);

        var heard = await juliet.ListenUntilAsync("till it be morrow");
        Assert.Equal(["good night", null, "till it be morrow"], heard.Select(People.Body));
        Assert.Contains("Parting", heard[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_superseded_activation_ends_and_what_was_said_to_it_is_heard_once()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();
        var before = await cluster.HeadAsync(room);

        await cluster.SupersedeAsync(room);
        await romeo.SayAsync(room, "once");
        var heard = await juliet.ListenUntilAsync("once");
        await romeo.SayAsync(room, "after");
        heard.AddRange(await juliet.ListenUntilAsync("after"));

        Assert.Equal(["once", "after"], People.Bodies(heard));
        Assert.Empty(People.Presences(heard));
        Assert.True((await cluster.HeadAsync(room)).Epoch > before.Epoch);
    }

    [Fact]
    public async Task A_room_that_fell_asleep_with_people_in_it_wakes_by_itself()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();
        await romeo.AskAsync($"<iq type='set' id='m1' to='{room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='{Nurse}'/></query></iq>");
        var before = await cluster.HeadAsync(room);

        // A call that nobody repeats: the room has to come back of its own accord.
        await cluster.SupersedeAsync(room);
        await Assert.ThrowsAnyAsync<Exception>(() => Cellar.Factory(cluster).GetGrain<IRoomGrain>(room).RemoveAccount(Jid.Parse(Nurse)));
        await Patience.Until(async () => (await cluster.HeadAsync(room)).Epoch > before.Epoch && cluster.HomeOf(room) is not null, "the room to wake");

        await romeo.SayAsync(room, "still here");
        Assert.Empty(People.Presences(await juliet.ListenUntilAsync("still here")));
    }

    [Fact]
    public async Task A_temporary_room_that_nobody_calls_again_is_swept()
    {
        var database = new MemoryDatabase();
        const string Room = "tomb@conference.localhost";
        await using (var lost = await MucCluster.StartAsync(1, database: database))
        {
            var romeo = await lost.LoginAsync("Romeo", lost.Silos[0]);
            await romeo.CreateAsync(Room, "Romeo");
            await Patience.Until(async () => (await lost.DirectoryAsync()).Any(room => room.Room == Room), "the directory to be written");
            await lost.KillAsync(lost.Silos[0]);
        }

        await using var cluster = await MucCluster.StartAsync(1, database: database);
        Assert.Equal(HeadStatus.Open, (await cluster.HeadAsync(Room)).Status);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0]);
        await juliet.AskAsync("<iq type='get' id='list' to='conference.localhost'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>");

        await Patience.Until(async () => (await cluster.HeadAsync(Room)).Status == HeadStatus.Destroyed, "the room to end");
        await Patience.Until(async () => !(await cluster.DirectoryAsync()).Any(room => room.Room == Room), "the directory to forget it");
    }
}
