using Orleans.Muc.Testing.Survival;

namespace Orleans.Muc.Cluster.Tests.Survival;

/// <summary>How long a room is away when its silo is lost. With MUC_FULL=1 over twenty kills; the figures are in the output of the test.</summary>
[Collection(nameof(Alone))]
public sealed class RecoveryTests
{
    private static readonly int Kills = TownPlan.IsFull ? 20 : 1;

    [Fact]
    public async Task Rooms_are_back_in_time_however_often_their_silos_are_lost()
    {
        var recovery = new Recovery();
        while (recovery.Kills < Kills)
        {
            await using var silos = await TestSilos.StartAsync();
            await using var town = await Town.FoundAsync(silos, new TownPlan(10, 30) { Gateways = [0], Homes = [1, 2], Pause = TimeSpan.FromSeconds(1) });
            await recovery.LoseSilosAsync(town, Kills);
        }

        var world = typeof(Grain).Assembly.GetName();
        TestContext.Current.TestOutputHelper?.WriteLine($"rooms: {world.Name} {world.Version}, {recovery}");
    }
}
