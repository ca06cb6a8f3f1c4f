namespace Orleans.Muc.Cluster.Tests.Semantics;

[Collection(OneSiloCluster.Name)]
public sealed class LifeTests(OneSiloCluster cluster)
{
    [Fact]
    public async Task After_its_end_a_grain_is_activated_anew()
    {
        var sleeper = Sleeper("anew");
        var first = await sleeper.Incarnation().Soon();
        await sleeper.Leave().Soon();
        await Patience.Until(async () => await sleeper.Incarnation() != first, "a new activation");
        Assert.Equal(["anew wakes", "anew ApplicationRequested", "anew wakes"], Chronicle.About("anew"));
    }

    [Fact]
    public async Task A_request_that_meets_an_ending_activation_goes_to_the_next_one()
    {
        var sleeper = Sleeper("meets");
        var first = await sleeper.Incarnation().Soon();
        var leave = sleeper.LeaveAfter("meets");
        await Gates.Reached("meets").Soon();
        var second = sleeper.Incarnation();
        Gates.Open("meets");
        await leave.Soon();
        Assert.NotEqual(first, await second.Soon());
        Assert.Equal(["meets wakes", "meets is done", "meets ApplicationRequested", "meets wakes"], Chronicle.About("meets"));
    }

    [Fact]
    public async Task An_activation_that_fails_answers_its_requests_with_the_failure()
    {
        var problem = await Assert.ThrowsAnyAsync<Exception>(() => Sleeper("broken").Touch().Soon());
        Assert.Contains("A bad dream.", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_idle_activations_that_may_be_collected_are()
    {
        var stays = Sleeper("stays");
        await stays.StayFor(TimeSpan.FromMinutes(5)).Soon();
        await cluster.Inside.GetGrain<ISleeplessGrain>("sleepless").Touch().Soon();
        await Sleeper("idle").Touch().Soon();
        await Patience.Until(() => Task.FromResult(Chronicle.About("idle").Length == 2), "the collection of an idle activation");
        Assert.Equal(["idle wakes", "idle ActivationIdle"], Chronicle.About("idle"));
        Assert.Equal(["stays wakes"], Chronicle.About("stays"));
        Assert.Equal(["sleepless wakes"], Chronicle.About("sleepless"));
    }

    private ISleeperGrain Sleeper(string key) => cluster.Inside.GetGrain<ISleeperGrain>(key, typeof(SleeperGrain).FullName);
}
