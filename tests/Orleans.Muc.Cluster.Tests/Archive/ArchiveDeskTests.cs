using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Rooms;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Archive;

/// <summary>What is asked of an archive whose storage is slow, or gone.</summary>
public sealed class ArchiveDeskTests
{
    private static readonly Jid Verona = Jid.Parse("verona@conference.localhost");

    private readonly ManualTimeProvider time = new();
    private readonly RecordingStreams streams = new();
    private readonly SlowStore store = new();
    private readonly ArchiveDesk desk;
    private readonly Announcer announcer;

    public ArchiveDeskTests()
    {
        var room = new Room(Verona, new ServiceRules(Jid.Parse("conference.localhost"), new HashSet<Jid>()));
        desk = new ArchiveDesk(new RoomLedger(room, new HeldState<RoomHead>(), store, new MessageKeeping(Stored: true)), time, NullLogger.Instance);
        var context = new PumpContext(Verona, SiloAddress.FromParsableString("127.0.0.1:11111@1"), time, NullLogger.Instance) { Heal = _ => Task.CompletedTask };
        announcer = new Announcer(context, streams, null!, Jid.Parse("localhost")) { Archive = desk };
    }

    [Fact]
    public Task No_more_than_some_are_looked_up_at_once_and_all_are_answered() => Turns.Run(async () =>
    {
        for (var n = 1; n <= 20; n++)
            Ask($"s{n}");
        Assert.Equal(ArchiveDesk.MostAtOnce, store.Asked);

        store.Release();
        await Turns.Until(() => Answers().Count == 20, "all answers");

        Assert.All(Answers(), answer => Assert.Equal("result", answer["type"]));
        Assert.Equal(ArchiveDesk.MostAtOnce, store.MostAtOnce);
    });

    [Fact]
    public Task Who_waits_too_long_is_told_to_try_again_and_the_others_are_answered() => Turns.Run(async () =>
    {
        for (var n = 1; n <= ArchiveDesk.MostAtOnce + 1; n++)
            Ask($"s{n}");
        var last = desk.Answered($"s{ArchiveDesk.MostAtOnce + 1}");
        Assert.False(last.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(6));
        await last;
        await Turns.Until(() => Answers().Count == ArchiveDesk.MostAtOnce + 1, "all refusals");

        Assert.All(Answers(), answer => Assert.Equal("wait", answer.Child("error")!["type"]));
        store.Release();
        Ask("later");
        await Turns.Until(() => Answers().Count == ArchiveDesk.MostAtOnce + 2, "an answer again");
        Assert.Equal("result", Answers()[^1]["type"]);
    });

    [Fact]
    public Task A_fault_of_the_storage_is_answered() => Turns.Run(async () =>
    {
        store.Fail(new IOException("The cellar is flooded."));

        Ask("s1");
        await Turns.Until(() => Answers().Count == 1, "the refusal");

        Assert.Equal("wait", Answers()[0].Child("error")!["type"]);
        Assert.True(desk.Answered("s1").IsCompleted);
    });

    [Fact]
    public Task A_question_that_is_asked_again_is_answered_once() => Turns.Run(async () =>
    {
        var first = Call();
        var again = Call();
        Assert.False(first.IsCompleted || again.IsCompleted);

        store.Release();
        await Task.WhenAll(first, again);
        await Call();

        Assert.Equal(1, store.Asked);
        await Turns.Until(() => Answers().Count == 1, "the answer");

        Task Call() => desk.Once(Question(7), async _ =>
        {
            Ask("s1");
            await desk.Answered("s1");
        });
    });

    [Fact]
    public Task A_question_whose_answer_was_lost_on_the_way_is_answered_again() => Turns.Run(async () =>
    {
        store.Release();
        await Assert.ThrowsAsync<IOException>(() => desk.Once(Question(7), async _ =>
        {
            Ask("s1");
            await desk.Answered("s1");
            throw new IOException("The gateway has not taken it.");
        }));

        var isAsked = false;
        await desk.Once(Question(7), _ =>
        {
            isAsked = true;
            return Task.CompletedTask;
        });

        Assert.True(isAsked);
    });

    private static RoomCall Question(long counter) => new(RoomCallKind.Stanza, "a", "s1", counter, Jid.Parse("romeo@localhost/orchard"), Iq());

    private static Stanza Iq() => new(StanzaKind.Iq, Payload.Of(new Element("query", Ns.Mam))) { Type = "set", Id = "q1", From = Jid.Parse("romeo@localhost/orchard"), To = Verona };

    private void Ask(string session)
    {
        var iq = Iq();
        var question = new ArchiveQuestion(iq, new ArchiveRequest()) { Room = Verona };
        announcer.Announce(new Announced(new FromArchive(new Visit(session, iq.From!, "a"), question), null));
    }

    private List<Element> Answers() =>
        [.. streams["a"].Taken.OfType<Abstractions.Connections.SessionDelivery>().SelectMany(delivery => delivery.Stanzas).Select(Whole)];

    private static Element Whole(EncodedStanza stanza)
    {
        var xml = new byte[stanza.Length];
        stanza.CopyTo(xml, default);
        return Element.Parse(xml);
    }

    /// <summary>An empty archive that answers when it is let.</summary>
    private sealed class SlowStore : IRoomStore
    {
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly IRoomStore rooms = (IRoomStore)new ServiceCollection().AddMemoryStorage(new MemoryDatabase()).Single(service => service.ServiceType == typeof(IRoomStore)).ImplementationInstance!;
        private Exception? fault;
        private int now;

        public int Asked { get; private set; }

        public int MostAtOnce { get; private set; }

        public bool HasFullText => false;

        public void Release() => released.TrySetResult();

        public void Fail(Exception with) => fault = with;

        public async Task<ArchivePage<LogRecord>> Query(RoomPartition partition, ArchiveQuery query, CancellationToken cancellation)
        {
            if (fault is not null)
                throw fault;
            Asked++;
            MostAtOnce = Math.Max(MostAtOnce, ++now);
            await released.Task;
            now--;
            return new ArchivePage<LogRecord>([], IsComplete: true);
        }

        public Task<ArchiveEnds?> Ends(RoomPartition partition, StanzaId? after, CancellationToken cancellation) => rooms.Ends(partition, after, cancellation);

        public Task<StanzaId[]> Missing(RoomPartition partition, IReadOnlyList<StanzaId> ids, CancellationToken cancellation) => rooms.Missing(partition, ids, cancellation);

        public Task<int> Trim(RoomPartition partition, StanzaId before, int most, CancellationToken cancellation) => rooms.Trim(partition, before, most, cancellation);

        public Task<int> TrimUnserved(RoomPartition partition, StanzaId before, int most, CancellationToken cancellation) => rooms.TrimUnserved(partition, before, most, cancellation);

        public Task<RoomRows> Open(RoomPartition partition, long epoch, int newest, CancellationToken cancellation) => rooms.Open(partition, epoch, newest, cancellation);

        public Task Commit(RoomPartition partition, long epoch, RoomCommit commit, CancellationToken cancellation) => rooms.Commit(partition, epoch, commit, cancellation);

        public Task<LogRecord[]> ReadAfter(RoomPartition partition, StanzaId? after, int most, CancellationToken cancellation) => rooms.ReadAfter(partition, after, most, cancellation);

        public Task Delete(RoomPartition partition, CancellationToken cancellation) => rooms.Delete(partition, cancellation);
    }
}
