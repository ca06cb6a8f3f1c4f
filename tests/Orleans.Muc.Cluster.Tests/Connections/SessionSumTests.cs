using System.Net;
using Orleans.Muc.Grains.Connections;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Cluster.Tests.Connections;

/// <summary>The sum of all silos' sessions.</summary>
public sealed class SessionSumTests
{
    [Fact]
    public void The_last_word_of_each_silo_counts_for_three_rounds()
    {
        var time = new ManualTimeProvider();
        var sum = new SessionSum(time);
        Assert.Equal(30, sum.Take(Silo(1), 30));
        Assert.Equal(42, sum.Take(Silo(2), 12));
        Assert.Equal(13, sum.Take(Silo(1), 1));
        time.Advance(TimeSpan.FromSeconds(45));
        Assert.Equal(14, sum.Take(Silo(1), 2));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, sum.Take(Silo(1), 3));
    }

    private static SiloAddress Silo(int number) => SiloAddress.New(IPAddress.Loopback, 11110 + number, 1);
}
