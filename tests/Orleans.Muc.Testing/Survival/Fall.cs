using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Orleans.Muc.Testing.Survival;

/// <summary>The loss of a silo: when it was killed, when the others found it dead, which rooms were on it and who was there, and how soon talk went on.</summary>
public sealed record Fall(ISilo Silo, long KilledAt, long DeclaredAt, IReadOnlyList<string> Rooms, IReadOnlyDictionary<Inhabitant, int> Since)
{
    /// <summary>The issue: talk goes on within 5 s of the silo being declared dead.</summary>
    public static readonly TimeSpan MostAfterDeclared = TimeSpan.FromSeconds(5);

    /// <summary>The issue: and within 10 s of the kill.</summary>
    public static readonly TimeSpan MostAfterKill = TimeSpan.FromSeconds(10);

    /// <summary>The issue: occupants of a killed gateway are announced within 15 s.</summary>
    public static readonly TimeSpan MostOfGhosts = TimeSpan.FromSeconds(15);

    public TimeSpan ToDeclared => Stopwatch.GetElapsedTime(KilledAt, DeclaredAt);

    /// <summary>Loses a silo and waits until another one knows. In each of its rooms somebody speaks at once, if the town talks.</summary>
    /// <param name="town">That it is of.</param>
    /// <param name="silo">Which one.</param>
    /// <param name="somebodySpeaks">Whether the town talks.</param>
    /// <param name="lose">How it is lost; it is killed if nothing is said.</param>
    public static async Task<Fall> OfAsync(Town town, ISilo silo, bool somebodySpeaks = true, Func<Task>? lose = null)
    {
        ArgumentNullException.ThrowIfNull(town);
        var rooms = town.RoomsOn(silo);
        var since = town.Places();
        var killed = Stopwatch.GetTimestamp();
        var killing = lose?.Invoke() ?? town.Silos.KillAsync(silo);
        var words = !somebodySpeaks ? [] : rooms.Select(room => town.In(room).First(one => one.Gateway != silo && one.Ended is null).SayAsync()).ToArray();
        await Eventually.So(() => town.Silos.IsKnownDead(silo), $"{silo} is declared dead", seconds: 60);
        var declared = Stopwatch.GetTimestamp();
        await killing;
        await Task.WhenAll(words);
        return new Fall(silo, killed, declared, rooms, since);
    }

    /// <summary>From the kill until a message that was sent after it reached somebody else in the room.</summary>
    public TimeSpan ToTalk(Town town, string room)
    {
        ArgumentNullException.ThrowIfNull(town);
        var people = town.In(room);
        var sent = people.SelectMany(one => one.Sent).ToDictionary();
        var arrivals =
            from one in people
            from heard in one.All
            where heard is { StanzaId: not null, IsHistory: false, Id: not null } && heard.Nick != one.Nick && sent[heard.Id!] >= KilledAt
            select heard.At;
        return Stopwatch.GetElapsedTime(KilledAt, arrivals.DefaultIfEmpty(long.MaxValue).Min());
    }

    public void AssertTalkGoesOnInTime(Town town)
    {
        foreach (var room in Rooms)
        {
            var toTalk = ToTalk(town, room);
            Assert.True(toTalk <= MostAfterKill && toTalk - ToDeclared <= MostAfterDeclared, $"{room}: declared dead after {ToDeclared}, talk after {toTalk}");
        }
    }

    /// <summary>Everybody who was on the silo's gateway is announced as lost, once, in time, to those who remain; and they hear of nobody else.</summary>
    public async Task AssertGhostsAreGone(Town town)
    {
        foreach (var one in town.People.Where(one => one.Ended is null && one.Gateway != Silo))
        {
            var expected = town.In(one.Room).Where(other => other.Gateway == Silo).Select(other => $"{other.Nick} unavailable 333").Order(StringComparer.Ordinal).ToArray();
            await Eventually.So(() => one.Moves(Since[one]).Count >= expected.Length, $"{one.Nick} hears of {expected.Length} who are lost");
            Assert.Equal(expected, one.Moves(Since[one]).Order(StringComparer.Ordinal));
            var last = one.All.Skip(Since[one]).Where(heard => heard.IsPresence).Select(heard => heard.At).DefaultIfEmpty(KilledAt).Max();
            Assert.True(Stopwatch.GetElapsedTime(KilledAt, last) <= MostOfGhosts, $"{one.Nick} saw ghosts for {Stopwatch.GetElapsedTime(KilledAt, last)}");
        }
    }

    /// <summary>For the record of the run.</summary>
    public string Report(Town town)
    {
        var talk = Rooms.Select(room => ToTalk(town, room).TotalSeconds).Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"declared dead after {ToDeclared.TotalSeconds:0.00} s")
            + (talk.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {talk.Length} rooms: talk after {talk[talk.Length / 2]:0.00} s (median), {talk[^1]:0.00} s (worst)"));
    }
}
