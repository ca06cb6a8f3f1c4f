using Orleans.Muc.Testing.Survival;

namespace Orleans.Muc.Cluster.Tests.Survival;

/// <summary>A town loses a silo from one moment to the next.</summary>
[Collection(nameof(Alone))]
public sealed class KilledSiloTests
{
    public static TheoryData<int> Seeds { get; } = TownPlan.IsFull ? [1, 2, 3] : [1];

    [Theory, MemberData(nameof(Seeds))]
    public Task Of_a_silo_that_has_rooms_only_nobody_sees_that_it_is_gone(int seed) => LoseTheThird(TownPlan.Whole with { Gateways = [0, 1], Homes = [2], Seed = seed });

    [Theory, MemberData(nameof(Seeds))]
    public Task Of_a_silo_that_is_a_gateway_only_its_own_people_are_announced_as_lost(int seed) => LoseTheThird(TownPlan.Share with { Homes = [0, 1], Seed = seed });

    [Theory, MemberData(nameof(Seeds))]
    public Task Of_a_silo_that_is_both_its_own_people_are_announced_as_lost_and_its_rooms_go_on(int seed) => LoseTheThird(TownPlan.Whole with { Seed = seed });

    [Theory, MemberData(nameof(Seeds))]
    public async Task A_quiet_room_wakes_by_itself_and_serves(int seed)
    {
        await using var silos = await TestSilos.StartAsync();
        await using var town = await Town.FoundAsync(silos, TownPlan.Share with { Gateways = [0, 1], Homes = [2], Seed = seed });
        await Stories.LoseInSilenceAsync(town, silos.All[2]);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Two_silos_are_lost_one_soon_after_the_other(int seed)
    {
        await using var silos = await TestSilos.StartAsync();
        await using var town = await Town.FoundAsync(silos, TownPlan.Share with { Gateways = [0], Homes = [1, 2], Seed = seed });
        town.Talk();
        await town.HearEachOther();
        var since = town.Places();
        var (second, third) = (silos.All[1], silos.All[2]);

        var first = await Fall.OfAsync(town, third);
        var next = await Fall.OfAsync(town, second);

        await town.HearEachOther();
        await town.FallQuietAsync();
        first.AssertTalkGoesOnInTime(town);
        next.AssertTalkGoesOnInTime(town);
        await Judge.Everything(town);
        Judge.Nothing(town.People, since);
    }

    private static async Task LoseTheThird(TownPlan plan)
    {
        await using var silos = await TestSilos.StartAsync();
        await using var town = await Town.FoundAsync(silos, plan);
        var fall = await Stories.LoseAsync(town, silos.All[2]);
        TestContext.Current.TestOutputHelper?.WriteLine(fall.Report(town));
    }
}
