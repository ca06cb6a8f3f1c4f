using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Clustering.AzureStorage;

namespace Orleans.Hosting;

/// <summary>Clustering through an Azure table, which only the official package can do: a silo that asks for it does not start.</summary>
public static class AzureTableClusteringExtensions
{
    public static ISiloBuilder UseAzureStorageClustering(this ISiloBuilder builder, Action<AzureStorageClusteringOptions> configureOptions)
        => builder.UseAzureStorageClustering(options => options.Configure(configureOptions));

    public static ISiloBuilder UseAzureStorageClustering(this ISiloBuilder builder, Action<OptionsBuilder<AzureStorageClusteringOptions>> configureOptions)
        => builder.ConfigureServices(services =>
        {
            configureOptions(services.AddOptions<AzureStorageClusteringOptions>());
            services.AddTransient<IConfigurationValidator, Refusal>();
        });

    private sealed class Refusal : IConfigurationValidator
    {
        public void ValidateConfiguration() => throw new OrleansConfigurationException(
            "Clustering through an Azure table needs the official package Microsoft.Orleans.Clustering.AzureStorage, which did not restore when this program was built.");
    }
}
