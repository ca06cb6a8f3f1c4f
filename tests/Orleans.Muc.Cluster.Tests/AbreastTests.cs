using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains;

namespace Orleans.Muc.Cluster.Tests;

/// <summary>Many things, some at a time.</summary>
public sealed class AbreastTests
{
    [Fact]
    public Task No_more_than_some_are_under_way_at_once_and_all_are_done_in_order() => Turns.Run(async () =>
    {
        var gates = Enumerable.Range(0, 100).Select(_ => new TaskCompletionSource()).ToArray();
        List<int> begun = [];
        var done = 0;
        var all = Abreast.Each([.. Enumerable.Range(0, gates.Length)], 16, async n =>
        {
            begun.Add(n);
            await gates[n].Task;
            done++;
        });

        for (var n = 0; n < gates.Length; n++)
        {
            Assert.Equal(Math.Min(16 + n, gates.Length), begun.Count);
            gates[n].SetResult();
            await Turns.Until(() => done == n + 1 && begun.Count == Math.Min(17 + n, gates.Length), $"piece {n}");
        }

        await all;
        Assert.Equal(Enumerable.Range(0, gates.Length), begun);
    });

    [Fact]
    public async Task Nothing_is_done_at_once() => await Abreast.Each(Array.Empty<int>(), 16, _ => throw new InvalidOperationException("There is nothing to do."));
}
