using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>The streams of one provider in one cluster: who is subscribed, and a queue for each subscription.</summary>
internal sealed class MemoryStreamHub(string providerName, InProcessCluster cluster)
{
    private readonly ConcurrentDictionary<StreamId, Topic> _topics = new();

    public string ProviderName => providerName;

    public void Publish(StreamId streamId, Func<StreamEvent> create)
    {
        var topic = TopicOf(streamId);
        lock (topic)
        {
            topic.Position++;
            foreach (var (_, queue) in topic.Subscriptions)
            {
                queue.Add(create() with { Position = topic.Position });
            }
        }
    }

    /// <summary>The implicit subscription of the grain if it has one, else a new one.</summary>
    public Guid Subscribe(StreamId streamId, GrainId subscriber)
    {
        var topic = TopicOf(streamId);
        lock (topic)
        {
            var id = ImplicitId(streamId, subscriber.Type);
            if (topic.Subscriptions.TryGetValue(id, out var known) && known.Subscriber == subscriber)
            {
                return id;
            }

            id = Guid.NewGuid();
            topic.Subscriptions.Add(id, new SubscriptionQueue(this, streamId, id, subscriber));
            return id;
        }
    }

    public void Unsubscribe(StreamId streamId, Guid subscriptionId)
    {
        var topic = TopicOf(streamId);
        lock (topic)
        {
            topic.Subscriptions.Remove(subscriptionId);
        }
    }

    public Guid[] SubscriptionsOf(StreamId streamId, GrainId subscriber)
    {
        var topic = TopicOf(streamId);
        lock (topic)
        {
            return [.. topic.Subscriptions.Where(s => s.Value.Subscriber == subscriber).Select(s => s.Key)];
        }
    }

    /// <summary>A silo that can deliver; null for none.</summary>
    public SiloNode? Deliverer() => cluster.Silos.Values.FirstOrDefault(s => !s.IsDead && s.Membership.CurrentStatus == SiloStatus.Active);

    private Topic TopicOf(StreamId streamId) => _topics.GetOrAdd(streamId, CreateTopic);

    private Topic CreateTopic(StreamId streamId)
    {
        var topic = new Topic();
        foreach (var grainClass in GrainCatalog.All.Where(c => c.Subscriptions.Any(s => s.Predicate.IsMatch(streamId.GetNamespace() ?? ""))))
        {
            var id = ImplicitId(streamId, grainClass.GrainType);
            topic.Subscriptions.Add(id, new SubscriptionQueue(this, streamId, id, GrainId.Create(grainClass.GrainType, streamId.GetKeyAsString())));
        }

        return topic;
    }

    private Guid ImplicitId(StreamId streamId, GrainType grainType)
        => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{providerName}|{grainType}|{streamId}")).AsSpan(0, 16));

    private sealed class Topic
    {
        public Dictionary<Guid, SubscriptionQueue> Subscriptions { get; } = [];

        public long Position { get; set; }
    }
}

/// <summary>The events one subscription has yet to take, delivered in order, each until it is taken or its time runs out.</summary>
internal sealed class SubscriptionQueue(MemoryStreamHub hub, StreamId streamId, Guid id, GrainId subscriber)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private readonly Queue<StreamEvent> _events = new();
    private bool _isDelivering;

    public GrainId Subscriber => subscriber;

    public void Add(StreamEvent item)
    {
        lock (_events)
        {
            _events.Enqueue(item);
            if (_isDelivering)
            {
                return;
            }

            _isDelivering = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.Deliver(), this, preferLocal: false);
    }

    private async Task Deliver()
    {
        while (true)
        {
            StreamEvent? item;
            lock (_events)
            {
                if (!_events.TryDequeue(out item))
                {
                    _isDelivering = false;
                    return;
                }
            }

            await Deliver(item);
        }
    }

    private async Task Deliver(StreamEvent item)
    {
        var end = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        for (var pause = 10; Environment.TickCount64 < end; pause = Math.Min(pause * 2, 1000))
        {
            try
            {
                if (hub.Deliverer() is { } silo)
                {
                    await silo.GrainFactory.GetGrain<IStreamConsumerExtension>(subscriber).Deliver(new StreamDelivery(hub.ProviderName, streamId, id, item)).ConfigureAwait(false);
                    return;
                }
            }
            catch (Exception)
            {
                // Tried again: a subscriber may see an event twice.
            }

            await Task.Delay(pause).ConfigureAwait(false);
        }
    }
}
