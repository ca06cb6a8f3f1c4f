using Microsoft.Extensions.DependencyInjection;
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
public sealed class CommitLogTests : IAsyncDisposable
{
    private static readonly Jid Verona = Jid.Parse("verona@conference.localhost");
    private static readonly Visit Romeo = new("s1", Jid.Parse("romeo@localhost/orchard"), "a");

    private readonly ServiceProvider services = new ServiceCollection().AddMemoryStorage(new MemoryDatabase()).BuildServiceProvider();
    private readonly RecordingStreams streams = new();
    private readonly ManualTimeProvider time = new();
    private readonly HeldState<RoomHead> head = new();
    private readonly Room room = new(Verona, new ServiceRules(Jid.Parse("conference.localhost"), new HashSet<Jid>()) { LockNewRooms = false });
    private readonly List<Exception> faults = [];
    private long counter;

    public ValueTask DisposeAsync() => services.DisposeAsync();

    [Fact]
    public Task A_superseded_activation_announces_nothing_more_and_says_that_it_is_over() => Turns.Run(async () =>
    {
        var store = services.GetRequiredService<IRoomStore>();
        var context = new PumpContext(Verona, SiloAddress.FromParsableString("127.0.0.1:11111@1"), time, NullLogger.Instance) { Heal = _ => Task.CompletedTask };
        var announcer = new Announcer(context, streams, null!, Jid.Parse("localhost"));
        var log = new CommitLog(new RoomLedger(room, head, store, new MessageKeeping(Stored: true)), announcer, time, NullLogger.Instance) { Failed = faults.Add };
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
