using Orleans.Muc.Abstractions.Connections;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Muc.Grains.Connections;

/// <summary>The receiving end of <see cref="PushStreamProvider"/> on a connection grain.</summary>
[Alias("muc.IPushExtension")]
public interface IPushExtension : IGrainExtension
{
    [Alias("Push")]
    Task Push(GatewayEvent happening);
}

/// <summary>
/// On the first event it subscribes the grain as an implicit subscription would, so that the grain's code is the same for every stream provider.
/// </summary>
internal sealed class PushExtension(IGrainContext context) : IPushExtension
{
    private IAsyncObserver<GatewayEvent>? _observer;

    public Task Push(GatewayEvent happening) => _observer is { } observer ? observer.OnNextAsync(happening) : Subscribe(happening);

    private async Task Subscribe(GatewayEvent happening)
    {
        if (context.GrainInstance is not IStreamSubscriptionObserver grain)
            throw new OrleansException($"{context.GrainId} consumes no streams.");
        var handles = new HandleFactory(this, context.GrainId);
        await grain.OnSubscribed(handles);
        await (_observer ?? throw new OrleansException($"{context.GrainId} did not resume its subscription.")).OnNextAsync(happening);
    }

    private sealed class HandleFactory(PushExtension extension, GrainId grain) : IStreamSubscriptionHandleFactory
    {
        public StreamId StreamId { get; } = StreamId.Create(GatewayFeed.Namespace, grain.Key.ToString()!);

        public string ProviderName => GatewayFeed.Provider;

        public GuidId SubscriptionId => throw new NotSupportedException("A pushed stream has one subscription, which has no id.");

        public StreamSubscriptionHandle<T> Create<T>() =>
            new Handle(extension, StreamId) as StreamSubscriptionHandle<T>
            ?? throw new NotSupportedException($"The stream provider '{ProviderName}' carries {nameof(GatewayEvent)} only, not {typeof(T).Name}.");
    }

    private sealed class Handle(PushExtension extension, StreamId streamId) : StreamSubscriptionHandle<GatewayEvent>
    {
        public override StreamId StreamId { get; } = streamId;

        public override string ProviderName => GatewayFeed.Provider;

        public override Guid HandleId => Guid.Empty;

        public override Task UnsubscribeAsync()
        {
            extension._observer = null;
            return Task.CompletedTask;
        }

        public override Task<StreamSubscriptionHandle<GatewayEvent>> ResumeAsync(IAsyncObserver<GatewayEvent> observer, StreamSequenceToken? token = null)
        {
            extension._observer = observer;
            return Task.FromResult<StreamSubscriptionHandle<GatewayEvent>>(this);
        }

        public override Task<StreamSubscriptionHandle<GatewayEvent>> ResumeAsync(IAsyncBatchObserver<GatewayEvent> observer, StreamSequenceToken? token = null) =>
            throw new NotSupportedException("Pushed events come one at a time.");

        public override bool Equals(StreamSubscriptionHandle<GatewayEvent>? other) => other is Handle handle && handle.StreamId.Equals(StreamId);
    }
}
