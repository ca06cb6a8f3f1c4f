using System.Globalization;

namespace Orleans.Muc.Cluster.Tests.Survival;

/// <summary>How long a room is away when its silo is lost. With MUC_FULL=1 over twenty kills; the figures are in the output of the test.</summary>
[Collection(nameof(Alone))]
public sealed class RecoveryTests
{
    private static readonly int Kills = TownPlan.IsFull ? 20 : 1;

    private readonly List<double> _toDeclared = [];
    private readonly List<double> _toTalk = [];

    [Fact]
    public async Task Rooms_are_back_in_time_however_often_their_silos_are_lost()
    {
        while (_toDeclared.Count < Kills)
            await LoseSilos();

        var world = typeof(Grain).Assembly.GetName();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"rooms: {world.Name} {world.Version}, {_toDeclared.Count} kills, {_toTalk.Count} rooms moved: kill to declared dead {Spread(_toDeclared)}; declared dead to first message delivered {Spread(_toTalk)}");
    }

    /// <summary>As long as there are rooms beside the silo that has the clients, and stays.</summary>
    private async Task LoseSilos()
    {
        await using var town = await Town.FoundAsync(new TownPlan(10, 30) { Gateways = [0], Homes = [1, 2], Pause = TimeSpan.FromSeconds(1) });
        var here = town.Cluster.Silos[0];
        town.Talk();
        while (_toDeclared.Count < Kills && town.Cluster.Silos.Where(silo => silo != here).MaxBy(silo => town.RoomsOn(silo).Count) is { } silo && town.RoomsOn(silo).Count > 0)
        {
            await town.HearEachOther();
            var fall = await Fall.OfAsync(town, silo);
            await town.HearEachOther();
            fall.AssertTalkGoesOnInTime(town);
            _toDeclared.Add(fall.ToDeclared.TotalSeconds);
            _toTalk.AddRange(fall.Rooms.Select(room => (fall.ToTalk(town, room) - fall.ToDeclared).TotalSeconds));
            await town.Cluster.AddAsync();
        }

        await town.FallQuietAsync();
        await Judge.Everything(town);
    }

    private static string Spread(List<double> seconds)
    {
        var ordered = seconds.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"median {ordered[ordered.Length / 2]:0.00} s, worst {ordered[^1]:0.00} s");
    }
}
