using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Grains.Telemetry;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Rooms;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Telemetry;

/// <summary>What a room measures of a message's way, by a clock that the test moves.</summary>
public sealed class RoomMeasuresTests : IDisposable
{
    private const string Here = "127.0.0.1:11111@1/0", Elsewhere = "127.0.0.1:11112@1/0";

    private static readonly Jid Verona = Jid.Parse("verona@conference.localhost");

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CountingStore store = new(new MemoryDatabase());
    private readonly RecordingStreams streams = new();
    private readonly ManualTimeProvider time = new();
    private readonly Room room = new(Verona, new ServiceRules(Jid.Parse("conference.localhost"), new HashSet<Jid>()) { LockNewRooms = false });
    private readonly GrainsInstruments instruments;
    private long counter;

    public RoomMeasuresTests() => instruments = new GrainsInstruments(services.GetRequiredService<IMeterFactory>());

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task The_page_describes_every_instrument_and_no_other()
    {
        await using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = others.GetRequiredService<IMeterFactory>();
        using var watch = new MeterWatch(meters);
        _ = new GrainsInstruments(meters);

        var described = OperationsPage.Metrics.Where(metric => metric.Meter == GrainsInstruments.MeterName).Select(metric => (metric.Name, metric.Unit, metric.Kind));
        var made = watch.Instruments.Select(instrument => (instrument.Name, instrument.Unit ?? "", instrument switch
        {
            Counter<long> => "counter",
            Histogram<double> => "histogram",
            _ => "count now",
        }));
        Assert.Equal(described.Order(), made.Order());
        Assert.All(watch.Instruments, instrument => Assert.False(string.IsNullOrEmpty(instrument.Description)));
    }

    [Fact]
    public Task The_archive_lag_is_the_time_from_the_decision_until_it_is_stored() => Turns.Run(async () =>
    {
        using var watch = Watch();
        var log = Open();
        await Enter(log, "Romeo", Here);
        var before = watch.Of("muc.archive.lag").Count;
        var flush = store.Hold(Verona.ToString());
        var first = Say(log, "Romeo", Here);
        await flush.Caught;
        time.Advance(TimeSpan.FromSeconds(2));
        var second = Say(log, "Romeo", Here);
        time.Advance(TimeSpan.FromSeconds(1));
        flush.LetGo();
        await Task.WhenAll(first, second);

        Assert.Equal([new("muc.archive.lag", 3, ""), new("muc.archive.lag", 1, "")], watch.Of("muc.archive.lag").Skip(before));
    });

    [Fact]
    public Task The_fan_out_is_measured_for_each_message_and_gateway_until_the_gateway_has_it() => Turns.Run(async () =>
    {
        using var watch = Watch();
        var log = Open();
        await Enter(log, "Romeo", Here);
        await Enter(log, "Juliet", Elsewhere);
        await Turns.Until(() => streams[Elsewhere].Batches.Count > 0, "the gateways to know of both");
        streams[Elsewhere].Block();
        await Say(log, "Romeo", Here);
        await Turns.Until(() => watch.Of("muc.fanout.duration").Count == 1, "the message at the own gateway");
        time.Advance(TimeSpan.FromSeconds(4));
        streams[Elsewhere].Release();
        await Turns.Until(() => watch.Of("muc.fanout.duration").Count == 2, "the message at the other gateway");

        Assert.Equal([new("muc.fanout.duration", 0, "silo=same"), new("muc.fanout.duration", 4, "silo=other")], watch.Of("muc.fanout.duration"));
    });

    [Fact]
    public void Where_nobody_listens_nothing_is_noted() => Assert.Null(TraceOrigin.Now(instruments, time));

    private MeterWatch Watch() => new(services.GetRequiredService<IMeterFactory>());

    private CommitLog Open()
    {
        var context = new PumpContext(Verona, SiloAddress.FromParsableString("127.0.0.1:11111@1"), time, NullLogger.Instance) { Heal = _ => Task.CompletedTask, Instruments = instruments };
        var announcer = new Announcer(context, streams, null!, Jid.Parse("localhost"));
        var ledger = new RoomLedger(room, new HeldState<RoomHead>(), store, new MessageKeeping(Stored: true));
        return new CommitLog(ledger, announcer, time, NullLogger.Instance) { Failed = fault => Assert.Fail(fault.Message), Instruments = instruments };
    }

    private Task Enter(CommitLog log, string nick, string connection) =>
        Append(log, new Stanza(StanzaKind.Presence, Payload.Of(new Element("x", Ns.Muc))) { To = Verona.WithResource(Nick.Parse(nick)) }, nick, connection);

    private Task Say(CommitLog log, string nick, string connection) =>
        Append(log, new Stanza(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add("But soft"))) { Type = "groupchat", To = Verona }, nick, connection);

    private Task Append(CommitLog log, Stanza stanza, string nick, string connection)
    {
        var by = new Visit(nick, Jid.Parse($"{nick}@localhost/r"), connection);
        stanza = stanza with { Id = "m", From = by.FullJid };
        return log.Append(room.Handle(RoomIntake.Read(stanza, by, ++counter), new Moment(time.GetUtcNow(), new Dice())), new Asked(by, stanza));
    }

    private sealed class Dice : IChance
    {
        private ulong last;

        public ulong Next() => ++last;

        public void Fill(Span<byte> bytes) => bytes.Fill(7);
    }
}
