using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Muc.Cluster.Tests.Semantics;

public sealed class FailureTests
{
    [Fact]
    public async Task The_grains_of_a_killed_silo_are_lost_without_a_word_and_activated_elsewhere()
    {
        await using var towns = await Towns.Found(3);
        var victim = towns.Cluster.SecondarySilos[1];
        var town = await towns.On(victim, "killed");
        var waiting = town.Wait("killed");
        await Gates.Reached("killed").Soon();

        await towns.Cluster.KillSiloAsync(victim);
        Assert.True(await Record.ExceptionAsync(() => waiting.Soon()) is OrleansException or TimeoutException);
        await towns.Sees(victim, SiloStatus.Dead);

        await Patience.Until(() => IsElsewhere(town, victim.SiloAddress), "the town on another silo");
        Assert.Empty(Chronicle.About(town.GetPrimaryKeyString()));
    }

    [Fact]
    public async Task The_grains_of_a_stopped_silo_take_their_leave_and_are_activated_elsewhere()
    {
        await using var towns = await Towns.Found(2);
        var silo = towns.Cluster.SecondarySilos[0];
        var town = await towns.On(silo, "stopped");

        await towns.Cluster.StopSiloAsync(silo);
        Assert.Equal([$"{town.GetPrimaryKeyString()} {DeactivationReasonCode.ShuttingDown}"], Chronicle.About(town.GetPrimaryKeyString()));
        await towns.Sees(silo, SiloStatus.Dead);
        await Patience.Until(() => IsElsewhere(town, silo.SiloAddress), "the town on another silo");
    }

    [Fact]
    public async Task Every_silo_hears_of_a_new_one()
    {
        await using var towns = await Towns.Found(2);
        var before = towns.Membership.CurrentSnapshot.Version;
        var silo = await towns.Cluster.StartAdditionalSiloAsync();
        await towns.Sees(silo, SiloStatus.Active);
        Assert.True(towns.Membership.CurrentSnapshot.Version > before);
        await towns.Cluster.WaitForLivenessToStabilizeAsync();
        foreach (var known in towns.Cluster.Silos)
        {
            var membership = towns.Cluster.GetSiloServiceProvider(known.SiloAddress).GetRequiredService<IClusterMembershipService>();
            Assert.Equal(3, membership.CurrentSnapshot.Members.Values.Count(m => m.Status == SiloStatus.Active));
        }
    }

    private static async Task<bool> IsElsewhere(ITownGrain town, SiloAddress lost)
    {
        try
        {
            return !lost.Equals(await town.Where().Soon());
        }
        catch (OrleansException)
        {
            // The silo that is gone may still be thought to be there.
            return false;
        }
    }
}
