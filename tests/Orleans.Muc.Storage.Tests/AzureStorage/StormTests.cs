using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.States;
using Orleans.Storage;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

/// <summary>Throttling, timeouts and lost answers: nothing is doubled, nothing half-written, and nobody takes himself for somebody else.</summary>
public sealed class StormTests : StormyStorage
{
    /// <summary>Who is unlucky in one of four requests does not come so far.</summary>
    private const int MostTries = 200;

    [Theory]
    [InlineData(Mishap.Busy)]
    [InlineData(Mishap.Throttled)]
    [InlineData(Mishap.Timeout)]
    [InlineData(Mishap.LostAnswer)]
    public async Task Who_tries_again_has_everything_once_and_in_order(Mishap mishap)
    {
        var dice = new Random((int)mishap);
        await Rooms.Open(Verona, 1, 0, Cancel);
        Weather.Next = () => dice.Next(4) == 0 ? mishap : Mishap.None;
        for (var n = 1; n <= 40; n++)
            await Insist(() => Rooms.Commit(Verona, 1, new RoomCommit([Member(n)], [Record(n)]) { Card = [(byte)n] }, Cancel));

        // It needs so many requests that it would never come through if one in four went wrong.
        Weather.Next = () => dice.Next(20) == 0 ? mishap : Mishap.None;
        await Insist(() => Rooms.Commit(Verona, 1, new RoomCommit([Member(1) with { Affiliation = 0, ReservedNick = null }], [.. Enumerable.Range(41, 150).Select(Record)]), Cancel));
        Weather.Clear();

        var rows = await CalmRooms.Open(Verona, 2, 1000, Cancel);
        Assert.Equal(Enumerable.Range(1, 190).Select(Id), rows.Newest.Select(record => record.Id));
        Assert.Equal(Enumerable.Range(2, 39).Select(n => Member(n).Jid).Order(), rows.Members.Select(member => member.Jid).Order());
        Assert.Equal([40], rows.Card);
    }

    [Fact]
    public async Task The_author_of_a_state_whose_answer_was_lost_is_not_taken_for_somebody_else()
    {
        await using var again = await ServicesAsync(Exposed(await AzuriteAccount.NewAsync()));
        var grains = again.GetRequiredKeyedService<IGrainStorage>(GatewayFeed.GrainStorage);
        var grain = GrainId.Create("muc.user", "juliet@capulet.example");
        var state = new StoredState<Notebook> { State = new Notebook { Title = "one" } };

        LoseTheFirstAnswer();
        await grains.WriteStateAsync("diary", grain, state);
        LoseTheFirstAnswer();
        state.State = new Notebook { Title = "two" };
        await grains.WriteStateAsync("diary", grain, state);
        await grains.ReadStateAsync("diary", grain, state);
        Assert.Equal("two", state.State!.Title);
        LoseTheFirstAnswer();
        await grains.ClearStateAsync("diary", grain, state);

        await grains.ReadStateAsync("diary", grain, state);
        Assert.False(state.RecordExists);

        void LoseTheFirstAnswer()
        {
            var requests = 0;
            Weather.Next = () => requests++ == 0 ? Mishap.LostAnswer : Mishap.None;
        }
    }

    [Fact]
    public async Task A_state_that_cannot_be_reached_is_said_to_be_so()
    {
        var grain = GrainId.Create("muc.user", "juliet@capulet.example");
        foreach (var mishap in (Mishap[])[Mishap.Busy, Mishap.Throttled, Mishap.Timeout, Mishap.LostAnswer])
        {
            Weather.Next = () => mishap;
            await Assert.ThrowsAsync<StorageUnavailableException>(() => Grains.ReadStateAsync("diary", grain, new StoredState<Notebook>()));
            await Assert.ThrowsAsync<StorageUnavailableException>(() => Grains.WriteStateAsync("diary", grain, new StoredState<Notebook>()));
        }
    }

    /// <summary>As a room does.</summary>
    private static async Task Insist(Func<Task> commit)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await Xunit.Record.ExceptionAsync(commit) is not { } fault)
                return;
            Assert.IsNotType<StaleEpochException>(fault);
        }

        Assert.Fail($"No commit in {MostTries} tries.");
    }
}
