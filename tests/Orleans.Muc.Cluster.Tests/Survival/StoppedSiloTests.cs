using Orleans.Muc.Cluster.Tests.Kit;

namespace Orleans.Muc.Cluster.Tests.Survival;

/// <summary>A silo is stopped in order, as for an update; who was on its gateway comes back through another one.</summary>
[Collection(nameof(Alone))]
public sealed class StoppedSiloTests
{
    [Theory, MemberData(nameof(KilledSiloTests.Seeds), MemberType = typeof(KilledSiloTests))]
    public async Task Its_people_are_sent_away_and_find_every_message_when_they_come_back(int seed)
    {
        await using var town = await Town.FoundAsync(TownPlan.Share with { Seed = seed });
        var silo = town.Cluster.Silos[2];
        town.Talk();
        await town.HearEachOther();
        var since = town.People.ToDictionary(one => one, one => one.All.Count);

        await town.Cluster.StopAsync(silo);
        var sent = town.People.Where(one => one.Gateway == silo).ToArray();
        await Eventually.So(() => sent.All(one => one.Ended is not null), "every stream of the stopped gateway is over");
        Assert.All(sent, one => Assert.Contains("system-shutdown", one.Ended, StringComparison.Ordinal));
        Assert.All(sent, one => Assert.Equal([$"{one.Nick} unavailable 110 332"], one.Moves(since[one])));
        await town.HearEachOther();
        foreach (var one in town.People.Except(sent))
        {
            var expected = town.In(one.Room).Intersect(sent).Select(other => $"{other.Nick} unavailable 332").Order(StringComparer.Ordinal);
            Assert.Equal(expected, one.Moves(since[one]).Order(StringComparer.Ordinal));
        }

        foreach (var one in sent)
        {
            await one.ArriveAsync(town.Cluster.Silos[0]);
            await one.EnterAsync();
        }

        await town.HearEachOther();
        await town.FallQuietAsync();
        await Judge.Everything(town);
    }

    /// <summary>Each silo is stopped when the one in the place of the last one serves. Clients come back as they do: at once, through whatever gateway is there.</summary>
    [Theory, MemberData(nameof(KilledSiloTests.Seeds), MemberType = typeof(KilledSiloTests))]
    public async Task All_silos_are_restarted_one_after_the_other_and_nothing_is_lost(int seed)
    {
        await using var town = await Town.FoundAsync(TownPlan.Whole with { Seed = seed });
        town.TalkAndComeBack();
        await town.HearEachOther();

        foreach (var silo in town.Cluster.Silos.ToArray())
        {
            await town.Cluster.StopAsync(silo);
            await town.Cluster.AddAsync();
            // A temporary room whose last occupants go before the others are back ends, as it should.
            await Eventually.So(() => town.People.All(one => one.IsIn), "everybody is back");
            await town.HearEachOther();
        }

        await town.HearEachOther();
        await town.FallQuietAsync();
        await Judge.Everything(town);
        await EveryLaterHistory(town);
    }

    /// <summary>Somebody new is shown all that was ever said.</summary>
    private static async Task EveryLaterHistory(Town town)
    {
        foreach (var room in town.Rooms)
        {
            var newcomer = new Inhabitant(town, $"Late{town.Rooms.IndexOf(room)}", room);
            await newcomer.ArriveAsync(town.Cluster.Silos[0]);
            await newcomer.EnterAsync("<history since='1970-01-01T00:00:00Z'/>");
            Assert.Equal((await town.Cluster.LogAsync(room)).Select(record => record.Id.Value), newcomer.Messages);
        }
    }
}
