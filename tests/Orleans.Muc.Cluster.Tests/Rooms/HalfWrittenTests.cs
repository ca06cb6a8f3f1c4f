using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>What changes the head of a room and its rows is more than one write. Wherever they are cut off, the next activation finds all of it or nothing.</summary>
public sealed class HalfWrittenTests : IAsyncDisposable
{
    private static readonly Jid Verona = Jid.Parse("verona@conference.localhost");
    private static readonly Jid Juliet = Jid.Parse("juliet@localhost");
    private static readonly Jid Mercutio = Jid.Parse("mercutio@localhost");
    private static readonly Visit Romeo = new("s1", Jid.Parse("romeo@localhost/orchard"), "a");
    private static readonly ServiceRules Rules = new(Jid.Parse("conference.localhost"), new HashSet<Jid>()) { LockNewRooms = false };

    private const string Whole = "Square, admins mercutio@localhost, 3 versions";

    private readonly ServiceProvider services = new ServiceCollection().AddMemoryStorage(new MemoryDatabase()).BuildServiceProvider();
    private readonly PowerCut power = new();
    private readonly IPersistentState<RoomHead> head;
    private readonly IRoomStore store;
    private Room room = new(Verona, Rules);
    private RoomLedger ledger;
    private ulong chance;

    public HalfWrittenTests()
    {
        head = power.State(new RoomHead());
        store = power.Store(services.GetRequiredService<IRoomStore>());
        ledger = new RoomLedger(room, head, store, new MessageKeeping(Stored: true));
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task A_form_that_changes_the_configuration_and_the_admins_is_taken_whole_or_not_at_all(int writes) => Turns.Run(async () =>
    {
        await Do(Entering);
        await Do(Form("Market", Juliet));
        var before = await Awake();
        var isCut = await CutAfter(writes, Form("Square", Mercutio));

        Assert.Contains(await Awake(), isCut ? (string[])[before, Whole] : [Whole]);
    });

    [Fact]
    public Task What_was_found_half_written_is_not_done_again_over_what_came_later() => Turns.Run(async () =>
    {
        await Do(Entering);
        await Do(Form("Market", Juliet));
        Assert.True(await CutAfter(1, Form("Square", Mercutio)));
        Assert.Equal(Whole, await Awake());
        await Do(Stanza("<iq type='set' id='a1'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='admin' jid='juliet@localhost'/></query></iq>"));

        Assert.Equal("Square, admins juliet@localhost mercutio@localhost, 4 versions", await Awake());
        Assert.Equal("Square, admins juliet@localhost mercutio@localhost, 4 versions", await Awake());
    });

    private static Stanza Entering => Stanza($"<presence><x xmlns='{Ns.Muc}'/></presence>", Verona.WithResource(Nick.Parse("Romeo")));

    private static Stanza Form(string name, Jid admin) => Stanza(
        "<iq type='set' id='c1'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>" +
        $"<field var='muc#roomconfig_roomname'><value>{name}</value></field><field var='muc#roomconfig_persistentroom'><value>1</value></field>" +
        $"<field var='muc#roomconfig_roomadmins'><value>{admin}</value></field></x></query></iq>");

    /// <summary>A new activation, from what is on the disk; and what it knows.</summary>
    private async Task<string> Awake()
    {
        power.Left = int.MaxValue;
        await head.ReadStateAsync();
        var rows = await RoomLedger.Wake(Verona, head, store, history: 20);
        room = Room.Restore(Verona, Rules, RoomRecords.ToStored(head.State, rows, []));
        ledger = new RoomLedger(room, head, store, new MessageKeeping(Stored: true));
        var admins = new[] { Juliet, Mercutio }.Where(jid => room.MemberOf(jid)?.Affiliation == Affiliation.Admin);
        return string.Create(CultureInfo.InvariantCulture, $"{room.Configuration.RoomName}, admins {string.Join(' ', admins)}, {room.AffiliationVersion} versions");
    }

    private Task Do(Stanza request) => ledger.Write(ledger.Record(room.Handle(RoomIntake.Read(request, Romeo, 0), new Moment(DateTimeOffset.UnixEpoch, new Dice(this))))!, CancellationToken.None);

    private async Task<bool> CutAfter(int writes, Stanza request)
    {
        power.Left = writes;
        return await Record.ExceptionAsync(() => Do(request)) is IOException;
    }

    private static Stanza Stanza(string xml, Jid? to = null)
    {
        var element = Element.Parse(System.Text.Encoding.UTF8.GetBytes(xml));
        return new Stanza(Enum.Parse<StanzaKind>(element.Name, true), Payload.Of([.. element.Children]))
        {
            Type = element["type"],
            Id = element["id"],
            From = Romeo.FullJid,
            To = to ?? Verona,
        };
    }

    private sealed class Dice(HalfWrittenTests story) : IChance
    {
        public ulong Next() => ++story.chance;

        public void Fill(Span<byte> bytes) => bytes.Fill(7);
    }
}
