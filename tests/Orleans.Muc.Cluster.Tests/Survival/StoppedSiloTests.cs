using Orleans.Muc.Testing.Survival;

namespace Orleans.Muc.Cluster.Tests.Survival;

/// <summary>A silo is stopped in order, as for an update; who was on its gateway comes back through another one.</summary>
[Collection(nameof(Alone))]
public sealed class StoppedSiloTests
{
    /// <summary>As the silos of a test cluster are set.</summary>
    private const int MostHistory = 1_000;

    [Theory, MemberData(nameof(KilledSiloTests.Seeds), MemberType = typeof(KilledSiloTests))]
    public async Task Its_people_are_sent_away_and_find_every_message_when_they_come_back(int seed)
    {
        await using var silos = await TestSilos.StartAsync();
        await using var town = await Town.FoundAsync(silos, TownPlan.Share with { Seed = seed });
        await Stories.StopAsync(town, silos.All[2]);
    }

    [Theory, MemberData(nameof(KilledSiloTests.Seeds), MemberType = typeof(KilledSiloTests))]
    public async Task All_silos_are_restarted_one_after_the_other_and_nothing_is_lost(int seed)
    {
        await using var silos = await TestSilos.StartAsync();
        await using var town = await Town.FoundAsync(silos, TownPlan.Whole with { Seed = seed, HasTemporaryRooms = false });
        await Stories.RestartAllAsync(town, MostHistory);
    }
}
