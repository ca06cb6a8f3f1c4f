using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Gateway.Tests.Limits;

public class RecentCountsTests
{
    private readonly ManualTimeProvider time = new();

    [Fact]
    public void Each_key_has_its_own_count()
    {
        var counts = new RecentCounts<string>(TimeSpan.FromMinutes(10), time);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(counts.TryAdd(3, "romeo")));
        Assert.False(counts.TryAdd(3, "romeo"));
        Assert.True(counts.TryAdd(3, "juliet"));
    }

    [Fact]
    public void What_was_is_forgotten_little_by_little()
    {
        var counts = new RecentCounts<string>(TimeSpan.FromMinutes(10), time);
        for (var i = 0; i < 10; i++)
            counts.Add("romeo");
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(counts.HasReached(10, "romeo"));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(counts.HasReached(5, "romeo"));
        Assert.False(counts.HasReached(6, "romeo"));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(counts.HasReached(1, "romeo"));
    }

    [Fact]
    public void A_long_silence_forgets_everything()
    {
        var counts = new RecentCounts<string>(TimeSpan.FromMinutes(10), time);
        counts.Add("romeo");
        time.Advance(TimeSpan.FromDays(1));
        counts.Add("juliet");
        Assert.Equal(1, counts.Held);
    }

    [Fact]
    public void Made_up_keys_do_not_fill_the_memory()
    {
        var counts = new RecentCounts<int>(TimeSpan.FromMinutes(10), time);
        for (var key = 0; key < 5 * RecentCounts<int>.Capacity; key++)
            counts.Add(key);
        Assert.InRange(counts.Held, RecentCounts<int>.Capacity, 2 * RecentCounts<int>.Capacity);
    }

    [Fact]
    public void Without_a_limit_nothing_is_kept()
    {
        var counts = new RecentCounts<string>(TimeSpan.FromMinutes(10), time);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(counts.TryAdd(0, "romeo")));
        Assert.Equal(0, counts.Held);
    }
}
