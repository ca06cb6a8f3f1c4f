using Orleans.Muc.Abstractions;
using Orleans.Muc.AzureStorage;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Host.Logging;

namespace Orleans.Muc.Host.Settings;

/// <summary>Which storage holds the rooms and accounts.</summary>
public enum StorageKind
{
    /// <summary>One SQLite file under the data directory.</summary>
    Sqlite,

    /// <summary>Azure tables and blobs.</summary>
    AzureStorage,

    /// <summary>Nothing survives the process: for tests.</summary>
    Memory,
}

/// <summary>How silos find each other.</summary>
public enum ClusterKind
{
    /// <summary>There is one, in this process.</summary>
    Localhost,

    /// <summary>In a table of the storage account.</summary>
    AzureStorage,
}

/// <summary>The section <c>Muc</c> of the configuration, read and found right.</summary>
/// <param name="Identity">The domains <c>Muc:Domain</c> (default localhost) and <c>Muc:Service</c> (default conference.localhost), and <c>Muc:Admins</c>.</param>
/// <param name="Storage"><c>Muc:Storage</c>, default <see cref="StorageKind.Sqlite"/>.</param>
/// <param name="Archive"><c>Muc:Archive</c>, default true: whether messages are stored.</param>
/// <param name="DataDirectory"><c>Muc:DataDirectory</c>, default ./data, relative to the working directory: the database, and the certificate made at first start.</param>
/// <param name="Gateway"><c>Muc:Gateway</c> and <c>Muc:Registration</c>.</param>
public sealed record MucSettings(MucIdentity Identity, StorageKind Storage, bool Archive, string DataDirectory, GatewayOptions Gateway)
{
    /// <summary><c>Muc:ArchiveDays</c>, 0 to 36,500, default 0: how many days messages are shown and kept; 0 for without end. A room's own limit can only be shorter.</summary>
    public int ArchiveDays { get; init; }

    /// <summary><c>Muc:Cluster</c>.</summary>
    public ClusterKind Cluster { get; init; }

    /// <summary><c>Muc:Logging:Format</c>, default <see cref="LogFormat.Text"/>.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary><c>Muc:AzureStorage</c>; null with another storage.</summary>
    public AzureStorageOptions? Azure { get; init; }

    /// <summary><c>Muc:Silo</c>; null without a cluster.</summary>
    public SiloSettings? Silo { get; init; }

    /// <summary><c>Muc:Operations</c>.</summary>
    public required OperationsSettings Operations { get; init; }

    /// <summary><c>Muc:Certificate</c>; null when the server makes one for itself.</summary>
    public CertificateSettings? Certificate { get; init; }

    /// <summary>
    /// <c>Muc:ShutdownTimeout</c>, 2 seconds to an hour, default 30 seconds: within which the process ends once it is asked to. Whoever kills it when that takes too long should wait for longer.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
