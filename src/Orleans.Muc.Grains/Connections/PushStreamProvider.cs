using Orleans.Muc.Abstractions.Connections;
using Orleans.Streams;

namespace Orleans.Muc.Grains.Connections;

/// <summary>
/// The push stream provider: <c>OnNextAsync</c> is an awaited call to the connection grain that the stream's key names, so delivery is ordered,
/// acknowledged and without polling. Only for streams of <see cref="GatewayEvent"/> in <see cref="GatewayFeed.Namespace"/>; nobody subscribes explicitly.
/// </summary>
internal sealed class PushStreamProvider(IGrainFactory grains) : IStreamProvider
{
    public string Name => GatewayFeed.Provider;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId)
    {
        if (new PushStream(streamId, grains) is IAsyncStream<T> stream)
            return stream;
        throw new NotSupportedException($"The stream provider '{Name}' carries {nameof(GatewayEvent)} only, not {typeof(T).Name}.");
    }
}

internal sealed class PushStream(StreamId streamId, IGrainFactory grains) : IAsyncStream<GatewayEvent>
{
    private readonly IPushExtension _consumer = grains.GetGrain<IConnectionGrain>(streamId.GetKeyAsString()).AsReference<IPushExtension>();

    public bool IsRewindable => false;

    public string ProviderName => GatewayFeed.Provider;

    public StreamId StreamId { get; } = streamId;

    public Task OnNextAsync(GatewayEvent item, StreamSequenceToken? token = null) => _consumer.Push(item);

    public async Task OnNextBatchAsync(IEnumerable<GatewayEvent> batch, StreamSequenceToken? token = null)
    {
        foreach (var item in batch)
            await _consumer.Push(item);
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public Task<StreamSubscriptionHandle<GatewayEvent>> SubscribeAsync(IAsyncObserver<GatewayEvent> observer) => throw ImplicitOnly();

    public Task<StreamSubscriptionHandle<GatewayEvent>> SubscribeAsync(IAsyncObserver<GatewayEvent> observer, StreamSequenceToken? token, string? filterData = null) =>
        throw ImplicitOnly();

    public Task<StreamSubscriptionHandle<GatewayEvent>> SubscribeAsync(IAsyncBatchObserver<GatewayEvent> observer) => throw ImplicitOnly();

    public Task<StreamSubscriptionHandle<GatewayEvent>> SubscribeAsync(IAsyncBatchObserver<GatewayEvent> observer, StreamSequenceToken? token) => throw ImplicitOnly();

    public Task<IList<StreamSubscriptionHandle<GatewayEvent>>> GetAllSubscriptionHandles() => Task.FromResult<IList<StreamSubscriptionHandle<GatewayEvent>>>([]);

    public bool Equals(IAsyncStream<GatewayEvent>? other) => other is PushStream push && push.StreamId.Equals(StreamId);

    public override bool Equals(object? obj) => obj is IAsyncStream<GatewayEvent> other && Equals(other);

    public override int GetHashCode() => StreamId.GetHashCode();

    public int CompareTo(IAsyncStream<GatewayEvent>? other) => other is PushStream push ? StreamId.CompareTo(push.StreamId) : 1;

    private static NotSupportedException ImplicitOnly() => new("Streams of gateways are consumed by their connection grains only: subscriptions are implicit.");
}
