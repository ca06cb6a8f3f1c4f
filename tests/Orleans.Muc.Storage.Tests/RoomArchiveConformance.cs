using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Storage.Tests;

/// <summary>What every storage promises of the archive that is in a room's log.</summary>
public abstract class RoomArchiveConformance : UserArchiveConformance
{
    private static readonly string[] Nicks = ["Romeo", "romeo", "Juliet", "The 'Nurse'%"];

    private static readonly Jid[] Senders =
    [
        Jid.Parse("romeo@montague.example/orchard"), Jid.Parse("romeo@montague.example/a/b"), Jid.Parse("romeo@montague.example"), Jid.Parse("juliet@capulet.example/balcony"), Jid.Parse("capulet.example"),
    ];

    [Fact]
    public async Task An_empty_archive_has_nothing_and_no_ends()
    {
        await AssertEmpty(Verona);
        await Rooms.Open(Verona, 1, 50, Cancel);
        await AssertEmpty(Verona);
        await Rooms.Commit(Verona, 1, new RoomCommit([], [Record(1) with { Served = false }]), Cancel);
        await AssertEmpty(Verona);

        async Task AssertEmpty(RoomPartition room)
        {
            foreach (var fromEnd in (bool[])[false, true])
            {
                var page = await Rooms.Query(room, new ArchiveQuery { Most = 10, FromEnd = fromEnd }, Cancel);
                Assert.Empty(page.Items);
                Assert.True(page.IsComplete);
                Assert.Equal(0, page.Total ?? 0);
            }

            Assert.Null(await Rooms.Ends(room, null, Cancel));
            Assert.Equal([Id(1)], await Rooms.Missing(room, [Id(1)], Cancel));
            Assert.Equal(0, await Rooms.Trim(room, Id(1), 10, Cancel));
            Assert.Equal(0, await Rooms.TrimUnserved(room, Id(1), 10, Cancel));
        }
    }

    [Fact]
    public async Task A_page_has_the_records_in_every_detail()
    {
        var word = Record(1) with { Counter = long.MaxValue, Head = [0, 255, 10], Tail = [] };
        await Write(Verona, word);

        AssertSame(word, Assert.Single((await Rooms.Query(Verona, new ArchiveQuery { Most = 1 }, Cancel)).Items));
    }

    [Fact]
    public async Task Every_question_finds_what_a_look_at_all_records_finds()
    {
        var dice = new Random(313);
        var records = Enumerable.Range(1, 60)
            .Select(n => Record(n) with { Nick = Nicks[dice.Next(Nicks.Length)], Sender = Senders[dice.Next(Senders.Length)], Served = dice.Next(4) > 0, Head = new byte[dice.Next(100)], Tail = new byte[dice.Next(100)] }).ToArray();
        await Write(Verona, records);
        for (var round = 0; round < 500; round++)
        {
            var query = Throw(dice);
            var page = await Rooms.Query(Verona, query, Cancel);
            AssertAnswers(query, records, page);
        }
    }

    [Fact]
    public async Task A_page_is_bounded_in_bytes_but_never_empty()
    {
        await Write(Verona, [.. Enumerable.Range(1, 4).Select(n => Record(n) with { Head = new byte[60], Tail = new byte[40] })]);

        await AssertPage(new ArchiveQuery { Most = 10, MostBytes = 200 }, [1, 2], complete: false);
        await AssertPage(new ArchiveQuery { Most = 10, MostBytes = 299 }, [1, 2], complete: false);
        await AssertPage(new ArchiveQuery { Most = 10, MostBytes = 1 }, [1], complete: false);
        await AssertPage(new ArchiveQuery { Most = 10, MostBytes = 1, FromEnd = true }, [4], complete: false);
        await AssertPage(new ArchiveQuery { Most = 10, MostBytes = 1, After = Id(3) }, [4], complete: true);
        await AssertPage(new ArchiveQuery { Most = 10, MostBytes = 400 }, [1, 2, 3, 4], complete: true);
    }

    [Fact]
    public async Task A_page_of_nothing_tells_whether_there_is_anything()
    {
        await Write(Verona, Record(1), Record(2));

        await AssertPage(new ArchiveQuery { Most = 0 }, [], complete: false);
        await AssertPage(new ArchiveQuery { Most = 0, After = Id(2) }, [], complete: true);
    }

    [Fact]
    public async Task Ends_are_those_of_what_is_served()
    {
        await Write(Verona, Record(1) with { Served = false }, Record(2), Record(3), Record(4), Record(5) with { Served = false });

        Assert.Equal(new ArchiveEnds(Id(2), Id(4)), await Rooms.Ends(Verona, null, Cancel));
        Assert.Equal(new ArchiveEnds(Id(3), Id(4)), await Rooms.Ends(Verona, Id(2), Cancel));
        Assert.Equal(new ArchiveEnds(Id(4), Id(4)), await Rooms.Ends(Verona, Id(3), Cancel));
        Assert.Null(await Rooms.Ends(Verona, Id(4), Cancel));
    }

    [Fact]
    public async Task Missing_are_the_ids_that_are_no_served_record_in_the_order_given()
    {
        await Write(Verona, Record(1), Record(2) with { Served = false }, Record(3));

        Assert.Equal([Id(9), Id(2), Id(8)], await Rooms.Missing(Verona, [Id(9), Id(3), Id(2), Id(1), Id(8)], Cancel));
        Assert.Empty(await Rooms.Missing(Verona, [Id(1), Id(1), Id(3)], Cancel));
        Assert.Empty(await Rooms.Missing(Verona, [], Cancel));
    }

    [Fact]
    public async Task Trimming_takes_the_oldest_first_served_or_not()
    {
        await Write(Verona, [.. Enumerable.Range(1, 6).Select(n => Record(n) with { Served = n % 2 == 0 })]);

        Assert.Equal(2, await Rooms.Trim(Verona, Id(6), 2, Cancel));
        await AssertLeft(Verona, 3, 4, 5, 6);
        Assert.Equal(3, await Rooms.Trim(Verona, Id(6), 100, Cancel));
        await AssertLeft(Verona, 6);
        Assert.Equal(0, await Rooms.Trim(Verona, Id(6), 100, Cancel));
    }

    [Fact]
    public async Task What_is_never_served_can_be_trimmed_alone()
    {
        await Write(Verona, [.. Enumerable.Range(1, 6).Select(n => Record(n) with { Served = n % 2 == 0 })]);

        Assert.Equal(1, await Rooms.TrimUnserved(Verona, Id(5), 1, Cancel));
        await AssertLeft(Verona, 2, 3, 4, 5, 6);
        Assert.Equal(1, await Rooms.TrimUnserved(Verona, Id(5), 100, Cancel));
        await AssertLeft(Verona, 2, 4, 5, 6);
    }

    [Fact]
    public async Task A_record_takes_the_place_of_the_one_with_its_id()
    {
        await Write(Verona, Record(1), Record(2));
        var tombstone = Record(1) with { Nick = "Juliet", Head = [9], Tail = [8, 7], Session = "", Counter = 0 };

        await Rooms.Commit(Verona, 1, new RoomCommit([], [Record(3)]) { Replaced = [tombstone, Record(7)] }, Cancel);

        var log = await Rooms.ReadAfter(Verona, null, 10, Cancel);
        Assert.Equal([Id(1), Id(2), Id(3)], log.Select(record => record.Id));
        AssertSame(tombstone, log[0]);
        await AssertPage(new ArchiveQuery { Most = 10, With = "Juliet" }, [1], complete: true);
        await AssertPage(new ArchiveQuery { Most = 10, With = "Romeo" }, [2, 3], complete: true);
    }

    [Fact]
    public async Task A_record_may_be_replaced_by_the_commit_that_writes_it_and_stays_so_when_that_is_repeated()
    {
        await Rooms.Open(Verona, 1, 50, Cancel);
        var commit = new RoomCommit([], [Record(1), Record(2)]) { Replaced = [Record(1) with { Nick = "Nobody" }] };

        await Rooms.Commit(Verona, 1, commit, Cancel);
        await Rooms.Commit(Verona, 1, commit, Cancel);
        await Rooms.Commit(Verona, 1, commit with { Replaced = [] }, Cancel);

        Assert.Equal(["Nobody", "Romeo"], (await Rooms.ReadAfter(Verona, null, 10, Cancel)).Select(record => record.Nick));
        await Assert.ThrowsAsync<StaleEpochException>(() => Rooms.Commit(Verona, 0, new RoomCommit([], []) { Replaced = [Record(1)] }, Cancel));
        Assert.Equal("Nobody", (await Rooms.ReadAfter(Verona, null, 10, Cancel))[0].Nick);
    }

    [Fact]
    public async Task One_archive_does_not_see_another()
    {
        var second = Verona with { Incarnation = 2 };
        var mantua = new RoomPartition(Jid.Parse("mantua@rooms.example"), 1);
        await Write(Verona, Record(1), Record(2));
        await Write(second, Record(3) with { Text = "poison" });
        await Write(mantua, Record(4) with { Text = "poison" });

        await AssertPage(new ArchiveQuery { Most = 10 }, [1, 2], complete: true);
        Assert.Equal(new ArchiveEnds(Id(1), Id(2)), await Rooms.Ends(Verona, null, Cancel));
        Assert.Equal([Id(3), Id(4)], await Rooms.Missing(Verona, [Id(1), Id(3), Id(4)], Cancel));
        await Rooms.Trim(Verona, Id(9), 100, Cancel);
        await Rooms.Delete(second, Cancel);
        await AssertLeft(mantua, 4);
        if (Rooms.HasFullText)
        {
            await AssertPage(new ArchiveQuery { Most = 10, Text = "poison" }, [], complete: true);
            Assert.Single((await Rooms.Query(mantua, new ArchiveQuery { Most = 10, Text = "poison" }, Cancel)).Items);
        }
    }

    [Fact]
    public async Task Without_full_text_nobody_may_ask_for_it()
    {
        if (!Rooms.HasFullText)
            await Assert.ThrowsAsync<NotSupportedException>(() => Rooms.Query(Verona, new ArchiveQuery { Most = 1, Text = "rose" }, Cancel));
    }

    private protected async Task Write(RoomPartition room, params LogRecord[] records)
    {
        await Rooms.Open(room, 1, 0, Cancel);
        await Rooms.Commit(room, 1, new RoomCommit([], records), Cancel);
    }

    private protected async Task AssertPage(ArchiveQuery query, int[] expected, bool complete)
    {
        var page = await Rooms.Query(Verona, query, Cancel);
        Assert.Equal(expected.Select(Id), page.Items.Select(record => record.Id));
        Assert.Equal(complete, page.IsComplete);
    }

    private async Task AssertLeft(RoomPartition room, params int[] expected) =>
        Assert.Equal(expected.Select(Id), (await Rooms.ReadAfter(room, null, 100, Cancel)).Select(record => record.Id));

    private static ArchiveQuery Throw(Random dice) => new()
    {
        After = dice.Next(2) == 0 ? null : Id(dice.Next(-5, 66)),
        Before = dice.Next(2) == 0 ? null : Id(dice.Next(-5, 66)),
        With = dice.Next(3) > 0 ? null : Nicks[dice.Next(Nicks.Length)],
        Sender = dice.Next(3) > 0 ? null : Senders[dice.Next(Senders.Length)],
        Ids = dice.Next(4) > 0 ? null : [.. Enumerable.Range(0, dice.Next(9)).Select(_ => Id(dice.Next(70)))],
        FromEnd = dice.Next(2) == 0,
        Most = dice.Next(3) > 0 ? dice.Next(8) : 100,
        MostBytes = dice.Next(3) > 0 ? 1 << 20 : dice.Next(1, 1000),
    };

    private static void AssertAnswers(ArchiveQuery query, LogRecord[] all, ArchivePage<LogRecord> page)
    {
        var matches = all.Where(record => record.Served
            && (query.After is not { } after || record.Id > after)
            && (query.Before is not { } before || record.Id < before)
            && (query.With is not { } nick || record.Nick == nick)
            && (query.Sender is not { } sender || (sender.IsBare ? record.Sender.Bare == sender : record.Sender == sender))
            && (query.Ids is not { } ids || ids.Contains(record.Id))).ToArray();
        AssertPage(query, matches, page, record => (record.Id, record.Head.Length + record.Tail.Length));
    }
}
