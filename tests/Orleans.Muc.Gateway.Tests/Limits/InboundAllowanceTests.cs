using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Gateway.Tests.Limits;

public class InboundAllowanceTests
{
    private readonly ManualTimeProvider time = new();

    [Fact]
    public void A_burst_is_read_at_once() => Assert.True(Granted(1_000, 5_000).Spend(5_000).AsTask().IsCompletedSuccessfully);

    [Fact]
    public async Task What_goes_beyond_the_burst_is_made_up_for()
    {
        var allowance = Granted(1_000, 5_000);
        var reading = allowance.Spend(8_000).AsTask();
        time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await Patience.For(reading, "the pause to end");
    }

    [Fact]
    public async Task Silence_earns_a_burst_and_no_more()
    {
        var allowance = Granted(1_000, 5_000);
        await allowance.Spend(5_000);
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(allowance.Spend(5_000).AsTask().IsCompletedSuccessfully);
        var reading = allowance.Spend(1_000).AsTask();
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await Patience.For(reading, "the pause to end");
    }

    [Fact]
    public async Task Small_stanzas_count_as_larger_ones()
    {
        var allowance = Granted(1_024, 5_120);
        Assert.True(allowance.Spend(10 * 60, items: 10).AsTask().IsCompletedSuccessfully);
        var reading = allowance.Spend(2 * 60, items: 2).AsTask();
        time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await Patience.For(reading, "the pause to end");
    }

    [Fact]
    public void Large_stanzas_count_as_they_are() => Assert.True(Granted(1_000, 5_000).Spend(5_000, items: 1).AsTask().IsCompletedSuccessfully);

    [Fact]
    public async Task A_connection_that_closes_is_not_held_up()
    {
        var allowance = Granted(1_000, 1_000);
        var reading = allowance.Spend(1_000_000).AsTask();
        allowance.Release();
        await Patience.For(reading, "the pause to end");
        Assert.True(allowance.Spend(1_000_000).AsTask().IsCompleted);
    }

    [Fact]
    public void Without_a_limit_nobody_waits() => Assert.True(Granted(0, 0).Spend(long.MaxValue).AsTask().IsCompletedSuccessfully);

    private InboundAllowance Granted(int perSecond, int burst)
    {
        var allowance = new InboundAllowance(time);
        allowance.Grant(new InboundRate(perSecond, burst));
        return allowance;
    }
}
