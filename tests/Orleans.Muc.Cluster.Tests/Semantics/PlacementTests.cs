namespace Orleans.Muc.Cluster.Tests.Semantics;

public sealed class PlacementTests
{
    [Fact]
    public async Task Grains_are_placed_where_their_strategy_says()
    {
        await using var towns = await Towns.Found(3);
        var silos = towns.Cluster.Silos.Select(s => s.SiloAddress).ToHashSet();

        var everywhere = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => towns.Inside.GetGrain<ITownGrain>($"placed-{i}").Where())).Soon();
        Assert.True(silos.SetEquals(everywhere));

        foreach (var silo in silos)
        {
            Assert.Equal(silo, await towns.Inside.GetGrain<ISentryGrain>(silo.ToParsableString()).Where().Soon());
        }

        var master = await towns.On(towns.Cluster.SecondarySilos[0], "master");
        Assert.Equal(towns.Cluster.SecondarySilos[0].SiloAddress, await master.WhereIsMyServant().Soon());
    }

    [Fact]
    public async Task A_grain_pinned_to_a_silo_that_is_gone_is_refused()
    {
        await using var towns = await Towns.Found(2);
        var silo = towns.Cluster.SecondarySilos[0];
        var sentry = towns.Inside.GetGrain<ISentryGrain>(silo.SiloAddress.ToParsableString());
        await sentry.Where().Soon();
        await towns.Cluster.StopSiloAsync(silo);
        await towns.Sees(silo, SiloStatus.Dead);
        var problem = await Assert.ThrowsAnyAsync<OrleansException>(() => sentry.Where().Soon());
        Assert.Contains("is deserted", problem.ToString(), StringComparison.Ordinal);
    }
}
