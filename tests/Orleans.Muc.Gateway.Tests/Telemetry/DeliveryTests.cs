using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Hall;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Gateway.Telemetry;
using Orleans.Muc.Gateway.Tests.Hall;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Telemetry;

/// <summary>What is put into sessions' queues is counted once for each of them, in one step for all.</summary>
public sealed class DeliveryTests : IDisposable
{
    private const string Gateway = "127.0.0.1:11111@1/0";

    private static readonly Jid Verona = Jid.Parse("verona@conference.localhost");
    private static readonly EncodedStanza Word = new Stanza(StanzaKind.Message, Payload.Empty).Encode();

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterWatch watch;
    private readonly GatewayHall hall;

    public DeliveryTests()
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        watch = new MeterWatch(meters);
        var silo = DispatchProxy.Create<ILocalSiloDetails, Door.SiloProxy>();
        hall = new GatewayHall(silo, DispatchProxy.Create<IGrainFactory, SeeingOutTests.Grains>(), TimeProvider.System, new GatewayInstruments(meters), NullLogger<GatewayHall>.Instance);
    }

    public void Dispose()
    {
        watch.Dispose();
        services.Dispose();
    }

    [Fact]
    public void A_message_of_a_room_counts_for_each_session_that_takes_it()
    {
        foreach (var name in (string[])["romeo", "juliet", "tybalt"])
            hall.Add(new Session(new BoundSession(Jid.Parse($"{name}@localhost/r"), name, Gateway, 1), 0, new Link(open: name != "tybalt")));
        hall.Show(0, new RoomBatch(Verona, 1, 0, Silo, [new SnapshotItem(1, [Entry("romeo"), Entry("juliet"), Entry("tybalt")], null)]));
        Assert.Empty(watch.Of("muc.deliveries"));

        hall.Show(0, new RoomBatch(Verona, 1, 1, Silo, [Spoken(2), Spoken(3)]));
        hall.Show(0, new RoomBatch(Verona, 1, 3, Silo, [new SessionItem(4, "romeo", [Word, Word, Word])]));

        Assert.Equal([4.0, 3.0], watch.Of("muc.deliveries").Select(measured => measured.Value));
        Assert.All(watch.Of("muc.deliveries"), measured => Assert.Equal("origin=room", measured.Tags));
    }

    [Fact]
    public void A_stanza_of_a_user_counts_apart_and_one_for_nobody_does_not()
    {
        hall.Add(new Session(new BoundSession(Jid.Parse("romeo@localhost/r"), "romeo", Gateway, 1), 0, new Link(open: true)));

        hall.Show(0, new SessionDelivery("romeo", [Word, Word]));
        hall.Show(0, new SessionDelivery("rosaline", [Word]));

        Assert.Equal(new Measured("muc.deliveries", 2, "origin=user"), Assert.Single(watch.Of("muc.deliveries")));
    }

    private static SiloAddress Silo { get; } = SiloAddress.FromParsableString("127.0.0.1:11111@1");

    private static OccupantsItem Spoken(long sequence) => new(sequence, [new WireVariant(WireAudience.All, null, Word)], null);

    private static RosterItem Entry(string name) =>
        new(Nick.Parse(name), name, Jid.Parse($"{name}@localhost"), 0, 0, false, true, [new WireVisit(name, Jid.Parse($"{name}@localhost/r"), Gateway)], Word, Word);

    private sealed class Link(bool open) : ISessionLink
    {
        public bool Append(in EncodedStanza stanza, ReadOnlyMemory<byte> to) => open;

        public void Flush()
        {
        }

        public void Close(StreamErrorCondition condition, string? text) => throw new NotSupportedException();
    }
}
