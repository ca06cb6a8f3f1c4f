using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>Makes the hosts of a test cluster.</summary>
public class TestClusterHostFactory
{
    public static IHost CreateSiloHost(string hostName, IConfiguration configuration, Action<IHostBuilder>? postConfigureHostBuilder = null)
    {
        var hostBuilder = NewHostBuilder(configuration);
        hostBuilder.UseOrleans(silo => silo
            .Configure<SiloOptions>(options => options.SiloName = configuration["Name"] ?? hostName)
            .Configure<ClusterOptions>(options => SetCluster(options, configuration))
            .Configure<EndpointOptions>(options =>
            {
                options.SiloPort = int.Parse(configuration[nameof(EndpointOptions.SiloPort)] ?? "0", null);
                options.GatewayPort = int.Parse(configuration[nameof(EndpointOptions.GatewayPort)] ?? "0", null);
            })
            .Configure<ClusterChoice>(choice => choice.InProcessKey = Key(configuration))
            .Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30)));
        foreach (var configurator in Configurators(configuration, nameof(TestClusterOptions.SiloBuilderConfiguratorTypes)))
        {
            (configurator as IHostConfigurator)?.Configure(hostBuilder);
            if (configurator is ISiloConfigurator silo)
            {
                hostBuilder.UseOrleans(silo.Configure);
            }
        }

        postConfigureHostBuilder?.Invoke(hostBuilder);
        return hostBuilder.Build();
    }

    public static IHost CreateClusterClient(string hostName, IConfiguration configuration, Action<IHostBuilder>? postConfigureHostBuilder = null)
    {
        var hostBuilder = NewHostBuilder(configuration);
        hostBuilder.ConfigureServices(services =>
        {
            services.Configure<ClusterOptions>(options => SetCluster(options, configuration));
            services.AddSingleton(provider => new ClientNode(provider, Key(configuration)));
            services.AddSingleton<ClusterNode>(provider => provider.GetRequiredService<ClientNode>());
            services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<ClientNode>().GrainFactory);
            services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<ClientNode>().GrainFactory);
        });
        foreach (var configurator in Configurators(configuration, nameof(TestClusterOptions.ClientBuilderConfiguratorTypes)))
        {
            (configurator as IHostConfigurator)?.Configure(hostBuilder);
            if (configurator is IClientBuilderConfigurator client)
            {
                hostBuilder.ConfigureServices((context, services) => client.Configure(context.Configuration, new ClientBuilder(services, context.Configuration)));
            }
        }

        postConfigureHostBuilder?.Invoke(hostBuilder);
        return hostBuilder.Build();
    }

    private static HostBuilder NewHostBuilder(IConfiguration configuration)
    {
        var hostBuilder = new HostBuilder();
        hostBuilder.UseEnvironment(Environments.Development);
        hostBuilder.Properties["Configuration"] = configuration;
        hostBuilder.ConfigureHostConfiguration(host => host.AddConfiguration(configuration));
        return hostBuilder;
    }

    private static string Key(IConfiguration configuration) => $"test/{configuration[nameof(TestClusterOptions.ServiceId)]}/{configuration[nameof(TestClusterOptions.ClusterId)]}";

    private static void SetCluster(ClusterOptions options, IConfiguration configuration)
    {
        options.ClusterId = configuration[nameof(TestClusterOptions.ClusterId)] ?? options.ClusterId;
        options.ServiceId = configuration[nameof(TestClusterOptions.ServiceId)] ?? options.ServiceId;
    }

    private static IEnumerable<object> Configurators(IConfiguration configuration, string section)
        => configuration.GetSection(section).GetChildren().Select(c => c.Value).Where(name => !string.IsNullOrEmpty(name))
            .Select(name => Activator.CreateInstance(Type.GetType(name!, throwOnError: true)!)!);
}
