using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Rooms;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>The room's ordered log when another activation has taken its place.</summary>
public sealed class CommitLogTests
{
    private static readonly Jid Verona = Jid.Parse("verona@conference.localhost");
    private static readonly Visit Romeo = new("s1", Jid.Parse("romeo@localhost/orchard"), "a");

    private readonly CountingStore store = new(new MemoryDatabase());
    private readonly RecordingStreams streams = new();
    private readonly ManualTimeProvider time = new();
    private readonly HeldState<RoomHead> head = new();
    private readonly Room room = new(Verona, new ServiceRules(Jid.Parse("conference.localhost"), new HashSet<Jid>()) { LockNewRooms = false });
    private readonly List<Exception> faults = [];
    private long counter;

    [Fact]
    public Task A_superseded_activation_announces_nothing_more_and_says_that_it_is_over() => Turns.Run(async () =>
    {
        var (log, announcer) = Open();
        await Append(log, $"<presence><x xmlns='{Ns.Muc}'/></presence>", "verona@conference.localhost/Romeo");
        await Append(log, "<message type='groupchat' id='m1'><body>But soft</body></message>");
        await announcer.Arrival(Romeo.Connection);
        var before = streams["a"].Taken.Count;
        Assert.NotEqual(0, before);

        await store.Open(new RoomPartition(Verona, head.State.Incarnation), head.State.Epoch + 1, 1, CancellationToken.None);
        var stored = Append(log, "<message type='groupchat' id='m2'><body>It is the east</body></message>");
        var waiting = Append(log, "<iq type='get' id='p1'><ping xmlns='urn:xmpp:ping'/></iq>");

        await Assert.ThrowsAsync<StaleEpochException>(() => stored);
        await Assert.ThrowsAsync<StaleEpochException>(() => waiting);
        await Turns.Until(() => faults.Count > 0, "the end of the activation");
        Assert.IsType<StaleEpochException>(Assert.Single(faults));
        Assert.True(log.IsOver);
        await Assert.ThrowsAsync<OrleansException>(() => log.Append(Outcome.Nothing, default));
        await announcer.Drain(CancellationToken.None);
        Assert.Equal(before, streams["a"].Taken.Count);
    });

    /// <summary>Whatever it was about to write when the next one answers for the first time, nothing of it is there afterwards.</summary>
    [Fact]
    public Task What_a_superseded_activation_has_on_its_way_to_the_store_is_never_stored() => Turns.Run(async () =>
    {
        var (log, announcer) = Open();
        await Append(log, $"<presence><x xmlns='{Ns.Muc}'/></presence>", "verona@conference.localhost/Romeo");
        await Append(log, "<message type='groupchat' id='m1'><body>But soft</body></message>");
        await announcer.Arrival(Romeo.Connection);
        var before = streams["a"].Taken.Count;
        var flush = store.Hold(Verona.ToString());
        var stored = Append(log, "<message type='groupchat' id='m2'><body>It is the east</body></message>");
        var granted = Append(log, $"<iq type='set' id='g1'><query xmlns='{Ns.MucAdmin}'><item affiliation='member' jid='tybalt@localhost'/></query></iq>");
        await flush.Caught;

        var partition = new RoomPartition(Verona, head.State.Incarnation);
        var found = await store.Open(partition, head.State.Epoch + 1, 10, CancellationToken.None);
        flush.LetGo();

        await Assert.ThrowsAsync<StaleEpochException>(() => stored);
        await Assert.ThrowsAsync<StaleEpochException>(() => granted);
        var left = await store.Open(partition, head.State.Epoch + 1, 10, CancellationToken.None);
        Assert.Equal(Assert.Single(found.Newest).Id, Assert.Single(left.Newest).Id);
        Assert.Equal(Romeo.FullJid.Bare, Assert.Single(found.Members).Jid);
        Assert.Equal(found.Members, left.Members);
        Assert.Equal(before, streams["a"].Taken.Count);
    });

    /// <summary>Its sender has been told that it is not stored.</summary>
    [Fact]
    public Task What_was_given_up_at_the_deadline_is_not_written_on() => Turns.Run(async () =>
    {
        var (log, _) = Open();
        await Append(log, $"<presence><x xmlns='{Ns.Muc}'/></presence>", "verona@conference.localhost/Romeo");
        var flush = store.Hold(Verona.ToString());
        var stored = Append(log, "<message type='groupchat' id='m1'><subject>Ancient grudge</subject></message>");
        await flush.Caught;

        time.Advance(TimeSpan.FromSeconds(5));
        await Turns.Until(() => faults.Count > 0, "the end of the activation");
        await stored;
        Assert.True(store.LastToken.IsCancellationRequested);
        flush.LetGo();
        Assert.Null(await flush.Outcome);
        for (var turn = 0; turn < 100; turn++)
            await Task.Yield();

        Assert.Null(head.State.Subject);
    });

    /// <summary>A transaction of a table takes a hundred rows and 4 MiB.</summary>
    [Theory]
    [InlineData(200, 10)]
    [InlineData(7, 1_000_000)]
    public Task A_batch_is_no_larger_than_a_storage_writes_at_once(int messages, int length) => Turns.Run(async () =>
    {
        var (log, _) = Open();
        await Append(log, $"<presence><x xmlns='{Ns.Muc}'/></presence>", "verona@conference.localhost/Romeo");
        var flush = store.Hold(Verona.ToString());
        var first = Append(log, "<message type='groupchat' id='m0'><body>But soft</body></message>");
        await flush.Caught;
        var body = new string('o', length);
        var rest = Enumerable.Range(1, messages).Select(n => Append(log, $"<message type='groupchat' id='m{n}'><body>{body}</body></message>")).ToList();
        flush.LetGo();
        await Task.WhenAll([first, .. rest]);

        Assert.All(store.Commits, commit => Assert.InRange(commit.Records.Count, 0, 90));
        Assert.All(store.Commits, commit => Assert.InRange(commit.Records.Sum(record => record.Head.Length + record.Tail.Length), 0, 3 * 1024 * 1024));
        Assert.Equal(messages + 1, store.Commits.Sum(commit => commit.Records.Count));
        Assert.InRange(store.Commits.Count, 4, 7);
    });

    [Fact]
    public Task Rows_of_a_room_that_was_destroyed_are_deleted_when_its_name_wakes_if_they_were_not_before() => Turns.Run(async () =>
    {
        var (log, _) = Open();
        await Append(log, $"<presence><x xmlns='{Ns.Muc}'/></presence>", "verona@conference.localhost/Romeo");
        await Append(log, "<message type='groupchat' id='m1'><body>But soft</body></message>");
        store.FailingDeletions = 1;
        await Append(log, $"<iq type='set' id='d1'><query xmlns='{Ns.MucOwner}'><destroy/></query></iq>");
        await log.Drain();
        Assert.Equal([head.State.Incarnation], head.State.RowsToDelete);
        Assert.NotEmpty(await store.ReadAfter(new RoomPartition(Verona, head.State.Incarnation), null, 10, CancellationToken.None));

        await Open().Log.DeleteRows();

        Assert.Empty(head.State.RowsToDelete);
        Assert.Empty(await store.ReadAfter(new RoomPartition(Verona, head.State.Incarnation), null, 10, CancellationToken.None));
    });

    private (CommitLog Log, Announcer Announcer) Open()
    {
        var context = new PumpContext(Verona, SiloAddress.FromParsableString("127.0.0.1:11111@1"), time, NullLogger.Instance) { Heal = _ => Task.CompletedTask };
        var announcer = new Announcer(context, streams, null!, Jid.Parse("localhost"));
        return (new CommitLog(new RoomLedger(room, head, store, new MessageKeeping(Stored: true)), announcer, time, NullLogger.Instance) { Failed = faults.Add }, announcer);
    }

    private Task Append(CommitLog log, string xml, string to = "verona@conference.localhost")
    {
        var element = Element.Parse(System.Text.Encoding.UTF8.GetBytes(xml));
        var stanza = new Stanza(Enum.Parse<StanzaKind>(element.Name, true), Payload.Of([.. element.Children]))
        {
            Type = element["type"],
            Id = element["id"],
            From = Romeo.FullJid,
            To = Jid.Parse(to),
        };
        var outcome = room.Handle(RoomIntake.Read(stanza, Romeo, ++counter), new Moment(time.GetUtcNow(), new Dice()));
        return log.Append(outcome, new Asked(Romeo, stanza));
    }

    private sealed class Dice : IChance
    {
        private ulong last;

        public ulong Next() => ++last;

        public void Fill(Span<byte> bytes) => bytes.Fill(7);
    }
}
