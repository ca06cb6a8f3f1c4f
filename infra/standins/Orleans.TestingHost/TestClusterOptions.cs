namespace Orleans.TestingHost;

/// <summary>How silos would reach each other. (Here they are in one process and always do.)</summary>
public enum ConnectionTransportType
{
    TcpSocket = 0,
    InMemory = 1,
    UnixSocket = 2,
}

/// <summary>What a test cluster is to be.</summary>
public class TestClusterOptions
{
    public string ClusterId { get; set; } = "";

    public string ServiceId { get; set; } = "";

    public int BaseSiloPort { get; set; }

    public int BaseGatewayPort { get; set; }

    public bool UseTestClusterMembership { get; set; } = true;

    public bool UseRealEnvironmentStatistics { get; set; }

    public bool InitializeClientOnDeploy { get; set; } = true;

    public short InitialSilosCount { get; set; }

    public string? ApplicationBaseDirectory { get; set; }

    public bool ConfigureFileLogging { get; set; }

    public bool AssumeHomogenousSilosForTesting { get; set; } = true;

    public bool GatewayPerSilo { get; set; } = true;

    /// <summary>Assembly-qualified names of configurators with a parameterless constructor.</summary>
    public List<string?> SiloBuilderConfiguratorTypes { get; } = [];

    /// <summary>Assembly-qualified names of configurators with a parameterless constructor.</summary>
    public List<string?> ClientBuilderConfiguratorTypes { get; } = [];

    public ConnectionTransportType ConnectionTransport { get; set; } = ConnectionTransportType.InMemory;

    /// <summary>The options as the hosts find them in their configuration.</summary>
    public Dictionary<string, string?> ToDictionary()
    {
        var values = new Dictionary<string, string?>
        {
            [nameof(ClusterId)] = ClusterId,
            [nameof(ServiceId)] = ServiceId,
            [nameof(BaseSiloPort)] = $"{BaseSiloPort}",
            [nameof(BaseGatewayPort)] = $"{BaseGatewayPort}",
            [nameof(InitialSilosCount)] = $"{InitialSilosCount}",
            [nameof(UseTestClusterMembership)] = $"{UseTestClusterMembership}",
            [nameof(InitializeClientOnDeploy)] = $"{InitializeClientOnDeploy}",
            [$"Orleans:{nameof(ClusterId)}"] = ClusterId,
            [$"Orleans:{nameof(ServiceId)}"] = ServiceId,
        };
        for (var i = 0; i < SiloBuilderConfiguratorTypes.Count; i++)
        {
            values[$"{nameof(SiloBuilderConfiguratorTypes)}:{i}"] = SiloBuilderConfiguratorTypes[i];
        }

        for (var i = 0; i < ClientBuilderConfiguratorTypes.Count; i++)
        {
            values[$"{nameof(ClientBuilderConfiguratorTypes)}:{i}"] = ClientBuilderConfiguratorTypes[i];
        }

        return values;
    }
}
