using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;

namespace Orleans.Muc.Cluster.Tests.Survival;

/// <summary>Two activations believe that they are the room: what the first had not yet stored when the second took over is never stored.</summary>
[Collection(nameof(Alone))]
public sealed class DoubleActivationTests
{
    [Fact]
    public async Task A_flush_of_the_activation_before_leaves_nothing_behind_after_the_first_answer_of_the_next()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync("<field var='muc#roomconfig_persistentroom'><value>1</value></field>");
        await romeo.SayAsync(room, "before");
        await juliet.HearAsync(room, "Romeo", "before");

        // Who speaks is lost with the room's silo, so that nobody says it once more.
        var home = cluster.HomeOf(room)!;
        var mercutio = await cluster.LoginAsync("Mercutio", home);
        await mercutio.EnterAsync(room, "Mercutio");
        await juliet.ExpectAsync($"<presence from='{room}/Mercutio'/>");
        var granted = await romeo.AskAsync($"<iq type='set' id='owner' to='{room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='owner' jid='mercutio@localhost'/></query></iq>");
        Assert.Equal("result", (string?)granted.Attribute("type"));
        await juliet.SayAsync(room, "all is said");
        await juliet.ListenUntilAsync("all is said");
        var flush = cluster.HoldWrites(room);
        await mercutio.SayAsync(room, "in flight");
        await mercutio.SendAsync($"<iq type='set' id='admin' to='{room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='admin' jid='tybalt@localhost'/></query></iq>");
        await flush.Caught;
        flush.CatchNoMore();
        await cluster.KillAsync(home);
        await juliet.SayAsync(room, "after");
        var heardByJuliet = await juliet.ListenUntilAsync("after");
        var (log, members) = (await cluster.LogAsync(room), await cluster.MembersAsync(room));

        flush.LetGo();
        Assert.IsType<StaleEpochException>(await flush.Outcome);
        Assert.Equal(log.Select(record => record.Id), (await cluster.LogAsync(room)).Select(record => record.Id));
        Assert.Equal(members, await cluster.MembersAsync(room));
        await juliet.SayAsync(room, "end");
        heardByJuliet.AddRange(await juliet.ListenUntilAsync("end"));

        Assert.Equal($"{room}/Mercutio", (string?)Assert.Single(People.Presences(heardByJuliet)).Attribute("from"));
        Assert.Equal(["after", "end"], People.Bodies(heardByJuliet));
        Assert.Equal(["Romeo", "Juliet", "Juliet", "Juliet"], (await cluster.LogAsync(room)).Select(record => record.Nick));
    }

    /// <summary>The stale one is not even dead: it hears from the store that it is over, and the next activation answers.</summary>
    [Fact]
    public async Task An_activation_that_lives_on_is_stopped_by_the_fence_and_its_callers_are_answered_by_the_next()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();
        var flush = cluster.HoldWrites(room);
        await romeo.SayAsync(room, "in flight");
        await flush.Caught;

        await cluster.SupersedeAsync(room);
        var log = await cluster.LogAsync(room);
        flush.LetGo();

        Assert.IsType<StaleEpochException>(await flush.Outcome);
        Assert.Empty(log);
        await romeo.HearAsync(room, "Romeo", "in flight");
        var heard = await juliet.ListenUntilAsync("in flight");
        Assert.Empty(People.Presences(heard));
        Assert.Equal("Romeo", Assert.Single(await cluster.LogAsync(room)).Nick);
    }

    [Fact]
    public async Task A_flush_that_was_stored_but_not_announced_is_announced_by_the_next_activation_once()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();
        var flush = cluster.HoldWrites(room);
        await romeo.SayAsync(room, "in flight");
        await flush.Caught;

        var killing = cluster.KillAsync(cluster.HomeOf(room)!);
        flush.LetGo();
        Assert.Null(await flush.Outcome);
        await killing;
        await romeo.HearAsync(room, "Romeo", "in flight");
        await juliet.SayAsync(room, "after");

        var heard = await juliet.ListenUntilAsync("after");
        Assert.Equal(["in flight", "after"], People.Bodies(heard));
        Assert.Empty(People.Presences(heard));
        Assert.Equal(["Romeo", "Juliet"], (await cluster.LogAsync(room)).Select(record => record.Nick));
    }

    /// <summary>The room dies between taking an entry and its newcomer being shown the room.</summary>
    [Fact]
    public async Task Who_enters_when_the_silo_of_the_room_dies_is_shown_the_room_once_it_is_back()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.BalconyAsync();
        await romeo.SayAsync(room, "before");
        await romeo.HearAsync(room, "Romeo", "before");

        cluster.Silence(cluster.Silos[1]);
        await juliet.SendAsync($"<presence to='{room}/Juliet'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        await romeo.ExpectAsync($"<presence from='{room}/Juliet'/>");
        await cluster.KillAsync(cluster.HomeOf(room)!);
        cluster.Unsilence(cluster.Silos[1]);

        await juliet.ExpectAsync($"<presence from='{room}/Romeo'/>", TimeSpan.FromSeconds(30));
        await juliet.ExpectAsync($"<presence from='{room}/Juliet'/>");
        await juliet.ExpectAsync($"<message type='groupchat' from='{room}/Romeo'><body>before</body><delay xmlns='urn:xmpp:delay' scansion:strict='false'/></message>");
        await juliet.ExpectAsync("<message type='groupchat'><subject/></message>");
        await juliet.SayAsync(room, "here I am");
        var heard = await romeo.ListenUntilAsync("here I am");
        Assert.DoesNotContain(People.Presences(heard), presence => (string?)presence.Attribute("type") == "unavailable");
    }
}
