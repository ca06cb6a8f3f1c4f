using System.Net;
using Orleans.Muc.Grains.Connections;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Cluster.Tests.Connections;

/// <summary>The sum of all silos' sessions.</summary>
public sealed class ClusterSessionsGrainTests
{
    [Fact]
    public async Task The_last_word_of_each_silo_counts_for_three_rounds()
    {
        var time = new ManualTimeProvider();
        var grain = new ClusterSessionsGrain(time);
        Assert.Equal(30, await grain.Report(Silo(1), 30));
        Assert.Equal(42, await grain.Report(Silo(2), 12));
        Assert.Equal(13, await grain.Report(Silo(1), 1));
        time.Advance(TimeSpan.FromSeconds(45));
        Assert.Equal(14, await grain.Report(Silo(1), 2));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, await grain.Report(Silo(1), 3));
    }

    private static SiloAddress Silo(int number) => SiloAddress.New(IPAddress.Loopback, 11110 + number, 1);
}
