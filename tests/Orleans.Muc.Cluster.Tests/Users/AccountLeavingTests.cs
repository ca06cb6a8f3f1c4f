using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Users;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>The patience of a removal.</summary>
public sealed class AccountLeavingTests
{
    private readonly ManualTimeProvider clock = new();
    private readonly Queue<Func<bool>> steps = new();
    private readonly AccountLeaving leaving;
    private int taken;

    public AccountLeavingTests() => leaving = new AccountLeaving(Jid.Parse("romeo@localhost"), Step, clock, NullLogger.Instance);

    [Fact]
    public Task A_step_that_fails_or_is_not_the_last_is_repeated_after_a_pause_of_ten_seconds_at_most() => Turns.Run(async () =>
    {
        for (var n = 0; n < 20; n++)
            steps.Enqueue(n % 2 == 0 ? () => false : () => throw new IOException("The cellar is flooded."));
        steps.Enqueue(() => true);

        leaving.Begin();
        var pause = TimeSpan.FromMilliseconds(50);
        for (var n = 1; n <= 20; n++)
        {
            await Turns.Until(() => taken == n, $"step {n}");
            clock.Advance(pause - TimeSpan.FromTicks(1));
            Assert.Equal(n, taken);
            clock.Advance(TimeSpan.FromTicks(1));
            pause = pause < TimeSpan.FromSeconds(5) ? pause * 2 : TimeSpan.FromSeconds(10);
        }

        await Turns.Until(() => taken == 21, "the last step");
        Assert.True(await leaving.End(TimeSpan.FromSeconds(1)));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(21, taken);
    });

    [Fact]
    public Task Who_waits_for_the_end_waits_for_some_time_only() => Turns.Run(async () =>
    {
        var gate = new TaskCompletionSource<bool>();
        var slow = new AccountLeaving(Jid.Parse("romeo@localhost"), () => gate.Task, clock, NullLogger.Instance);

        slow.Begin();
        var end = slow.End(TimeSpan.FromSeconds(3));
        Assert.False(end.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(3));

        Assert.False(await end);
        gate.SetResult(true);
        Assert.True(await slow.End(TimeSpan.FromSeconds(3)));
    });

    [Fact]
    public Task What_was_stopped_takes_no_further_step() => Turns.Run(async () =>
    {
        steps.Enqueue(() => false);
        leaving.Begin();
        await Turns.Until(() => taken == 1, "the first step");

        leaving.Stop();
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.False(await leaving.End(TimeSpan.FromSeconds(1)));
        Assert.Equal(1, taken);
    });

    private Task<bool> Step()
    {
        taken++;
        return Task.FromResult(steps.Dequeue()());
    }
}
