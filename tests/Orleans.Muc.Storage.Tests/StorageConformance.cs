using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;
using Orleans.Storage;

namespace Orleans.Muc.Storage.Tests;

/// <summary>The promises that every storage keeps. A storage is tested by a subclass that says how it is registered.</summary>
public abstract class StorageConformance : IDisposable
{
    private protected static readonly RoomPartition Verona = new(Jid.Parse("verona@rooms.example"), 1);
    private static readonly DateTimeOffset Noon = new(2026, 7, 16, 12, 0, 0, TimeSpan.Zero);

    private readonly Lazy<ServiceProvider> services;

    protected StorageConformance() => services = new Lazy<ServiceProvider>(() =>
    {
        var collection = new ServiceCollection();
        Register(collection);
        return collection.BuildServiceProvider();
    });

    protected abstract void Register(IServiceCollection services);

    private protected IServiceProvider Services => services.Value;

    private protected IRoomStore Rooms => services.Value.GetRequiredService<IRoomStore>();

    private protected IUserArchive Archive => services.Value.GetRequiredService<IUserArchive>();

    private protected IGrainStorage Grains => services.Value.GetRequiredKeyedService<IGrainStorage>(GatewayFeed.GrainStorage);

    private protected IStateCatalogue Catalogue => services.Value.GetRequiredService<IStateCatalogue>();

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (services.IsValueCreated)
            services.Value.Dispose();
    }

    [Fact]
    public async Task A_room_that_nobody_wrote_opens_empty()
    {
        var rows = await Rooms.Open(Verona, 1, 50, Cancel);

        Assert.Empty(rows.Members);
        Assert.Empty(rows.Newest);
        Assert.Empty(await Rooms.ReadAfter(Verona, null, 10, Cancel));
    }

    [Fact]
    public async Task What_was_committed_is_there_for_the_next_activation_in_every_detail()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        var romeo = new MemberRow(Jid.Parse("romeo@montague.example"), 3, "Romeo", "he asked nicely") { LastShown = Id(7) };
        var tybalt = new MemberRow(Jid.Parse("tybalt@capulet.example"), -1, null, null) { Hats = "00000000000000a1 00000000000000a2" };
        var word = Record(1) with { Served = false, Counter = long.MaxValue, Head = [0, 255, 10], Tail = [] };
        await Rooms.Commit(Verona, 1, new RoomCommit([romeo, tybalt], [word]), Cancel);

        var rows = await Rooms.Open(Verona, 2, 50, Cancel);

        Assert.Equal([romeo, tybalt], rows.Members.OrderBy(member => member.Jid));
        AssertSame(word, Assert.Single(rows.Newest));
    }

    [Fact]
    public async Task A_row_stays_for_the_hats_alone_and_goes_with_the_last_of_them()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        var stranger = new MemberRow(Jid.Parse("stranger@capulet.example"), 0, null, null) { Hats = "00000000000000a1" };
        await Rooms.Commit(Verona, 1, new RoomCommit([stranger], []), Cancel);
        Assert.Equal(stranger, Assert.Single((await Rooms.Open(Verona, 2, 50, Cancel)).Members));

        await Rooms.Commit(Verona, 2, new RoomCommit([stranger with { Hats = null }], []), Cancel);

        Assert.Empty((await Rooms.Open(Verona, 3, 50, Cancel)).Members);
    }

    [Fact]
    public async Task A_commit_under_an_epoch_that_is_over_is_refused_and_writes_nothing()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        await Rooms.Open(Verona, 2, 50, Cancel);

        await Assert.ThrowsAsync<StaleEpochException>(() => Rooms.Commit(Verona, 1, new RoomCommit([Member("romeo")], [Record(1)]), Cancel));

        var rows = await Rooms.Open(Verona, 2, 50, Cancel);
        Assert.Empty(rows.Members);
        Assert.Empty(rows.Newest);
    }

    [Fact]
    public async Task A_commit_under_an_epoch_that_was_never_opened_is_refused()
    {
        await Assert.ThrowsAsync<StaleEpochException>(() => Rooms.Commit(Verona, 1, new RoomCommit([], [Record(1)]), Cancel));
        await Rooms.Open(Verona, 1, 50, Cancel);
        await Assert.ThrowsAsync<StaleEpochException>(() => Rooms.Commit(Verona, 2, new RoomCommit([], [Record(1)]), Cancel));
    }

    [Fact]
    public async Task Opening_under_an_older_epoch_is_refused()
    {
        await Rooms.Open(Verona, 5, 50, Cancel);

        await Assert.ThrowsAsync<StaleEpochException>(() => Rooms.Open(Verona, 4, 50, Cancel));
        await Rooms.Commit(Verona, 5, new RoomCommit([], [Record(1)]), Cancel);
    }

    [Fact]
    public async Task The_same_epoch_may_open_again_and_go_on_writing()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], [Record(1)]), Cancel);

        var again = await Rooms.Open(Verona, 1, 50, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], [Record(2)]), Cancel);

        Assert.Single(again.Newest);
        Assert.Equal(2, (await Rooms.ReadAfter(Verona, null, 10, Cancel)).Length);
    }

    [Fact]
    public async Task A_repeated_commit_doubles_nothing_and_changes_nothing()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], [Record(1)]), Cancel);

        await Rooms.Commit(Verona, 1, new RoomCommit([], [Record(1) with { Nick = "Impostor" }, Record(2)]), Cancel);

        var log = await Rooms.ReadAfter(Verona, null, 10, Cancel);
        Assert.Equal([Id(1), Id(2)], log.Select(record => record.Id));
        Assert.Equal("Romeo", log[0].Nick);
    }

    [Fact]
    public async Task A_commit_is_all_or_nothing()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        var broken = new BrokenList<LogRecord>(Record(1));

        await Assert.ThrowsAsync<IOException>(() => Rooms.Commit(Verona, 1, new RoomCommit([Member("romeo")], broken), Cancel));

        var rows = await Rooms.Open(Verona, 1, 50, Cancel);
        Assert.Empty(rows.Members);
        Assert.Empty(rows.Newest);
    }

    [Fact]
    public async Task The_log_is_read_in_pages_oldest_first()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], [.. Enumerable.Range(1, 5).Reverse().Select(Record)]), Cancel);

        var first = await Rooms.ReadAfter(Verona, null, 2, Cancel);
        var second = await Rooms.ReadAfter(Verona, first[^1].Id, 2, Cancel);
        var third = await Rooms.ReadAfter(Verona, second[^1].Id, 2, Cancel);

        Assert.Equal([Id(1), Id(2)], first.Select(record => record.Id));
        Assert.Equal([Id(3), Id(4)], second.Select(record => record.Id));
        Assert.Equal([Id(5)], third.Select(record => record.Id));
        Assert.Empty(await Rooms.ReadAfter(Verona, Id(5), 2, Cancel));
    }

    [Fact]
    public async Task Opening_gives_the_newest_records_oldest_first()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], [.. Enumerable.Range(1, 5).Select(Record)]), Cancel);

        Assert.Equal([Id(4), Id(5)], (await Rooms.Open(Verona, 2, 2, Cancel)).Newest.Select(record => record.Id));
        Assert.Empty((await Rooms.Open(Verona, 2, 0, Cancel)).Newest);
    }

    [Fact]
    public async Task A_member_is_replaced_and_deleted()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([Member("romeo"), Member("juliet")], []), Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([Member("romeo") with { Affiliation = 2, ReservedNick = null }], []), Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([Member("juliet") with { Affiliation = 0, ReservedNick = null }], []), Cancel);

        var left = Assert.Single((await Rooms.Open(Verona, 1, 0, Cancel)).Members);
        Assert.Equal(Member("romeo") with { Affiliation = 2, ReservedNick = null }, left);
    }

    [Fact]
    public async Task Where_a_member_left_off_is_replaced_with_the_row()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([Member("romeo") with { LastShown = Id(1) }, Member("juliet") with { LastShown = Id(1) }], []), Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([Member("romeo") with { LastShown = Id(2) }, Member("juliet")], []), Cancel);

        var members = (await Rooms.Open(Verona, 2, 0, Cancel)).Members.ToDictionary(member => member.ReservedNick!);

        Assert.Equal(Id(2), members["romeo"].LastShown);
        Assert.Null(members["juliet"].LastShown);
    }

    [Fact]
    public async Task A_nick_without_an_affiliation_is_kept()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([Member("rosaline") with { Affiliation = 0 }], []), Cancel);

        Assert.Equal("rosaline", Assert.Single((await Rooms.Open(Verona, 1, 0, Cancel)).Members).ReservedNick);
    }

    [Fact]
    public async Task A_card_is_kept_until_it_is_replaced_or_taken_away()
    {
        var large = new byte[128 * 1024];
        new Random(1).NextBytes(large);
        await Rooms.Open(Verona, 1, 50, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], []) { Card = [1, 0, 255] }, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], []) { Card = large }, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([Member("romeo")], [Record(1)]), Cancel);
        await Assert.ThrowsAsync<StaleEpochException>(() => Rooms.Commit(Verona, 0, new RoomCommit([], []) { Card = [] }, Cancel));
        Assert.Equal(large, (await Rooms.Open(Verona, 2, 50, Cancel)).Card);

        await Rooms.Commit(Verona, 2, new RoomCommit([], []) { Card = [] }, Cancel);

        Assert.Null((await Rooms.Open(Verona, 3, 50, Cancel)).Card);
    }

    [Fact]
    public async Task Past_affiliations_are_kept_in_order_from_the_oldest_that_is_wanted()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], []) { PastAffiliations = [Past(1), Past(2), Past(3)] }, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], []) { PastAffiliations = [Past(3), Past(4)], OldestVersion = 2 }, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], [Record(1)]) { OldestVersion = 4 }, Cancel);

        Assert.Equal([Past(2), Past(3), Past(4)], (await Rooms.Open(Verona, 2, 50, Cancel)).PastAffiliations);

        await Rooms.Delete(Verona, Cancel);
        Assert.Empty((await Rooms.Open(Verona, 3, 50, Cancel)).PastAffiliations);

        static PastAffiliationRow Past(int version) => new(version, Jid.Parse($"guest{version}@montague.example"), version - 2);
    }

    [Fact]
    public async Task Deleting_takes_the_card_too()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], []) { Card = [1] }, Cancel);

        await Rooms.Delete(Verona, Cancel);

        Assert.Null((await Rooms.Open(Verona, 2, 50, Cancel)).Card);
    }

    [Fact]
    public async Task Deleting_takes_one_incarnation_of_one_room_and_no_other()
    {
        var second = Verona with { Incarnation = 2 };
        var mantua = new RoomPartition(Jid.Parse("mantua@rooms.example"), 1);
        foreach (var room in (RoomPartition[])[Verona, second, mantua])
        {
            await Rooms.Open(room, 1, 50, Cancel);
            await Rooms.Commit(room, 1, new RoomCommit([Member("romeo")], [Record(1)]), Cancel);
        }

        await Rooms.Delete(Verona, Cancel);
        await Rooms.Delete(Verona, Cancel);

        Assert.Empty(await Rooms.ReadAfter(Verona, null, 10, Cancel));
        await Assert.ThrowsAsync<StaleEpochException>(() => Rooms.Commit(Verona, 1, new RoomCommit([], [Record(2)]), Cancel));
        Assert.Single((await Rooms.Open(second, 1, 50, Cancel)).Members);
        Assert.Single((await Rooms.Open(mantua, 1, 50, Cancel)).Newest);
    }

    [Theory]
    [MemberData(nameof(OddAddresses))]
    public async Task Addresses_with_odd_characters_are_keys_of_their_own(string localpart, string resource)
    {
        Assert.True(Jid.TryCreate(localpart, "rooms.example", null, out var room));
        Assert.True(Jid.TryCreate(localpart, "montague.example", resource, out var speaker));
        var partition = new RoomPartition(room, 1);
        await Rooms.Open(partition, 1, 50, Cancel);
        await Rooms.Commit(partition, 1, new RoomCommit([new MemberRow(speaker.Bare, 1, resource, resource)], [Record(1) with { Sender = speaker, Nick = resource }]), Cancel);

        var rows = await Rooms.Open(partition, 1, 50, Cancel);

        Assert.Equal(new MemberRow(speaker.Bare, 1, resource, resource), Assert.Single(rows.Members));
        Assert.Equal(speaker, Assert.Single(rows.Newest).Sender);
        Assert.Empty((await Rooms.Open(Verona, 1, 50, Cancel)).Members);
    }

    public static TheoryData<string, string> OddAddresses() => new()
    {
        { "a|1", "x|y" },
        { "a#b", "#hash?query%2F" },
        { "a?b", "C:\\verona/balcony" },
        { "a%2fb", "percent%" },
        { "a!$()*+,;=b", "'single' \"double\" `back`" },
        { "a`~{}^_b", "$1; DROP TABLE log; --" },
        { "ромео", "💃🏽 Джульетта" },
        { "a[b]", "&<>" },
    };

    [Fact]
    public async Task Rooms_that_commit_at_the_same_time_all_keep_everything()
    {
        var rooms = Enumerable.Range(0, 20).Select(n => new RoomPartition(Jid.Parse($"room{n}@rooms.example"), 1)).ToList();
        await Task.WhenAll(rooms.Select(async room =>
        {
            await Rooms.Open(room, 1, 50, Cancel);
            for (var n = 1; n <= 20; n++)
                await Rooms.Commit(room, 1, new RoomCommit([Member("romeo") with { Reason = room.Room.ToString() }], [Record(n)]), Cancel);
        }));

        foreach (var room in rooms)
        {
            var rows = await Rooms.Open(room, 2, 50, Cancel);
            Assert.Equal(Enumerable.Range(1, 20).Select(Id), rows.Newest.Select(record => record.Id));
            Assert.Equal(room.Room.ToString(), Assert.Single(rows.Members).Reason);
        }
    }

    [Fact]
    public async Task A_refused_commit_does_not_touch_those_beside_it()
    {
        await Rooms.Open(Verona, 2, 50, Cancel);
        var good = Enumerable.Range(1, 50).Select(n => Rooms.Commit(Verona, 2, new RoomCommit([], [Record(n)]), Cancel)).ToList();
        var stale = Enumerable.Range(51, 50).Select(n => Rooms.Commit(Verona, 1, new RoomCommit([], [Record(n)]), Cancel)).ToList();

        await Task.WhenAll(good);
        foreach (var refused in stale)
            await Assert.ThrowsAsync<StaleEpochException>(() => refused);

        Assert.Equal(Enumerable.Range(1, 50).Select(Id), (await Rooms.ReadAfter(Verona, null, 200, Cancel)).Select(record => record.Id));
    }

    [Fact]
    public async Task A_caller_that_gave_up_before_its_turn_writes_nothing()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        var givenUp = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Rooms.Commit(Verona, 1, new RoomCommit([], [Record(1)]), givenUp));

        Assert.Empty(await Rooms.ReadAfter(Verona, null, 10, Cancel));
    }

    private protected static StanzaId Id(int n) => new($"{Noon.ToUnixTimeMilliseconds() + n:x12}00000000000000000000");

    private protected static LogRecord Record(int n) =>
        new(Id(n), "Romeo", Jid.Parse("romeo@montague.example/orchard"), "session-1", n, true, [1, 2, 3], [4, 5]);

    private protected static MemberRow Member(string name) => new(Jid.Parse($"{name}@montague.example"), 1, name, null);

    private protected static void AssertSame(LogRecord expected, LogRecord actual)
    {
        Assert.Equal(expected.Head, actual.Head);
        Assert.Equal(expected.Tail, actual.Tail);
        Assert.Equal(expected with { Head = actual.Head, Tail = actual.Tail }, actual);
    }
}
