using Orleans.Muc.Abstractions.Rooms;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

/// <summary>Commits that don't fit in one transaction: whatever happens to who writes them, they are there whole or not at all.</summary>
public sealed class JournalTests : StormyStorage
{
    /// <summary>Requests for a commit of 150 rows, whatever it finds: far fewer than one for each row.</summary>
    private const int MostRequests = 50;

    [Theory]
    [InlineData(3, 2, Mishap.Timeout)]
    [InlineData(3, 2, Mishap.LostAnswer)]
    [InlineData(150, 2, Mishap.Timeout)]
    [InlineData(150, 2, Mishap.LostAnswer)]
    [InlineData(20, 200_000, Mishap.Timeout)]
    [InlineData(20, 200_000, Mishap.LostAnswer)]
    public async Task A_process_that_is_cut_off_at_any_request_has_written_all_of_a_commit_or_nothing(int records, int bytes, Mishap last)
    {
        var commit = new RoomCommit([Member(1)], [.. Enumerable.Range(1, records).Select(n => Long(n, bytes))]) { Card = [1, 2, 3] };
        List<bool> outcomes = [];
        for (var (cut, isThrough) = (0, false); !isThrough; cut++)
        {
            var room = Verona with { Incarnation = cut + 1 };
            Weather.Clear();
            await Rooms.Open(room, 1, 0, Cancel);
            Weather.CutAfter(cut, last);
            var fault = await Xunit.Record.ExceptionAsync(() => Rooms.Commit(room, 1, commit, Cancel));
            Assert.IsNotType<StaleEpochException>(fault);
            isThrough = !Weather.IsCut;

            var rows = await CalmRooms.Open(room, 2, 1000, Cancel);
            outcomes.Add(rows.Newest.Count > 0);
            Assert.Equal(outcomes[^1] ? records : 0, rows.Newest.Count);
            Assert.Equal(outcomes[^1] ? 1 : 0, rows.Members.Count);
            Assert.Equal(outcomes[^1], rows.Card is not null);
            Assert.InRange(cut, 0, MostRequests);
        }

        // First nothing, from some request on all: never the other way around.
        Assert.Equal(outcomes.Order(), outcomes);
        Assert.Equal([false, true], outcomes.Distinct());
    }

    [Fact]
    public async Task Who_opens_and_is_cut_off_at_any_request_leaves_a_decided_commit_to_the_next_who_opens()
    {
        var commit = new RoomCommit([Member(1)], [.. Enumerable.Range(1, 150).Select(Record)]);
        for (var (cut, isThrough) = (0, false); !isThrough; cut++)
        {
            var room = Verona with { Incarnation = cut + 1 };
            Weather.Clear();
            await Rooms.Open(room, 1, 0, Cancel);
            // Two transactions stage it, the third decides it.
            Weather.CutAfter(2, Mishap.LostAnswer);
            await Assert.ThrowsAsync<IOException>(() => Rooms.Commit(room, 1, commit, Cancel));
            Weather.CutAfter(cut, Mishap.LostAnswer);
            await Xunit.Record.ExceptionAsync(() => Rooms.Open(room, 2, 1000, Cancel));
            isThrough = !Weather.IsCut;

            var rows = await CalmRooms.Open(room, 3, 1000, Cancel);
            Assert.Equal(commit.Records.Select(record => record.Id), rows.Newest.Select(record => record.Id));
            Assert.Equal(Member(1).Jid, Assert.Single(rows.Members).Jid);
            Assert.InRange(cut, 0, MostRequests);
        }
    }

    [Fact]
    public async Task Who_was_cut_off_in_the_middle_goes_on_with_the_same_commit()
    {
        var commit = new RoomCommit([Member(1)], [.. Enumerable.Range(1, 150).Select(Record)]);
        await Rooms.Open(Verona, 1, 0, Cancel);
        for (var cut = 0; cut < 12; cut++)
        {
            Weather.CutAfter(cut, Mishap.LostAnswer);
            await Assert.ThrowsAnyAsync<Exception>(() => Rooms.Commit(Verona, 1, commit, Cancel));
        }

        Weather.Clear();
        await Rooms.Commit(Verona, 1, commit, Cancel);

        Assert.Equal(commit.Records.Select(record => record.Id), (await CalmRooms.Open(Verona, 2, 1000, Cancel)).Newest.Select(record => record.Id));
    }

    [Fact]
    public async Task A_commit_that_is_repeated_doubles_nothing_and_does_not_ask_for_every_row()
    {
        var commit = new RoomCommit([Member(1)], [.. Enumerable.Range(1, 150).Select(Record)]) { Card = [1, 2, 3] };
        await Rooms.Open(Verona, 1, 0, Cancel);
        for (var time = 1; time <= 3; time++)
        {
            Weather.Clear();
            await Rooms.Commit(Verona, 1, commit, Cancel);
            Assert.InRange(Weather.Requests, 1, MostRequests);
        }

        var rows = await CalmRooms.Open(Verona, 2, 1000, Cancel);
        Assert.Equal(commit.Records.Select(record => record.Id), rows.Newest.Select(record => record.Id));
        Assert.Equal([1, 2, 3], rows.Card);
        Assert.Single(rows.Members);
    }

    [Fact]
    public async Task Who_was_superseded_in_the_middle_writes_no_more()
    {
        var commit = new RoomCommit([Member(1)], [.. Enumerable.Range(1, 150).Select(Record)]);
        await Rooms.Open(Verona, 1, 0, Cancel);
        Weather.CutAfter(1, Mishap.LostAnswer);
        await Assert.ThrowsAnyAsync<Exception>(() => Rooms.Commit(Verona, 1, commit, Cancel));
        await CalmRooms.Open(Verona, 2, 0, Cancel);

        Weather.Clear();
        await Assert.ThrowsAsync<StaleEpochException>(() => Rooms.Commit(Verona, 1, commit, Cancel));

        var rows = await CalmRooms.Open(Verona, 2, 1000, Cancel);
        Assert.Empty(rows.Newest);
        Assert.Empty(rows.Members);
    }
}
