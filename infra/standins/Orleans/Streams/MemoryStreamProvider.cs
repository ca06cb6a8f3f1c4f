using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Streams held in the memory of the cluster.</summary>
internal sealed class MemoryStreamProvider(string name, ClusterNode node) : IStreamProvider
{
    public string Name => name;

    public bool IsRewindable => true;

    public MemoryStreamHub Hub { get; } = node.Cluster.Shared($"streams {name}", () => new MemoryStreamHub(name, node.Cluster));

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new MemoryStream<T>(this, streamId);
}

internal sealed class MemoryStream<T>(MemoryStreamProvider provider, StreamId streamId) : IAsyncStream<T>
{
    public bool IsRewindable => true;

    public string ProviderName => provider.Name;

    public StreamId StreamId => streamId;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        provider.Hub.Publish(streamId, () => StreamEvent.Next(Copying.Copier<T>.CopyFor(null, item)));
        return Task.CompletedTask;
    }

    public async Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        foreach (var item in batch)
        {
            await OnNextAsync(item, token);
        }
    }

    public Task OnCompletedAsync()
    {
        provider.Hub.Publish(streamId, () => StreamEvent.Completed);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex)
    {
        provider.Hub.Publish(streamId, () => StreamEvent.Failed(ex));
        return Task.CompletedTask;
    }

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => NewHandle().ResumeAsync(observer);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null) => NewHandle().ResumeAsync(observer, token);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer) => NewHandle().ResumeAsync(observer);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token) => NewHandle().ResumeAsync(observer, token);

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles()
        => Task.FromResult<IList<StreamSubscriptionHandle<T>>>(
            [.. provider.Hub.SubscriptionsOf(streamId, Subscriber()).Select(id => new MemoryStreamHandle<T>(provider.Hub, streamId, id))]);

    public bool Equals(IAsyncStream<T>? other) => other is not null && streamId == other.StreamId && ProviderName == other.ProviderName;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => streamId.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) => other is null ? 1 : streamId.CompareTo(other.StreamId);

    private static GrainId Subscriber() => RuntimeContext.Current?.GrainId
        ?? throw new NotSupportedException("In the in-repo stand-in for Orleans only grains subscribe to streams.");

    private MemoryStreamHandle<T> NewHandle() => new(provider.Hub, streamId, provider.Hub.Subscribe(streamId, Subscriber()));
}

/// <summary>A subscription of the grain whose turn it is.</summary>
internal sealed class MemoryStreamHandle<T>(MemoryStreamHub hub, StreamId streamId, Guid subscriptionId) : StreamSubscriptionHandle<T>
{
    public override StreamId StreamId => streamId;

    public override string ProviderName => hub.ProviderName;

    public override Guid HandleId => subscriptionId;

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
        => Resume(new StreamConsumer<T>(observer));

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null)
        => Resume(new BatchStreamConsumer<T>(observer));

    public override Task UnsubscribeAsync()
    {
        hub.Unsubscribe(streamId, subscriptionId);
        Extension().Set(subscriptionId, null);
        return Task.CompletedTask;
    }

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is not null && HandleId == other.HandleId;

    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    public override int GetHashCode() => subscriptionId.GetHashCode();

    private static StreamConsumerExtension Extension()
        => (StreamConsumerExtension)(RuntimeContext.Current?.GetExtension<IStreamConsumerExtension>()
            ?? throw new InvalidOperationException("A subscription is resumed by its grain."));

    private Task<StreamSubscriptionHandle<T>> Resume(IStreamConsumer consumer)
    {
        Extension().Set(subscriptionId, consumer);
        return Task.FromResult<StreamSubscriptionHandle<T>>(this);
    }
}
