using Orleans.Muc.Abstractions.Connections;
using Orleans.Streams;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>Streams to gateways that are not there: each keeps what it is given.</summary>
internal sealed class RecordingStreams : IStreamProvider
{
    private readonly Dictionary<string, RecordingStream> streams = [];

    public string Name => GatewayFeed.Provider;

    public bool IsRewindable => false;

    public RecordingStream this[string connection]
    {
        get
        {
            if (!streams.TryGetValue(connection, out var stream))
                streams[connection] = stream = new RecordingStream(StreamId.Create(GatewayFeed.Namespace, connection));
            return stream;
        }
    }

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => (IAsyncStream<T>)(object)this[streamId.GetKeyAsString()];
}

/// <summary>A stream that keeps what it is given, and can be made slow: while it is blocked, an event is offered but not taken.</summary>
internal sealed class RecordingStream(StreamId streamId) : IAsyncStream<GatewayEvent>
{
    private TaskCompletionSource? blocked;

    /// <summary>What was taken, in order.</summary>
    public List<GatewayEvent> Taken { get; } = [];

    /// <summary>The batches of a room among it.</summary>
    public IReadOnlyList<RoomBatch> Batches => [.. Taken.OfType<RoomBatch>()];

    public bool IsRewindable => false;

    public string ProviderName => GatewayFeed.Provider;

    public StreamId StreamId { get; } = streamId;

    public void Block() => blocked = new TaskCompletionSource();

    public void Release()
    {
        blocked?.SetResult();
        blocked = null;
    }

    public async Task OnNextAsync(GatewayEvent item, StreamSequenceToken? token = null)
    {
        if (blocked is { } release)
            await release.Task;
        Taken.Add(item);
    }

    public async Task OnNextBatchAsync(IEnumerable<GatewayEvent> batch, StreamSequenceToken? token = null)
    {
        foreach (var item in batch)
            await OnNextAsync(item);
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public Task<StreamSubscriptionHandle<GatewayEvent>> SubscribeAsync(IAsyncObserver<GatewayEvent> observer) => throw new NotSupportedException();

    public Task<StreamSubscriptionHandle<GatewayEvent>> SubscribeAsync(IAsyncObserver<GatewayEvent> observer, StreamSequenceToken? token, string? filterData = null) =>
        throw new NotSupportedException();

    public Task<StreamSubscriptionHandle<GatewayEvent>> SubscribeAsync(IAsyncBatchObserver<GatewayEvent> observer) => throw new NotSupportedException();

    public Task<StreamSubscriptionHandle<GatewayEvent>> SubscribeAsync(IAsyncBatchObserver<GatewayEvent> observer, StreamSequenceToken? token) => throw new NotSupportedException();

    public Task<IList<StreamSubscriptionHandle<GatewayEvent>>> GetAllSubscriptionHandles() => throw new NotSupportedException();

    public bool Equals(IAsyncStream<GatewayEvent>? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => StreamId.GetHashCode();

    public int CompareTo(IAsyncStream<GatewayEvent>? other) => StreamId.CompareTo(other?.StreamId ?? default);
}
