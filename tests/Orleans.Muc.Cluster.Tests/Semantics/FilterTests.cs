using System.Collections.Concurrent;

namespace Orleans.Muc.Cluster.Tests.Semantics;

internal sealed class CountingFilter : IIncomingGrainCallFilter
{
    public static ConcurrentDictionary<string, int> Calls { get; } = new();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is CourierGrain)
        {
            Calls.AddOrUpdate($"{context.TargetId.Key}.{context.MethodName}", 1, (_, count) => count + 1);
        }

        await context.Invoke();
    }
}

internal interface ICourierGrain : IGrainWithStringKey
{
    Task<string?> Carry(string key);

    Task<string?> Send(string to, string key);
}

internal sealed class CourierGrain : Grain, ICourierGrain
{
    public Task<string?> Carry(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public Task<string?> Send(string to, string key)
    {
        RequestContext.Set(key, $"from {this.GetPrimaryKeyString()}");
        return GrainFactory.GetGrain<ICourierGrain>(to).Carry(key);
    }
}

[Collection(OneSiloCluster.Name)]
public sealed class FilterTests(OneSiloCluster cluster)
{
    [Fact]
    public async Task A_filter_sees_every_call_and_lets_it_through()
    {
        var courier = cluster.Inside.GetGrain<ICourierGrain>("filtered");
        await courier.Carry("nothing").Soon();
        await courier.Carry("nothing").Soon();
        Assert.Equal(2, CountingFilter.Calls["filtered.Carry"]);
    }

    [Fact]
    public async Task Request_context_travels_with_the_call_and_stays_in_it()
    {
        var sender = cluster.Inside.GetGrain<ICourierGrain>("balthasar");
        Assert.Equal("from balthasar", await sender.Send("friar john", "news").Soon());
        Assert.Null(RequestContext.Get("news"));
        Assert.Null(await sender.Carry("news").Soon());
        RequestContext.Set("plague", "on both your houses");
        Assert.Equal("on both your houses", await sender.Carry("plague").Soon());
        RequestContext.Clear();
    }
}
