using Orleans.Muc.Testing.Survival;

namespace Orleans.Muc.Scenarios.Processes;

/// <summary>How long a room is away when its server is killed, over twenty kills; the figures are in the output of the test.</summary>
public sealed class ProcessRecoveryTests(ThreeProcesses servers) : IClassFixture<ThreeProcesses>
{
    private const int Kills = 20;

    /// <summary>Whether everything is run, however long it takes.</summary>
    public static bool IsFull => TownPlan.IsFull;

    [Fact(Skip = "It takes some minutes; MUC_FULL=1 runs it.", SkipUnless = nameof(IsFull))]
    public async Task Rooms_are_back_in_time_however_often_their_servers_are_killed()
    {
        var recovery = new Recovery();
        while (recovery.Kills < Kills)
            await servers.TellAsync(new TownPlan(10, 30) { Gateways = [0], Homes = [1, 2], Pause = TimeSpan.FromSeconds(1) }, town => recovery.LoseSilosAsync(town, Kills));
        var world = typeof(Grain).Assembly.GetName();
        TestContext.Current.TestOutputHelper?.WriteLine($"rooms: three processes on Azurite, {world.Name} {world.Version}, {recovery}");
    }
}
