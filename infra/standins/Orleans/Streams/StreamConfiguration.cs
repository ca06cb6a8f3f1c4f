using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Configuration
{
    /// <summary>How events are fetched from their queues.</summary>
    public class StreamPullingAgentOptions
    {
        public static readonly int DEFAULT_BATCH_CONTAINER_BATCH_SIZE = 1;
        public static readonly TimeSpan DEFAULT_GET_QUEUE_MESSAGES_TIMER_PERIOD = TimeSpan.FromMilliseconds(100);
        public static readonly TimeSpan DEFAULT_INIT_QUEUE_TIMEOUT = TimeSpan.FromSeconds(5);
        public static readonly TimeSpan DEFAULT_MAX_EVENT_DELIVERY_TIME = TimeSpan.FromMinutes(1);
        public static readonly TimeSpan DEFAULT_STREAM_INACTIVITY_PERIOD = TimeSpan.FromMinutes(30);

        public int BatchContainerBatchSize { get; set; } = DEFAULT_BATCH_CONTAINER_BATCH_SIZE;

        /// <summary>How long an event may wait to be fetched. (Here it leaves at once.)</summary>
        public TimeSpan GetQueueMsgsTimerPeriod { get; set; } = DEFAULT_GET_QUEUE_MESSAGES_TIMER_PERIOD;

        public TimeSpan InitQueueTimeout { get; set; } = DEFAULT_INIT_QUEUE_TIMEOUT;

        /// <summary>How long the delivery of an event is retried before it is dropped.</summary>
        public TimeSpan MaxEventDeliveryTime { get; set; } = DEFAULT_MAX_EVENT_DELIVERY_TIME;

        public TimeSpan StreamInactivityPeriod { get; set; } = DEFAULT_STREAM_INACTIVITY_PERIOD;
    }
}

namespace Orleans.Streams
{
    /// <summary>Which subscriptions a provider knows.</summary>
    public enum StreamPubSubType
    {
        ExplicitGrainBasedAndImplicit = 0,
        ExplicitGrainBasedOnly = 1,
        ImplicitOnly = 2,
    }
}

namespace Orleans.Hosting
{
    /// <summary>Configures a service that has a name.</summary>
    public interface INamedServiceConfigurator
    {
        string Name { get; }

        Action<Action<IServiceCollection>> ConfigureDelegate { get; }
    }

    /// <summary>Configures a stream provider with queues.</summary>
    public interface IPersistentStreamConfigurator : INamedServiceConfigurator;

    /// <summary>Configures a stream provider with queues, in a silo.</summary>
    public interface ISiloPersistentStreamConfigurator : IPersistentStreamConfigurator;

    /// <summary>Configures a rewindable stream provider with queues, in a silo.</summary>
    public interface ISiloRecoverableStreamConfigurator : ISiloPersistentStreamConfigurator;

    /// <summary>Configures streams held in memory.</summary>
    public interface IMemoryStreamConfigurator : INamedServiceConfigurator;

    /// <summary>Configures streams held in memory, in a silo.</summary>
    public interface ISiloMemoryStreamConfigurator : IMemoryStreamConfigurator, ISiloRecoverableStreamConfigurator;

    /// <summary>Options by the configurator's name.</summary>
    public static class NamedServiceConfiguratorExtensions
    {
        public static void Configure<TOptions>(this INamedServiceConfigurator configurator, Action<OptionsBuilder<TOptions>>? configureOptions)
            where TOptions : class, new()
            => configurator.ConfigureDelegate(services => configureOptions?.Invoke(services.AddOptions<TOptions>(configurator.Name)));
    }

    /// <summary>Fetching.</summary>
    public static class SiloPersistentStreamConfiguratorExtensions
    {
        public static void ConfigurePullingAgent(this ISiloPersistentStreamConfigurator configurator, Action<OptionsBuilder<StreamPullingAgentOptions>>? configureOptions = null)
            => configurator.Configure(configureOptions);
    }

    /// <summary>Subscriptions.</summary>
    public static class PersistentStreamConfiguratorExtensions
    {
        /// <summary>Without effect here: every provider knows both kinds.</summary>
        public static void ConfigureStreamPubSub(
            this IPersistentStreamConfigurator configurator, Streams.StreamPubSubType pubsubType = Streams.StreamPubSubType.ExplicitGrainBasedAndImplicit)
        {
        }
    }

    /// <summary>Queues.</summary>
    public static class MemoryStreamConfiguratorExtensions
    {
        /// <summary>Without effect here: every stream is its own queue.</summary>
        public static void ConfigurePartitioning(this IMemoryStreamConfigurator configurator, int numOfQueues = 8)
        {
        }
    }
}
