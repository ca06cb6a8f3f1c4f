using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Directory;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Rooms;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Archive;

/// <summary>What has run out is deleted, in portions, and nothing else is.</summary>
public sealed class RetentionTests : IAsyncDisposable
{
    private static readonly Jid Verona = Jid.Parse("verona@conference.localhost");

    private readonly ServiceProvider services = new ServiceCollection().AddMemoryStorage(new MemoryDatabase()).BuildServiceProvider();
    private readonly ManualTimeProvider time = new();
    private readonly HeldState<RoomHead> head = new();
    private readonly List<Room> rooms = [];
    private ulong random;

    private IRoomStore Store => services.GetRequiredService<IRoomStore>();

    private RoomPartition Partition => new(Verona, head.State.Incarnation);

    public ValueTask DisposeAsync() => services.DisposeAsync();

    [Fact]
    public Task Messages_older_than_the_room_shows_are_deleted_and_those_for_replay_after_a_day() => Turns.Run(async () =>
    {
        await WriteAsync([(TimeSpan.FromDays(40), true), (TimeSpan.FromDays(8), true), (TimeSpan.FromDays(6), true), (TimeSpan.FromDays(2), false), (TimeSpan.FromHours(23), false), (TimeSpan.Zero, true)]);

        await DeleteAsync(days: 7);

        Assert.Equal([TimeSpan.FromDays(6), TimeSpan.FromHours(23), TimeSpan.Zero], await LeftAsync());
    });

    [Fact]
    public Task Without_a_limit_only_what_is_never_shown_goes() => Turns.Run(async () =>
    {
        await WriteAsync([(TimeSpan.FromDays(4000), true), (TimeSpan.FromDays(2), false), (TimeSpan.Zero, false)]);

        await DeleteAsync(days: 0);

        Assert.Equal([TimeSpan.FromDays(4000), TimeSpan.Zero], await LeftAsync());
    });

    [Fact]
    public Task A_long_past_goes_in_portions_with_pauses() => Turns.Run(async () =>
    {
        await WriteAsync([.. Enumerable.Range(0, 1_200).Select(n => (TimeSpan.FromDays(30) - TimeSpan.FromSeconds(n), true))]);
        var retention = Retention(days: 7);

        retention.Begin();
        await Turns.Until(() => Count() == 1_200 - RoomRetention.Portion, "the first portion");
        Assert.False(retention.Done.IsCompleted);
        await AdvanceUntilDoneAsync(retention);

        Assert.Equal(0, Count());
    });

    [Fact]
    public Task An_activation_that_ends_deletes_no_more() => Turns.Run(async () =>
    {
        await WriteAsync([.. Enumerable.Range(0, 1_200).Select(n => (TimeSpan.FromDays(30) - TimeSpan.FromSeconds(n), true))]);
        var retention = Retention(days: 7);

        retention.Begin();
        await Turns.Until(() => Count() == 1_200 - RoomRetention.Portion, "the first portion");
        retention.Stop();
        await AdvanceUntilDoneAsync(retention);
        retention.Begin();

        Assert.True(retention.Done.IsCompleted);
        Assert.Equal(1_200 - RoomRetention.Portion, Count());
    });

    [Fact]
    public Task An_activation_that_was_superseded_deletes_no_more() => Turns.Run(async () =>
    {
        await WriteAsync([.. Enumerable.Range(0, 1_200).Select(n => (TimeSpan.FromDays(30) - TimeSpan.FromSeconds(n), true))]);
        var isOver = false;
        var retention = Retention(days: 7, () => isOver);

        retention.Begin();
        await Turns.Until(() => Count() == 1_200 - RoomRetention.Portion, "the first portion");
        isOver = true;
        await AdvanceUntilDoneAsync(retention);

        Assert.Equal(1_200 - RoomRetention.Portion, Count());
    });

    [Fact]
    public Task What_the_owner_chooses_to_keep_while_it_is_being_deleted_stays() => Turns.Run(async () =>
    {
        await WriteAsync([.. Enumerable.Range(0, 1_200).Select(n => (TimeSpan.FromDays(30) - TimeSpan.FromSeconds(n), true))]);
        var retention = Retention(days: 0);
        rooms[^1].Apply(new ConfigurationChanged(new RoomConfiguration { ArchiveDays = 7 }));

        retention.Begin();
        await Turns.Until(() => Count() == 1_200 - RoomRetention.Portion, "the first portion");
        rooms[^1].Apply(new ConfigurationChanged(new RoomConfiguration { ArchiveDays = 90 }));
        await AdvanceUntilDoneAsync(retention);

        Assert.Equal(1_200 - RoomRetention.Portion, Count());
    });

    [Fact]
    public Task A_room_looks_once_a_day_however_often_it_is_called() => Turns.Run(async () =>
    {
        var retention = Retention(days: 7);
        retention.Begin();
        await AdvanceUntilDoneAsync(retention);
        await WriteAsync([(TimeSpan.FromDays(40), true)]);

        retention.Begin();
        Assert.Equal(1, Count());
        time.Advance(RoomRetention.Between);
        retention.Begin();
        await AdvanceUntilDoneAsync(retention);

        Assert.Equal(0, Count());
    });

    [Fact]
    public async Task The_round_calls_every_room_with_a_pause_behind_each()
    {
        var called = new List<string>();
        var round = new SweepingRound(() => ["a", "b", "c"], room => { called.Add(room); return Task.CompletedTask; }, time);

        var walk = round.Walk();
        Assert.Equal(["a"], called);
        Assert.Same(walk, round.Walk());
        time.Advance(SweepingRound.Pause);
        Assert.Equal(["a", "b"], called);
        time.Advance(SweepingRound.Pause);
        time.Advance(SweepingRound.Pause);
        await walk;
        Assert.Equal(["a", "b", "c"], called);

        _ = round.Walk();
        Assert.Equal(["a", "b", "c", "a"], called);
    }

    private async Task WriteAsync((TimeSpan Age, bool Served)[] records)
    {
        head.State.Epoch++;
        await Store.Open(Partition, head.State.Epoch, 0, CancellationToken.None);
        var now = time.GetUtcNow();
        await Store.Commit(
            Partition,
            head.State.Epoch,
            new RoomCommit([], [.. records.Select(record => new LogRecord(
                StanzaId.Next(null, now - record.Age, ++random), "Romeo", Jid.Parse("romeo@localhost/orchard"), "s", (long)random, record.Served, [1], [2]))]),
            CancellationToken.None);
    }

    private RoomRetention Retention(int days, Func<bool>? isOver = null)
    {
        var room = new Room(Verona, new ServiceRules(Jid.Parse("conference.localhost"), new HashSet<Jid>()) { ArchiveDays = days });
        room.Apply(new RoomCreated(Jid.Parse("romeo@localhost"), new RoomConfiguration(), [], time.GetUtcNow()));
        rooms.Add(room);
        return new RoomRetention(room, new RoomLedger(room, head, Store, new MessageKeeping(Stored: true)), time, NullLogger.Instance) { IsOver = isOver ?? (() => false) };
    }

    private async Task DeleteAsync(int days)
    {
        var retention = Retention(days);
        retention.Begin();
        await AdvanceUntilDoneAsync(retention);
    }

    /// <summary>Lets the pauses pass as they come.</summary>
    private Task AdvanceUntilDoneAsync(RoomRetention retention) => Turns.Until(
        () =>
        {
            if (!retention.Done.IsCompleted)
                time.Advance(TimeSpan.FromMilliseconds(100));
            return retention.Done.IsCompleted;
        },
        "the end of deleting");

    private async Task<List<TimeSpan>> LeftAsync() =>
        [.. (await Store.ReadAfter(Partition, null, 2_000, CancellationToken.None)).Select(record => Rounded(time.GetUtcNow() - record.Id.At))];

    private int Count() => Store.ReadAfter(Partition, null, 2_000, CancellationToken.None).GetAwaiter().GetResult().Length;

    private static TimeSpan Rounded(TimeSpan age) => TimeSpan.FromHours(Math.Round(age.TotalHours));
}
