using Xunit;

namespace Orleans.Muc.Testing.Survival;

/// <summary>Whether anything was lost, doubled or moved out of its place.</summary>
public static class Judge
{
    /// <summary>
    /// Everybody who is there has heard the whole log of the room, nothing twice and all in its order; who has gone heard a piece of it. So what anybody heard, a sender its own
    /// reflection, is stored, and who stayed missed nothing of it.
    /// </summary>
    public static async Task Everything(Town town)
    {
        ArgumentNullException.ThrowIfNull(town);
        foreach (var room in town.Rooms)
            await Everything(town, room);
    }

    private static async Task Everything(Town town, string room)
    {
        var archive = await town.Silos.LogAsync(room);
        Assert.Equal(archive.Count, archive.DistinctBy(record => record.Origin).Count());
        Assert.Equal(archive.Select(record => record.Id).Order(StringComparer.Ordinal), archive.Select(record => record.Id));
        string[] ids = [.. archive.Select(record => record.Id)];
        foreach (var one in town.In(room))
        {
            Assert.True(one.Refused.IsEmpty, $"{one.Nick} was refused: {string.Join('\n', one.Refused)}");
            if (one.Ended is null)
                await Whole(one, ids, archive);
            else
                Piece(one, ids, archive);
        }
    }

    /// <summary>None of these people has been told of anybody's coming or going since the places <paramref name="since"/> in what they have heard.</summary>
    public static void Nothing(IEnumerable<Inhabitant> people, IReadOnlyDictionary<Inhabitant, int> since)
    {
        foreach (var one in people)
            Assert.True(one.Moves(since[one]).Count == 0, $"{one.Nick} in {one.Room} was told: {string.Join(", ", one.Moves(since[one]))}");
    }

    /// <summary>Somebody new is shown all that was ever said, as far back as newcomers are shown anything.</summary>
    public static async Task EveryLaterHistory(Town town, int mostHistory)
    {
        ArgumentNullException.ThrowIfNull(town);
        foreach (var (number, room) in town.Rooms.Index())
        {
            var newcomer = new Inhabitant(town, $"Late{number}", room);
            await newcomer.ArriveAsync(town.Silos.All[0]);
            await newcomer.EnterAsync("<history since='1970-01-01T00:00:00Z'/>");
            Assert.Equal((await town.Silos.LogAsync(room)).TakeLast(mostHistory).Select(record => record.Id), newcomer.Messages);
        }
    }

    private static async Task Whole(Inhabitant one, string[] ids, IReadOnlyList<StoredMessage> archive)
    {
        try
        {
            await Eventually.So(() => one.Messages.Count >= ids.Length, "all that is stored", seconds: 15);
        }
        catch (TimeoutException)
        {
            // The comparison says what is missing.
        }

        var heard = one.Messages;
        Assert.True(ids.SequenceEqual(heard), $"{one.Nick} in {one.Room}: {Difference(ids, heard, archive)}");
    }

    private static void Piece(Inhabitant one, string[] ids, IReadOnlyList<StoredMessage> archive)
    {
        var heard = one.Messages;
        Assert.True(ids.Take(heard.Count).SequenceEqual(heard), $"{one.Nick}, who has gone from {one.Room}: {Difference([.. ids.Take(heard.Count)], heard, archive)}");
    }

    private static string Difference(string[] stored, IReadOnlyList<string> heard, IReadOnlyList<StoredMessage> archive)
    {
        string Name(string id) => archive.FirstOrDefault(record => record.Id == id) is { } record ? $"{record.Origin}@{Array.IndexOf(stored, id)}" : id;
        var missing = stored.Except(heard).Select(Name);
        var extra = heard.Except(stored).Select(Name);
        var twice = heard.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => Name(group.Key));
        var place = Enumerable.Range(0, Math.Min(stored.Length, heard.Count)).FirstOrDefault(i => stored[i] != heard[i], -1);
        return $"stored {stored.Length}, heard {heard.Count}; missing [{string.Join(' ', missing)}], not stored [{string.Join(' ', extra)}], twice [{string.Join(' ', twice)}], otherwise from {place} on";
    }
}
