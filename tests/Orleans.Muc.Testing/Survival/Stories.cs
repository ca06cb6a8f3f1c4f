using Xunit;

namespace Orleans.Muc.Testing.Survival;

/// <summary>What befalls a town. Each story begins with one that is there and ends with everything in its place.</summary>
public static class Stories
{
    /// <summary>
    /// A silo is lost while everybody talks: talk goes on in its rooms in time, its own people are announced as lost, and nobody hears of anything else. Nothing is lost or
    /// doubled.
    /// </summary>
    /// <param name="town">That it is of.</param>
    /// <param name="silo">Which one.</param>
    /// <param name="lose">How it is lost; it is killed if nothing is said.</param>
    /// <param name="afterwards">What befalls it when talk has gone on without it.</param>
    public static async Task<Fall> LoseAsync(Town town, ISilo silo, Func<Task>? lose = null, Func<Task>? afterwards = null)
    {
        ArgumentNullException.ThrowIfNull(town);
        town.Talk();
        await town.HearEachOther();

        var fall = await Fall.OfAsync(town, silo, lose: lose);

        await town.HearEachOther();
        await fall.AssertGhostsAreGone(town);
        if (afterwards is not null)
        {
            await afterwards();
            await town.HearEachOther();
        }

        await town.FallQuietAsync();
        fall.AssertTalkGoesOnInTime(town);
        await Judge.Everything(town);
        await fall.AssertGhostsAreGone(town);
        return fall;
    }

    /// <summary>A silo is lost while nobody says anything: its rooms wake by themselves, and serve.</summary>
    public static async Task<Fall> LoseInSilenceAsync(Town town, ISilo silo)
    {
        ArgumentNullException.ThrowIfNull(town);

        var fall = await Fall.OfAsync(town, silo, somebodySpeaks: false);

        await Eventually.So(() => town.Rooms.All(room => town.Silos.HomeOf(room) is { } home && home != silo), "every room is awake elsewhere");
        foreach (var room in town.Rooms)
            Assert.NotNull(await town.In(room)[0].SayAsync());
        await Judge.Everything(town);
        Judge.Nothing(town.People, fall.Since);
        return fall;
    }

    /// <summary>A silo is stopped in order: its people are sent away, the others see them go, and who comes back finds every message.</summary>
    public static async Task StopAsync(Town town, ISilo silo)
    {
        ArgumentNullException.ThrowIfNull(town);
        town.Talk();
        await town.HearEachOther();
        var since = town.Places();

        await town.Silos.StopAsync(silo);
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
            await one.ArriveAsync(town.Silos.All[0]);
            await one.EnterAsync();
        }

        await town.HearEachOther();
        await town.FallQuietAsync();
        await Judge.Everything(town);
    }

    /// <summary>
    /// Each silo is stopped when the one in the place of the last one serves. Clients come back as they do: at once, through whatever gateway is there. Nothing is lost, and every
    /// later history has it.
    /// </summary>
    /// <param name="town">All of its silos are restarted. Its rooms are persistent: a temporary one ends, as it should, when all who are in it have come to the gateway that is stopped next.</param>
    /// <param name="mostHistory">How many messages of history a newcomer is shown at most.</param>
    public static async Task RestartAllAsync(Town town, int mostHistory)
    {
        ArgumentNullException.ThrowIfNull(town);
        town.TalkAndComeBack();
        await town.HearEachOther();

        foreach (var silo in town.Silos.All.ToArray())
        {
            await town.Silos.StopAsync(silo);
            await town.Silos.AddAsync();
            await Eventually.So(() => town.People.All(one => one.IsIn), () => $"everybody is back, but for {string.Join(", ", town.People.Where(one => !one.IsIn))}");
            await town.HearEachOther();
        }

        await town.HearEachOther();
        await town.FallQuietAsync();
        await Judge.Everything(town);
        await Judge.EveryLaterHistory(town, mostHistory);
    }
}
