namespace Orleans.Muc.Cluster.Tests.Semantics;

[Collection(OneSiloCluster.Name)]
public sealed class TurnsTests(OneSiloCluster cluster)
{
    [Fact]
    public async Task A_second_request_waits_until_the_first_is_done()
    {
        var guard = cluster.Inside.GetGrain<IGuardGrain>("waits");
        var watch = guard.Watch("waits");
        await Gates.Reached("waits").Soon();
        var report = guard.Report("report");
        Gates.Open("waits");
        await Task.WhenAll(watch, report).Soon();
        Assert.Equal(["watch begins", "watch ends", "report"], await guard.Log());
    }

    [Fact]
    public async Task Requests_of_one_caller_are_begun_in_order()
    {
        var guard = cluster.Inside.GetGrain<IGuardGrain>("order");
        await guard.Log();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => guard.Report($"{i}"))).Soon();
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), await guard.Log());
    }

    [Fact]
    public async Task A_request_that_always_interleaves_passes_a_running_one()
    {
        var guard = cluster.Inside.GetGrain<IGuardGrain>("interleaves");
        var watch = guard.Watch("interleaves");
        await Gates.Reached("interleaves").Soon();
        await guard.Interrupt("interrupt").Soon();
        Gates.Open("interleaves");
        await watch.Soon();
        Assert.Equal(["watch begins", "interrupt", "watch ends"], await guard.Log());
    }

    [Fact]
    public async Task Read_only_requests_interleave_with_each_other()
    {
        var guard = cluster.Inside.GetGrain<IGuardGrain>("looks");
        var look = guard.Look("looks");
        await Gates.Reached("looks").Soon();
        Assert.Empty(await guard.Glance().Soon());
        Gates.Open("looks");
        await look.Soon();
        Assert.Equal(["looked"], await guard.Glance());
    }

    [Fact]
    public async Task A_reentrant_grain_interleaves_at_awaits()
    {
        var herald = cluster.Inside.GetGrain<IHeraldGrain>("reentrant");
        var watch = herald.Watch("reentrant");
        await Gates.Reached("reentrant").Soon();
        Assert.Equal(["watch begins"], await herald.Log().Soon());
        Gates.Open("reentrant");
        await watch.Soon();
    }

    [Fact]
    public async Task Turns_of_a_reentrant_grain_never_overlap()
    {
        var herald = cluster.Inside.GetGrain<IHeraldGrain>("turns");
        Gates.Open("turns");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => herald.Watch("turns"))).Soon();
        Assert.DoesNotContain("two turns at once", await herald.Log());
    }

    [Fact]
    public async Task Continuations_come_back_to_the_activation()
        => Assert.True(await cluster.Inside.GetGrain<IGuardGrain>("scheduler").StaysOnItsScheduler().Soon());

    [Fact]
    public async Task A_call_chain_that_comes_back_times_out()
        => await Assert.ThrowsAsync<TimeoutException>(() => cluster.Inside.GetGrain<IGuardGrain>("romeo").AskBack("benvolio").Soon());

    [Fact]
    public async Task A_call_chain_may_come_back_where_that_is_allowed()
    {
        var guard = cluster.Inside.GetGrain<IGuardGrain>("juliet");
        await guard.AskBackAllowed("nurse").Soon();
        Assert.Equal(["relayed"], await guard.Log());
    }

    [Fact]
    public async Task A_one_way_call_returns_at_once_and_hides_its_failure()
    {
        var guard = cluster.Inside.GetGrain<IGuardGrain>("one way");
        await guard.Shout("one way").Soon();
        await Gates.Reached("one way").Soon();
        Gates.Open("one way");
        await guard.Report("still here").Soon();
        Assert.Equal(["still here"], await guard.Log());
    }
}
