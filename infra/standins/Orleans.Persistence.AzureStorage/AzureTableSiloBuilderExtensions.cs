using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Grain state in an Azure table.</summary>
public static class AzureTableSiloBuilderExtensions
{
    public static ISiloBuilder AddAzureTableGrainStorage(this ISiloBuilder builder, string name, Action<AzureTableStorageOptions> configureOptions)
        => builder.AddAzureTableGrainStorage(name, options => options.Configure(configureOptions));

    public static ISiloBuilder AddAzureTableGrainStorage(this ISiloBuilder builder, string name, Action<OptionsBuilder<AzureTableStorageOptions>>? configureOptions = null)
        => builder.ConfigureServices(services =>
        {
            configureOptions?.Invoke(services.AddOptions<AzureTableStorageOptions>(name));
            services.AddTransient<IConfigurationValidator>(provider => new Validator(name, Options(provider, name)));
            services.AddGrainStorage(name, static (provider, key) =>
            {
                var options = Options(provider, key);
                options.GrainStorageSerializer ??= provider.GetKeyedService<IGrainStorageSerializer>(key) ?? provider.GetRequiredService<IGrainStorageSerializer>();
                return new AzureTableGrainStorage(key, options, provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId);
            });
        });

    private static AzureTableStorageOptions Options(IServiceProvider services, string name) =>
        services.GetRequiredService<IOptionsMonitor<AzureTableStorageOptions>>().Get(name);

    private sealed class Validator(string name, AzureTableStorageOptions options) : IConfigurationValidator
    {
        public void ValidateConfiguration()
        {
            if (options.TableServiceClient is null)
            {
                throw new OrleansConfigurationException($"The grain storage '{name}' has no {nameof(options.TableServiceClient)}.");
            }

            if (string.IsNullOrWhiteSpace(options.TableName))
            {
                throw new OrleansConfigurationException($"The grain storage '{name}' has no {nameof(options.TableName)}.");
            }
        }
    }
}
