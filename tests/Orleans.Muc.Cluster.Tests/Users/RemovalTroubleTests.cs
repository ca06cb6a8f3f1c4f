using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Users;
using Orleans.Muc.Testing.Survival;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>An account is cancelled, and something stands in the way.</summary>
public sealed class RemovalTroubleTests
{
    private static readonly Jid Romeo = Jid.Parse("romeo@localhost");

    [Fact]
    public async Task Who_has_the_name_next_keeps_their_rooms_when_the_end_of_the_removal_was_not_heard_of()
    {
        await using var cluster = await MucCluster.StartAsync(1);
        var first = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        cluster.LoseAnswers<ILeavingAccountsGrain>(nameof(ILeavingAccountsGrain.Strike), int.MaxValue);
        await first.AskAsync(Removals.Remove);
        await first.EndAsync();
        await cluster.GoneAsync("romeo@localhost");
        var next = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        await next.CreateAsync("verona@conference.localhost", "Romeo");
        while ((await cluster.AccountAsync("romeo@localhost")).Account.Rooms.Length == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);

        cluster.LoseAnswers<ILeavingAccountsGrain>(nameof(ILeavingAccountsGrain.Strike), 1);

        await Eventually.So(() => cluster.HasLostAnswers, "the removal is struck off again");
        Assert.Equal(Romeo, Assert.Single(await cluster.MembersAsync("verona@conference.localhost")).Jid);
    }

    [Fact]
    public async Task A_row_that_was_written_behind_the_back_of_the_removal_goes_all_the_same()
    {
        await using var cluster = await MucCluster.StartAsync(1);
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        var deletion = cluster.Archives.HoldDeletion("romeo@localhost");
        await romeo.AskAsync(Removals.Remove);
        await deletion.Caught;
        // As a write whose answer was lost.
        await cluster.StoreAccountAsync("romeo@localhost", state => state with { Rooms = ["verona@conference.localhost"] });

        deletion.LetGo();

        await cluster.GoneAsync("romeo@localhost");
    }

    [Fact]
    public async Task Rooms_that_can_not_be_reached_keep_no_other_from_being_told()
    {
        await using var cluster = await MucCluster.StartAsync(1);
        string[] rooms = [.. Enumerable.Range(10, 17).Select(number => $"verona{number}@conference.localhost")];
        await cluster.StoreAccountAsync("romeo@localhost", state => state with { Rooms = rooms });
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        cluster.LoseAnswers<IRoomGrain>(nameof(IRoomGrain.RemoveAccount), int.MaxValue);
        var told = cluster.CallsOf<IRoomGrain>(nameof(IRoomGrain.RemoveAccount));

        await romeo.AskAsync(Removals.Remove);

        await Eventually.So(() => told.Select(call => call.To).Distinct().Count() == rooms.Length, "the last room is told too");
        Assert.True((await cluster.AccountAsync("romeo@localhost")).Account.IsLeaving);
        cluster.LoseAnswers<IRoomGrain>(nameof(IRoomGrain.RemoveAccount), 0);
        await cluster.GoneAsync("romeo@localhost");
    }

    [Fact]
    public async Task Who_wakes_those_that_leave_while_they_are_being_woken_wakes_them_again()
    {
        await using var cluster = await MucCluster.StartAsync(1);
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        var deletion = cluster.Archives.HoldDeletion("romeo@localhost");
        await romeo.AskAsync(Removals.Remove);
        await deletion.Caught;
        var woken = cluster.CallsOf<IUserRegistrationGrain>(nameof(IUserRegistrationGrain.Resume));
        var leavers = Cellar.Factory(cluster).GetGrain<ILeavingAccountsGrain>("localhost");

        await leavers.Wake();
        await Eventually.So(() => !woken.IsEmpty, "the first round");
        await leavers.Wake();

        await Eventually.So(() => woken.Count == 2, "the second round");
        deletion.LetGo();
        await cluster.GoneAsync("romeo@localhost");
    }
}
