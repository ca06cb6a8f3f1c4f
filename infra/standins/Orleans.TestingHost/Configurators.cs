using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.TestingHost;

/// <summary>Adds to every silo of a test cluster.</summary>
public interface ISiloConfigurator
{
    void Configure(ISiloBuilder siloBuilder);
}

/// <summary>Adds to the host of every silo, or of the client, of a test cluster.</summary>
public interface IHostConfigurator
{
    void Configure(IHostBuilder hostBuilder);
}

/// <summary>Adds to the client of a test cluster.</summary>
public interface IClientBuilderConfigurator
{
    void Configure(IConfiguration configuration, IClientBuilder clientBuilder);
}

/// <summary>Hands out ports.</summary>
public interface ITestClusterPortAllocator : IDisposable
{
    (int, int) AllocateConsecutivePortPairs(int numPorts);
}

/// <summary>Hands out ports that are only names: nothing listens on them.</summary>
public class TestClusterPortAllocator : ITestClusterPortAllocator
{
    private static int s_next = 20_000;

    public (int, int) AllocateConsecutivePortPairs(int numPorts = 5)
    {
        var first = Interlocked.Add(ref s_next, numPorts) - numPorts;
        return (first, first + 20_000);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>What configurators can ask of the test cluster.</summary>
public static class TestClusterExtensions
{
    public static IConfiguration GetConfiguration(this IHostBuilder builder) => (IConfiguration)builder.Properties["Configuration"];

    public static string? GetConfigurationValue(this IHostBuilder hostBuilder, string key) => hostBuilder.GetConfiguration()[key];

    public static TestClusterOptions GetTestClusterOptions(this IHostBuilder hostBuilder) => hostBuilder.GetConfiguration().GetTestClusterOptions();

    public static TestClusterOptions GetTestClusterOptions(this IConfiguration config)
    {
        var options = new TestClusterOptions();
        config.Bind(options);
        return options;
    }
}
