using Orleans.Muc.Testing.Survival;

namespace Orleans.Muc.Scenarios.Processes;

/// <summary>One of three servers is killed (kill -9), or stopped (SIGTERM), while people talk through all of them.</summary>
public sealed class KilledProcessTests(ThreeProcesses servers) : IClassFixture<ThreeProcesses>
{
    /// <summary>As servers are set.</summary>
    private const int MostHistory = 200;

    private static readonly TownPlan Plan = TownPlan.IsFull ? new TownPlan(12, 120) : new TownPlan(6, 36) { Pause = TimeSpan.FromSeconds(2) };

    [Fact]
    public Task Of_a_server_that_has_rooms_only_nobody_sees_that_it_is_gone() => LoseTheThird(Plan with { Gateways = [0, 1], Homes = [2] });

    [Fact]
    public Task Of_a_server_that_is_a_gateway_only_its_own_people_are_announced_as_lost() => LoseTheThird(Plan with { Homes = [0, 1] });

    [Fact]
    public Task Of_a_server_that_is_both_its_own_people_are_announced_as_lost_and_its_rooms_go_on() => LoseTheThird(Plan);

    [Fact]
    public Task A_quiet_room_wakes_by_itself_and_serves() => servers.TellAsync(Plan with { Gateways = [0, 1], Homes = [2] }, town => Stories.LoseInSilenceAsync(town, town.Silos.All[2]));

    /// <summary>As a container is that ends and is started again where it was: it comes back while nobody has yet found it dead.</summary>
    [Fact]
    public Task A_server_that_is_killed_and_started_again_at_once_with_its_old_addresses_is_another_one() => servers.TellAsync(Plan, async town =>
    {
        var silo = town.Silos.All[2];
        var fall = await Stories.LoseAsync(town, silo, lose: async () =>
        {
            await town.Silos.KillAsync(silo);
            await town.Silos.AddAsync();
        });
        TestContext.Current.TestOutputHelper?.WriteLine(fall.Report(town));
    });

    /// <summary>As a machine does that hangs: its connections stay, and when it goes on it believes that nothing has happened.</summary>
    [Fact]
    public Task A_server_that_freezes_and_goes_on_when_it_has_been_found_dead_ends_itself_and_nobody_notices() => servers.TellAsync(Plan, async town =>
    {
        var (silos, silo) = ((ProcessSilos)town.Silos, town.Silos.All[2]);
        var fall = await Stories.LoseAsync(town, silo, lose: () => silos.FreezeAsync(silo), afterwards: async () =>
        {
            // Whoever looks after it is to see that it did not end as it should.
            Assert.NotEqual(0, (await ProcessSilos.ThawAsync(silo)).Code);
            var its = town.People.Where(one => one.Gateway == silo).ToArray();
            await Eventually.So(() => its.All(one => one.Ended is not null), "every stream of it is over");
            // Of a server that was cut off for so long, that may be the last word to who had something under way.
            Assert.All(its.SelectMany(one => one.Refused), refusal => Assert.Contains("<error type=\"wait\"", refusal, StringComparison.Ordinal));
            foreach (var one in its)
                one.Refused.Clear();
        });
        TestContext.Current.TestOutputHelper?.WriteLine(fall.Report(town));
    });

    [Fact]
    public Task Of_a_server_that_is_stopped_the_people_are_sent_away_and_find_every_message_when_they_come_back() =>
        servers.TellAsync(Plan, town => Stories.StopAsync(town, town.Silos.All[2]));

    [Fact]
    public Task All_servers_are_restarted_one_after_the_other_and_nothing_is_lost() => servers.TellAsync(Plan with { HasTemporaryRooms = false }, town => Stories.RestartAllAsync(town, MostHistory));

    private Task LoseTheThird(TownPlan plan) => servers.TellAsync(plan, async town =>
    {
        var fall = await Stories.LoseAsync(town, town.Silos.All[2]);
        TestContext.Current.TestOutputHelper?.WriteLine(fall.Report(town));
    });
}
