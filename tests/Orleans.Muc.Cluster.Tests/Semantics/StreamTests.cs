using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Muc.Cluster.Tests.Semantics;

[GenerateSerializer]
internal sealed record Ripple([property: Id(0)] int Number);

internal interface IBrookGrain : IGrainWithStringKey
{
    Task<int[]> Seen();
}

[ImplicitStreamSubscription("semantics-brook")]
internal sealed class BrookGrain : Grain, IBrookGrain, IStreamSubscriptionObserver
{
    private readonly List<int> _seen = [];

    public Task<int[]> Seen() => Task.FromResult(_seen.ToArray());

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
        => handleFactory.Create<Ripple>().ResumeAsync((ripple, _) =>
        {
            _seen.Add(ripple.Number);
            return Task.CompletedTask;
        });
}

[Collection(OneSiloCluster.Name)]
public sealed class StreamTests(OneSiloCluster cluster)
{
    [Fact]
    public async Task A_stream_wakes_the_grain_of_its_key_and_gives_it_the_items_in_order()
    {
        var provider = cluster.Services.GetRequiredKeyedService<IStreamProvider>("brook");
        var stream = provider.GetStream<Ripple>(StreamId.Create("semantics-brook", "ophelia"));
        for (var i = 0; i < 20; i++)
        {
            await stream.OnNextAsync(new Ripple(i)).Soon();
        }

        var brook = cluster.Inside.GetGrain<IBrookGrain>("ophelia");
        await Patience.Until(async () => (await brook.Seen()).Contains(19), "the last item");

        // An item may come twice, but none is left out.
        Assert.Equal(Enumerable.Range(0, 20), (await brook.Seen()).Distinct());
    }

    [Fact]
    public async Task A_stream_of_another_namespace_reaches_nobody()
    {
        var provider = cluster.Services.GetRequiredKeyedService<IStreamProvider>("brook");
        await provider.GetStream<Ripple>(StreamId.Create("semantics-desert", "hamlet")).OnNextAsync(new Ripple(1)).Soon();
        await provider.GetStream<Ripple>(StreamId.Create("semantics-brook", "hamlet")).OnNextAsync(new Ripple(2)).Soon();
        var brook = cluster.Inside.GetGrain<IBrookGrain>("hamlet");
        await Patience.Until(async () => (await brook.Seen()).Length > 0, "an item");
        Assert.Equal([2], (await brook.Seen()).Distinct());
    }
}
