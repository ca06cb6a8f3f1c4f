using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Cluster.Tests.Semantics;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Archive;

/// <summary>A room's archive through its gateways, its moves and its sleep.</summary>
public sealed class ArchivedRoomTests
{
    private const string Kept = "<field var='muc#roomconfig_persistentroom'><value>1</value></field>";
    private static readonly XNamespace Mam = "urn:xmpp:mam:2";
    private static readonly XNamespace Client = "jabber:client";

    [Fact]
    public async Task The_archive_is_the_same_after_the_room_s_silo_is_gone_and_for_those_outside()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.BalconyAsync(Kept);
        string[] lines = [.. Enumerable.Range(1, 30).Select(line => $"line {line}")];
        foreach (var line in lines)
            await romeo.SayAsync(room, line);
        await romeo.HearAsync(room, "Romeo", lines[^1]);
        Assert.Equal(lines, await RecallAsync(juliet, room));

        await cluster.KillAsync(cluster.HomeOf(room)!);

        Assert.Equal(lines, await RecallAsync(juliet, room));
    }

    [Fact]
    public async Task A_message_that_the_room_no_longer_has_at_hand_leaves_a_tombstone_when_it_is_taken_back()
    {
        var database = new MemoryDatabase();
        const string Room = "past@conference.localhost";
        await using (var cluster = await MucCluster.StartAsync(1, database: database))
        {
            var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
            await romeo.CreateAsync(Room, "Romeo", Kept);
            await romeo.SayAsync(Room, "poison");
            var said = await romeo.HearAsync(Room, "Romeo", "poison");
            var id = (string)said.Element(XNamespace.Get("urn:xmpp:sid:0") + "stanza-id")!.Attribute("id")!;
            for (var line = 1; line <= 210; line++)
                await romeo.SayAsync(Room, $"line {line}");
            await romeo.HearAsync(Room, "Romeo", "line 210");

            await romeo.SendAsync($"<message type='groupchat' to='{Room}' id='r1'><retract xmlns='urn:xmpp:message-retract:1' id='{id}'/></message>");
            await romeo.ExpectAsync($"<message type='groupchat' from='{Room}/Romeo' id='r1'/>");

            Assert.DoesNotContain("poison", await RecallAsync(romeo, Room, "<max>3</max>"));
        }

        await using var later = await MucCluster.StartAsync(1, database: database);
        var juliet = await later.LoginAsync("Juliet", later.Silos[0]);
        Assert.Equal(["", "line 1", "line 2"], await RecallAsync(juliet, Room, "<max>3</max>"));
    }

    [Fact]
    public async Task History_after_a_restart_is_what_it_was_though_much_was_said_that_is_never_shown()
    {
        var database = new MemoryDatabase();
        const string Room = "murmurs@conference.localhost";
        await using (var cluster = await MucCluster.StartAsync(1, database: database))
        {
            var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
            await romeo.CreateAsync(Room, "Romeo", Kept);
            for (var line = 1; line <= 5; line++)
                await romeo.SayAsync(Room, $"line {line}");
            for (var murmur = 1; murmur <= 1_100; murmur++)
                await romeo.SendAsync($"<message type='groupchat' to='{Room}' id='c{murmur}'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
            await romeo.SayAsync(Room, "line 6");
            await romeo.HearAsync(Room, "Romeo", "line 6");
        }

        await using var later = await MucCluster.StartAsync(1, database: database);
        var juliet = await later.LoginAsync("Juliet", later.Silos[0]);
        await juliet.SendAsync($"<presence to='{Room}/Juliet'><x xmlns='http://jabber.org/protocol/muc'/></presence>");

        Assert.Equal(Enumerable.Range(1, 6).Select(line => $"line {line}"), People.Bodies(await juliet.ListenUntilAsync("line 6")));
    }

    [Fact]
    public async Task Whoever_comes_back_with_the_time_of_the_last_message_is_told_all_since()
    {
        const string Room = "return@conference.localhost";
        await using var cluster = await MucCluster.StartAsync(1);
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0]);
        await romeo.CreateAsync(Room, "Romeo", Kept + "<field var='muc#maxhistoryfetch'><value>10000</value></field>");
        var since = DateTimeOffset.UtcNow;
        string[] lines = [.. Enumerable.Range(1, 150).Select(line => $"line {line}")];
        foreach (var line in lines)
            await romeo.SayAsync(Room, line);
        await romeo.HearAsync(Room, "Romeo", lines[^1]);

        await juliet.SendAsync($"<presence to='{Room}/Juliet'><x xmlns='http://jabber.org/protocol/muc'><history since='{since:yyyy-MM-ddTHH:mm:ssZ}'/></x></presence>");

        Assert.Equal(lines, People.Bodies(await juliet.ListenUntilAsync(lines[^1])));
    }

    [Fact]
    public async Task A_room_that_sleeps_is_woken_to_delete_what_has_run_out()
    {
        var database = new MemoryDatabase();
        const string Room = "ruins@conference.localhost";
        var services = new ServiceCollection().AddMemoryStorage(database).BuildServiceProvider();
        RoomPartition partition;
        await using (var cluster = await MucCluster.StartAsync(1, database: database))
        {
            var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
            await romeo.CreateAsync(Room, "Romeo", Kept);
            await romeo.SayAsync(Room, "line 1");
            await romeo.HearAsync(Room, "Romeo", "line 1");
            partition = new RoomPartition(Jid.Parse(Room), (await cluster.HeadAsync(Room)).Incarnation);
        }

        var store = services.GetRequiredService<IRoomStore>();
        await using var later = await MucCluster.StartAsync(1, database: database, keeping: new MessageKeeping(Stored: true) { Days = 365 });
        var head = await later.HeadAsync(Room);
        var ancient = new LogRecord(StanzaId.Next(null, DateTimeOffset.UtcNow.AddDays(-400), 1), "Romeo", Jid.Parse("romeo@localhost/x"), "s", 1, true, "<message xmlns='jabber:client'"u8.ToArray(), "/>"u8.ToArray());
        await store.Commit(partition, head.Epoch, new RoomCommit([], [ancient]), CancellationToken.None);
        Assert.Null(later.HomeOf(Room));

        await Cellar.Factory(later).GetGrain<IRoomGrain>(Room).Sweep();

        await Patience.Until(async () => (await store.ReadAfter(partition, null, 10, CancellationToken.None)).Length == 1, "the deleting");
    }

    /// <summary>The bodies of a page; "" for a message without one.</summary>
    private static async Task<List<string>> RecallAsync(XmppClient who, string room, string page = "")
    {
        var id = Guid.NewGuid().ToString("N");
        await who.SendAsync($"<iq type='set' id='{id}' to='{room}'><query xmlns='{Mam}'><set xmlns='http://jabber.org/protocol/rsm'>{page}</set></query></iq>");
        List<string> bodies = [];
        while (await who.ReceiveAsync(XmppClient.Patience) is { } stanza)
        {
            if ((string?)stanza.Attribute("id") == id)
            {
                Assert.NotNull(stanza.Element(Mam + "fin"));
                return bodies;
            }

            if (stanza.Element(Mam + "result") is { } result)
                bodies.Add(result.Descendants(Client + "message").Single().Element(Client + "body")?.Value ?? "");
        }

        throw new TimeoutException($"{who.Settings.Name} waited for the past of {room}.");
    }
}
