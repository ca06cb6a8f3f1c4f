using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Rooms;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>The way of a room's items to its gateways: how much goes at once, and that a slow gateway is its own trouble only.</summary>
public sealed class GatewayPumpTests
{
    private const int Megabyte = 1_000_000;

    private static readonly Jid Verona = Jid.Parse("verona@conference.localhost");

    private readonly ManualTimeProvider time = new();
    private readonly RecordingStreams streams = new();

    [Fact]
    public Task An_event_stays_within_a_megabyte() => Turns.Run(async () =>
    {
        var pump = new GatewayPump("a", streams["a"], Context(_ => Task.CompletedTask));
        for (var i = 1; i <= 100; i++)
            pump.Add(1, new OccupantsItem(i, Replay.ToAll(Stanza(30_000)), null));
        await pump.Arrival();

        var batches = streams["a"].Batches;
        Assert.Equal(4, batches.Count);
        Assert.All(batches, batch => Assert.InRange(batch.Items.Sum(WireItems.SizeOf), 1, Megabyte));
        Assert.Equal(Enumerable.Range(1, 100), batches.SelectMany(batch => batch.Items).Select(item => (int)item.Sequence));
        Assert.Equal([0L, .. batches.SkipLast(1).Select(batch => batch.Items[^1].Sequence)], batches.Select(batch => batch.Previous));
    });

    [Fact]
    public Task What_is_larger_than_that_goes_by_itself() => Turns.Run(async () =>
    {
        var pump = new GatewayPump("a", streams["a"], Context(_ => Task.CompletedTask));
        foreach (var (sequence, size) in ((long, int)[])[(1, 100), (2, 2 * Megabyte), (3, 100), (4, 100)])
            pump.Add(1, new OccupantsItem(sequence, Replay.ToAll(Stanza(size)), null));
        await pump.Arrival();

        Assert.Equal([[1L], [2L], [3L, 4L]], streams["a"].Batches.Select(batch => batch.Items.Select(item => item.Sequence)));
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_long_answer_travels_in_chunks_of_256_kilobytes(bool isOccupant) => Turns.Run(async () =>
    {
        var announcer = Announcer(Context(_ => Task.CompletedTask));
        var romeo = new Visit("s1", Jid.Parse("romeo@localhost/orchard"), "a");
        if (isOccupant)
            announcer.Announce(new Announced(new RosterPut(Entry("Romeo", romeo)), null));
        EncodedStanza[] sequence = [.. Enumerable.Range(0, 100).Select(i => Stanza(10_000, i)), Stanza(400_000, 100), Stanza(10, 101)];
        announcer.Announce(new Announced(new ToSession(romeo, [.. sequence]), null));
        await announcer.Arrival("a");

        var chunks = isOccupant
            ? streams["a"].Batches.SelectMany(batch => batch.Items).OfType<SessionItem>().Select(item => item.Stanzas).ToList()
            : streams["a"].Taken.Cast<SessionDelivery>().Select(delivery => delivery.Stanzas).ToList();
        Assert.Equal(sequence, chunks.SelectMany(chunk => chunk));
        Assert.All(chunks, chunk => Assert.True(chunk.Length == 1 || chunk.Sum(stanza => stanza.Length) <= 256 * 1024));
        Assert.Equal([26, 26, 26, 22, 1, 1], chunks.Select(chunk => chunk.Length));
    });

    [Fact]
    public Task A_gateway_that_takes_nothing_overflows_alone_and_is_healed_by_replay() => Turns.Run(async () =>
    {
        Announcer? announcer = null;
        StanzaId? known = null;
        announcer = Announcer(Context(connection =>
        {
            announcer!.Resync(connection, RoomReport.Empty with { LastMessage = known, Sessions = ["s1"] }, []);
            return Task.CompletedTask;
        }));
        announcer.Announce(new Announced(new RosterPut(Entry("Romeo", new Visit("s1", Jid.Parse("romeo@localhost/orchard"), "slow"))), null));
        announcer.Announce(new Announced(new RosterPut(Entry("Juliet", new Visit("s2", Jid.Parse("juliet@localhost/balcony"), "quick"))), null));
        await announcer.Arrival("slow");
        streams["slow"].Block();

        const int Spoken = GatewayPump.MostQueued + 500;
        var ids = new List<StanzaId>();
        for (var i = 0; i < Spoken; i++)
        {
            ids.Add(new StanzaId($"{i + 1:x12}00000000000000000000"));
            announcer.Announce(new Announced(new ToOccupants([new Variant(Recipients.Everybody, Stanza(10, i))]), ids[^1]));
            if (i % 1000 == 0)
                await announcer.Arrival("quick");
        }

        await announcer.Arrival("quick");
        Assert.Equal(ids, Messages("quick"));
        await Assert.ThrowsAsync<OrleansException>(() => announcer.Arrival("slow"));
        Assert.False(announcer.Serves("slow"));

        known = ids[^101];
        streams["slow"].Release();
        await Turns.Until(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return announcer.Serves("slow");
            },
            "the healing");
        await announcer.Arrival("slow");
        var healing = streams["slow"].Batches[^1];
        Assert.Equal(ids[^100..], healing.Items.OfType<OccupantsItem>().Select(item => item.Message!.Value));
        Assert.Equal(ids[^1], Assert.IsType<SnapshotItem>(healing.Items[^1]).LastMessage);
    });

    private static RosterEntry Entry(string nick, Visit visit) =>
        new(Nick.Parse(nick), nick, visit.FullJid.Bare, Affiliation.None, Role.Participant, false, true, [visit], Stanza(10), Stanza(10));

    private static EncodedStanza Stanza(int bytes, int mark = 0) => new(Encoding.UTF8.GetBytes($"{mark:d6}".PadRight(bytes, '.')), ReadOnlyMemory<byte>.Empty);

    private IReadOnlyList<StanzaId> Messages(string connection) =>
        [.. streams[connection].Batches.SelectMany(batch => batch.Items).OfType<OccupantsItem>().Select(item => item.Message!.Value)];

    private PumpContext Context(Func<string, Task> heal) =>
        new(Verona, SiloAddress.FromParsableString("127.0.0.1:11111@1"), time, NullLogger.Instance) { Heal = heal };

    private Announcer Announcer(PumpContext context) => new(context, streams, null!, Jid.Parse("localhost")) { Epoch = 1 };
}
