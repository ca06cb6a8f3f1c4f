namespace Orleans.Muc.Cluster.Tests.Survival;

/// <summary>A town loses a silo from one moment to the next. Each case begins with a town that talks and ends with everything in its place.</summary>
[Collection(nameof(Alone))]
public sealed class KilledSiloTests
{
    public static TheoryData<int> Seeds { get; } = TownPlan.IsFull ? [1, 2, 3] : [1];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Of_a_silo_that_has_rooms_only_nobody_sees_that_it_is_gone(int seed)
    {
        await using var town = await Town.FoundAsync(TownPlan.Whole with { Gateways = [0, 1], Homes = [2], Seed = seed });
        town.Talk();
        await town.HearEachOther();

        var fall = await Fall.OfAsync(town, town.Cluster.Silos[2]);

        await EndWith(town, fall);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Of_a_silo_that_is_a_gateway_only_its_own_people_are_announced_as_lost(int seed)
    {
        await using var town = await Town.FoundAsync(TownPlan.Share with { Homes = [0, 1], Seed = seed });
        town.Talk();
        await town.HearEachOther();

        var fall = await Fall.OfAsync(town, town.Cluster.Silos[2]);

        await EndWith(town, fall);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Of_a_silo_that_is_both_its_own_people_are_announced_as_lost_and_its_rooms_go_on(int seed)
    {
        await using var town = await Town.FoundAsync(TownPlan.Whole with { Seed = seed });
        town.Talk();
        await town.HearEachOther();

        var fall = await Fall.OfAsync(town, town.Cluster.Silos[2]);

        await EndWith(town, fall);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task A_quiet_room_wakes_by_itself_and_serves(int seed)
    {
        await using var town = await Town.FoundAsync(TownPlan.Share with { Gateways = [0, 1], Homes = [2], Seed = seed });

        var fall = await Fall.OfAsync(town, town.Cluster.Silos[2], somebodySpeaks: false);

        await Eventually.So(() => town.Rooms.All(room => town.Cluster.HomeOf(room) is { } home && home != fall.Silo), "every room is awake elsewhere");
        foreach (var room in town.Rooms)
            Assert.NotNull(await town.In(room)[0].SayAsync());
        await Judge.Everything(town);
        Judge.Nothing(town.People, fall.Since);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Two_silos_are_lost_one_soon_after_the_other(int seed)
    {
        await using var town = await Town.FoundAsync(TownPlan.Share with { Gateways = [0], Homes = [1, 2], Seed = seed });
        town.Talk();
        await town.HearEachOther();
        var since = town.People.ToDictionary(one => one, one => one.All.Count);

        var first = await Fall.OfAsync(town, town.Cluster.Silos[2]);
        var second = await Fall.OfAsync(town, town.Cluster.Silos[1]);

        await town.HearEachOther();
        await town.FallQuietAsync();
        first.AssertTalkGoesOnInTime(town);
        second.AssertTalkGoesOnInTime(town);
        await Judge.Everything(town);
        Judge.Nothing(town.People, since);
    }

    private static async Task EndWith(Town town, Fall fall)
    {
        await town.HearEachOther();
        await fall.AssertGhostsAreGone(town);
        await town.FallQuietAsync();
        fall.Report(town);
        fall.AssertTalkGoesOnInTime(town);
        await Judge.Everything(town);
        await fall.AssertGhostsAreGone(town);
    }
}
