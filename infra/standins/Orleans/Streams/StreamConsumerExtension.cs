using Orleans.Providers.Streams.Common;
using Orleans.Runtime;
using Orleans.Streams.Core;

namespace Orleans.Streams;

/// <summary>How events reach the subscriptions of a grain.</summary>
internal interface IStreamConsumerExtension : IGrainExtension
{
    Task Deliver([Immutable] StreamDelivery delivery);
}

/// <summary>An event for one subscription.</summary>
[Immutable, GenerateSerializer]
internal sealed record StreamDelivery(string ProviderName, StreamId StreamId, Guid SubscriptionId, StreamEvent Event);

/// <summary>An item, an error or the end.</summary>
[Immutable, GenerateSerializer]
internal sealed record StreamEvent(object? Item, Exception? Error, bool IsEnd)
{
    public static StreamEvent Completed { get; } = new(null, null, true);

    public long Position { get; init; }

    public static StreamEvent Next(object? item) => new(item, null, false);

    public static StreamEvent Failed(Exception error) => new(null, error, false);
}

internal sealed class StreamConsumerExtension(IGrainContext context) : IStreamConsumerExtension
{
    private readonly Dictionary<Guid, IStreamConsumer> _consumers = [];

    public void Set(Guid subscriptionId, IStreamConsumer? consumer)
    {
        if (consumer is null)
        {
            _consumers.Remove(subscriptionId);
        }
        else
        {
            _consumers[subscriptionId] = consumer;
        }
    }

    public async Task Deliver(StreamDelivery delivery)
    {
        if (!_consumers.TryGetValue(delivery.SubscriptionId, out var consumer))
        {
            // The first event: the grain says who takes them.
            if (context.GrainInstance is IStreamSubscriptionObserver observer)
            {
                await observer.OnSubscribed(new HandleFactory(context, delivery));
            }

            if (!_consumers.TryGetValue(delivery.SubscriptionId, out consumer))
            {
                return;
            }
        }

        await consumer.Take(delivery.Event);
    }

    private sealed class HandleFactory(IGrainContext context, StreamDelivery delivery) : IStreamSubscriptionHandleFactory
    {
        public StreamId StreamId => delivery.StreamId;

        public string ProviderName => delivery.ProviderName;

        public GuidId SubscriptionId => GuidId.GetGuidId(delivery.SubscriptionId);

        public StreamSubscriptionHandle<T> Create<T>()
            => new MemoryStreamHandle<T>(((MemoryStreamProvider)context.ActivationServices.StreamProvider(ProviderName)).Hub, StreamId, delivery.SubscriptionId);
    }
}

/// <summary>Takes the events of one subscription.</summary>
internal interface IStreamConsumer
{
    Task Take(StreamEvent item);
}

internal sealed class StreamConsumer<T>(IAsyncObserver<T> observer) : IStreamConsumer
{
    public Task Take(StreamEvent item)
        => item.IsEnd ? observer.OnCompletedAsync()
            : item.Error is not null ? observer.OnErrorAsync(item.Error)
            : observer.OnNextAsync((T)item.Item!, new EventSequenceToken(item.Position));
}

internal sealed class BatchStreamConsumer<T>(IAsyncBatchObserver<T> observer) : IStreamConsumer
{
    public Task Take(StreamEvent item)
        => item.IsEnd ? observer.OnCompletedAsync()
            : item.Error is not null ? observer.OnErrorAsync(item.Error)
            : observer.OnNextAsync([new SequentialItem<T>((T)item.Item!, new EventSequenceToken(item.Position))]);
}
