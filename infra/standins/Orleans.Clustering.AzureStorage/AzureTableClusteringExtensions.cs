using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Clustering.AzureStorage;

namespace Orleans.Hosting;

/// <summary>Clustering through an Azure table, which only the official package can do: a host whose silo asks for it does not start.</summary>
public static class AzureTableClusteringExtensions
{
    private const string Sentence =
        "Clustering through an Azure table needs the official package Microsoft.Orleans.Clustering.AzureStorage, which this program was built without.";

    public static ISiloBuilder UseAzureStorageClustering(this ISiloBuilder builder, Action<AzureStorageClusteringOptions> configureOptions)
        => builder.UseAzureStorageClustering(options => options.Configure(configureOptions));

    public static ISiloBuilder UseAzureStorageClustering(this ISiloBuilder builder, Action<OptionsBuilder<AzureStorageClusteringOptions>> configureOptions)
        => builder.ConfigureServices(services =>
        {
            configureOptions(services.AddOptions<AzureStorageClusteringOptions>());
            // The first thing that a host makes when it starts: before the silo misses its membership table and says so less clearly.
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(static _ => throw new OrleansConfigurationException(Sentence)));
            // And where everything is checked for what it needs when the host is built, it is there.
            services.AddSingleton<IMembershipTable>(static _ => throw new OrleansConfigurationException(Sentence));
        });
}
