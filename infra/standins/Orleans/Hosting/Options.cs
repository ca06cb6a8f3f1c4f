using System.Net;

namespace Orleans.Configuration;

/// <summary>Which cluster, of which service.</summary>
public class ClusterOptions
{
    public const string DefaultClusterId = "default";
    public const string DefaultServiceId = "default";

    public string ClusterId { get; set; } = DefaultClusterId;

    public string ServiceId { get; set; } = DefaultServiceId;
}

/// <summary>The silo's name.</summary>
public class SiloOptions
{
    public string SiloName { get; set; } = "";
}

/// <summary>Where the silo would listen. (Here it is only its name; nothing listens.)</summary>
public class EndpointOptions
{
    public const int DEFAULT_SILO_PORT = 11111;
    public const int DEFAULT_GATEWAY_PORT = 30000;

    public IPAddress AdvertisedIPAddress { get; set; } = IPAddress.Loopback;

    public int SiloPort { get; set; } = DEFAULT_SILO_PORT;

    public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;

    public IPEndPoint? SiloListeningEndpoint { get; set; }

    public IPEndPoint? GatewayListeningEndpoint { get; set; }
}

/// <summary>How the death of a silo is noticed. Here: it is declared <c>ProbeTimeout × NumMissedProbesLimit</c> after it was killed.</summary>
public class ClusterMembershipOptions
{
    private TimeSpan? _maxProbeTimeout;
    private TimeSpan? _minProbeTimeout;

    public int NumMissedTableIAmAliveLimit { get; set; } = 3;

    public bool LivenessEnabled { get; set; } = true;

    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan MaxProbeTimeout { get => _maxProbeTimeout ?? ProbeTimeout * 4; set => _maxProbeTimeout = value; }

    public TimeSpan MinProbeTimeout { get => _minProbeTimeout ?? ProbeTimeout; set => _minProbeTimeout = value; }

    public TimeSpan TableRefreshTimeout { get; set; } = TimeSpan.FromSeconds(60);

    public TimeSpan DeathVoteExpirationTimeout { get; set; } = TimeSpan.FromMinutes(2);

    public TimeSpan IAmAliveTablePublishTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan MaxJoinAttemptTime { get; set; } = TimeSpan.FromMinutes(5);

    public bool UseLivenessGossip { get; set; } = true;

    public int NumProbedSilos { get; set; } = 10;

    public int NumMissedProbesLimit { get; set; } = 3;

    public int NumVotesForDeathDeclaration { get; set; } = 2;

    public TimeSpan DefunctSiloExpiration { get; set; } = TimeSpan.FromDays(7);

    public TimeSpan? DefunctSiloCleanupPeriod { get; set; } = TimeSpan.FromHours(1);

    public int? MaxDefunctSiloEntries { get; set; } = 25;

    public TimeSpan LocalHealthDegradationMonitoringPeriod { get; set; } = TimeSpan.FromSeconds(10);

    public bool ExtendProbeTimeoutDuringDegradation { get; set; } = true;

    public bool EnableIndirectProbes { get; set; } = true;

    public bool EnableConnectionLivenessCheck { get; set; } = true;

    public bool EvictWhenMaxJoinAttemptTimeExceeded { get; set; } = true;
}

/// <summary>How calls are sent.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits for an answer.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan ResponseTimeoutWithDebugger { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Whether a request nobody waits for any more is dropped instead of run.</summary>
    public bool DropExpiredMessages { get; set; } = true;

    public bool CancelRequestOnTimeout { get; set; } = true;

    public bool WaitForCancellationAcknowledgement { get; set; }

    public bool CancelUnknownRequestOnStatusUpdate { get; set; } = true;

    public int MaxMessageHeaderSize { get; set; } = 1_000_000;

    public int MaxMessageBodySize { get; set; } = 100_000_000;
}

/// <summary>How a silo's calls are sent.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    public TimeSpan SystemResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan MaxRequestProcessingTime { get; set; } = TimeSpan.FromHours(2);

    public TimeSpan RequestProcessingWarningTime { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan RequestQueueDelayWarningTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many times a request that meets an ended activation is sent on.</summary>
    public int MaxForwardCount { get; set; } = 2;

    public int MaxEnqueuedRequestsSoftLimit { get; set; }

    public int MaxEnqueuedRequestsHardLimit { get; set; }

    public TimeSpan ClientDropTimeout { get; set; } = TimeSpan.FromMinutes(1);

    public bool AssumeHomogenousSilosForTesting { get; set; }
}

/// <summary>How a client's calls are sent.</summary>
public class ClientMessagingOptions : MessagingOptions;

/// <summary>When idle activations are collected.</summary>
public class GrainCollectionOptions
{
    public static readonly TimeSpan DEFAULT_COLLECTION_QUANTUM = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan DEFAULT_ACTIVATION_TIMEOUT = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan DEFAULT_DEACTIVATION_TIMEOUT = TimeSpan.FromSeconds(30);

    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionQuantum { get; set; } = DEFAULT_COLLECTION_QUANTUM;

    /// <summary>How long an activation may be idle; more than <see cref="CollectionQuantum"/>.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The same for a class, by its full name.</summary>
    public Dictionary<string, TimeSpan> ClassSpecificCollectionAge { get; set; } = [];

    public TimeSpan ActivationTimeout { get; set; } = DEFAULT_ACTIVATION_TIMEOUT;

    public TimeSpan DeactivationTimeout { get; set; } = DEFAULT_DEACTIVATION_TIMEOUT;

    public bool EnableActivationSheddingOnMemoryPressure { get; set; }

    public TimeSpan MemoryUsagePollingPeriod { get; set; } = TimeSpan.FromSeconds(5);

    public double MemoryUsageLimitPercentage { get; set; } = 80;

    public double MemoryUsageTargetPercentage { get; set; } = 75;
}

/// <summary>How turns are scheduled.</summary>
public class SchedulingOptions
{
    public static readonly TimeSpan DEFAULT_ACTIVATION_SCHEDULING_QUANTUM = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an activation keeps its thread while others wait.</summary>
    public TimeSpan ActivationSchedulingQuantum { get; set; } = DEFAULT_ACTIVATION_SCHEDULING_QUANTUM;

    public TimeSpan DelayWarningThreshold { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan TurnWarningLengthThreshold { get; set; } = TimeSpan.FromSeconds(1);

    public TimeSpan StoppedActivationWarningInterval { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>How activations are found. (Here one table per process knows them all: without effect.)</summary>
public class GrainDirectoryOptions
{
    public enum CachingStrategyType
    {
        None = 0,
        LRU = 1,
        Adaptive = 2,
        Custom = 3,
    }

    public CachingStrategyType CachingStrategy { get; set; } = CachingStrategyType.LRU;

    public int CacheSize { get; set; } = 1_000_000;

    public TimeSpan MaximumCacheTTL { get; set; } = TimeSpan.FromMinutes(4);

    public TimeSpan LazyDeregistrationDelay { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Grain state held in memory.</summary>
public class MemoryGrainStorageOptions
{
    public const int NumStorageGrainsDefaultValue = 10;
    public const int DEFAULT_INIT_STAGE = ServiceLifecycleStage.ApplicationServices;

    public int NumStorageGrains { get; set; } = NumStorageGrainsDefaultValue;

    public int InitStage { get; set; } = DEFAULT_INIT_STAGE;
}

/// <summary>Which silo is the primary one.</summary>
public class DevelopmentClusterMembershipOptions
{
    public IPEndPoint? PrimarySiloEndpoint { get; set; }
}
