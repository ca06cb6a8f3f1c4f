using System.Globalization;

namespace Orleans.Muc.Testing.Survival;

/// <summary>How long rooms are away when their silos are lost, over some kills.</summary>
public sealed class Recovery
{
    private readonly List<double> _toDeclared = [];
    private readonly List<double> _toTalk = [];

    /// <summary>Silos that were killed.</summary>
    public int Kills => _toDeclared.Count;

    /// <summary>
    /// Kills silos, each time one with most rooms, but the first, which has the clients and stays; each is replaced. It ends after <paramref name="most"/> kills in all, or when there are
    /// no rooms but beside the clients.
    /// </summary>
    public async Task LoseSilosAsync(Town town, int most)
    {
        ArgumentNullException.ThrowIfNull(town);
        var silos = town.Silos;
        var here = silos.All[0];
        town.Talk();
        while (Kills < most && silos.All.Where(silo => silo != here).MaxBy(silo => town.RoomsOn(silo).Count) is { } silo && town.RoomsOn(silo).Count > 0)
        {
            await town.HearEachOther();
            var fall = await Fall.OfAsync(town, silo);
            await town.HearEachOther();
            fall.AssertTalkGoesOnInTime(town);
            _toDeclared.Add(fall.ToDeclared.TotalSeconds);
            _toTalk.AddRange(fall.Rooms.Select(room => (fall.ToTalk(town, room) - fall.ToDeclared).TotalSeconds));
            await silos.AddAsync();
        }

        await town.FallQuietAsync();
        await Judge.Everything(town);
    }

    public override string ToString() =>
        $"{_toDeclared.Count} kills, {_toTalk.Count} rooms moved: kill to declared dead {Spread(_toDeclared)}; declared dead to first message delivered {Spread(_toTalk)}";

    private static string Spread(List<double> seconds)
    {
        var ordered = seconds.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"median {ordered[ordered.Length / 2]:0.00} s, worst {ordered[^1]:0.00} s");
    }
}
