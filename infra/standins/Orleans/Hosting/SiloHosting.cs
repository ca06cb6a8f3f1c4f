using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Microsoft.Extensions.Hosting
{
    /// <summary>A silo in a host.</summary>
    public static class OrleansSiloGenericHostExtensions
    {
        public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder)
            => hostAppBuilder.UseOrleans(_ => { });

        public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
        {
            ArgumentNullException.ThrowIfNull(configureDelegate);
            configureDelegate(SiloServices.AddTo(hostAppBuilder.Services, hostAppBuilder.Configuration));
            return hostAppBuilder;
        }

        public static HostApplicationBuilder UseOrleans(this HostApplicationBuilder hostAppBuilder)
            => hostAppBuilder.UseOrleans(_ => { });

        public static HostApplicationBuilder UseOrleans(this HostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
        {
            ((IHostApplicationBuilder)hostAppBuilder).UseOrleans(configureDelegate);
            return hostAppBuilder;
        }

        public static IHostBuilder UseOrleans(this IHostBuilder hostBuilder, Action<ISiloBuilder> configureDelegate)
            => hostBuilder.UseOrleans((_, silo) => configureDelegate(silo));

        public static IHostBuilder UseOrleans(this IHostBuilder hostBuilder, Action<HostBuilderContext, ISiloBuilder> configureDelegate)
        {
            ArgumentNullException.ThrowIfNull(configureDelegate);
            return hostBuilder.ConfigureServices((context, services) => configureDelegate(context, SiloServices.AddTo(services, context.Configuration)));
        }

        public static IServiceCollection AddOrleans(this IServiceCollection services, Action<ISiloBuilder> configureDelegate)
        {
            ArgumentNullException.ThrowIfNull(configureDelegate);
            configureDelegate(SiloServices.AddTo(services, new ConfigurationBuilder().Build()));
            return services;
        }
    }
}

namespace Orleans.Hosting
{
    /// <summary>The services every silo has.</summary>
    internal static class SiloServices
    {
        public static ISiloBuilder AddTo(IServiceCollection services, IConfiguration configuration)
        {
            var builder = new SiloBuilder(services, configuration);
            if (services.Any(s => s.ServiceType == typeof(SiloNode)))
            {
                return builder;
            }

            services.AddOptions<ClusterOptions>().Bind(configuration.GetSection("Orleans"));
            services.AddOptions<EndpointOptions>().Bind(configuration.GetSection("Orleans:Endpoints"));
            services.AddLogging();
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton(CreateSilo);
            services.AddSingleton<ILocalSiloDetails>(s => s.GetRequiredService<SiloNode>());
            services.AddSingleton<IGrainRuntime>(s => s.GetRequiredService<SiloNode>());
            services.AddSingleton<IClusterMembershipService>(s => s.GetRequiredService<SiloNode>().Membership);
            services.AddSingleton<ISiloStatusOracle>(s => s.GetRequiredService<SiloNode>().Membership);
            services.AddSingleton(s => s.GetRequiredService<SiloNode>().Cluster);
            services.AddSingleton<ClusterNode>(s => s.GetRequiredService<SiloNode>());
            services.AddSingleton<IClusterClient>(s => s.GetRequiredService<SiloNode>().GrainFactory);
            services.AddSingleton<IGrainFactory>(s => s.GetRequiredService<SiloNode>().GrainFactory);
            services.AddSingleton<Timers.ITimerRegistry, TimerRegistry>();
            services.AddSingleton<IPersistentStateFactory, PersistentStateFactory>();
            services.AddSingleton<IGrainContextAccessor, GrainContextAccessor>();
            services.AddScoped<ScopedGrainContext>();
            services.AddScoped<IGrainContext>(s => s.GetRequiredService<ScopedGrainContext>().Context!);
            services.AddSingleton<LifecycleStages>();
            services.AddSingleton<ISiloLifecycleSubject>(s => s.GetRequiredService<LifecycleStages>());
            services.AddSingleton<ISiloLifecycle>(s => s.GetRequiredService<LifecycleStages>());
            AddPlacement(services);
            builder.AddGrainExtension<Core.Internal.IGrainManagementExtension, GrainManagementExtension>();
            builder.AddGrainExtension<Streams.IStreamConsumerExtension, Streams.StreamConsumerExtension>();
            services.AddSingleton<IConfigurationValidator, SiloValidator>();
            services.AddSingleton<SiloHost>();
            services.AddHostedService(s => s.GetRequiredService<SiloHost>());
            return builder;
        }

        private static void AddPlacement(IServiceCollection services)
        {
            services.AddSingleton<RandomPlacementDirector>();
            services.AddPlacementDirector<RandomPlacement>(s => s.GetRequiredService<RandomPlacementDirector>());
            services.AddPlacementDirector<PreferLocalPlacement, PreferLocalPlacementDirector>();
            services.AddPlacementDirector<HashBasedPlacement, HashBasedPlacementDirector>();
        }

        private static SiloNode CreateSilo(IServiceProvider services) => new(services, services.GetRequiredService<IOptions<ClusterChoice>>().Value.KeyFor(
            services.GetRequiredService<IOptions<ClusterOptions>>().Value,
            services.GetRequiredService<IOptions<EndpointOptions>>().Value,
            services.GetRequiredService<IOptions<DevelopmentClusterMembershipOptions>>().Value));
    }

    internal sealed class GrainContextAccessor : IGrainContextAccessor
    {
        public IGrainContext GrainContext => RuntimeContext.Current!;
    }

    internal sealed class GrainManagementExtension(IGrainContext context) : Core.Internal.IGrainManagementExtension
    {
        public ValueTask DeactivateOnIdle()
        {
            context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "It was asked for from outside."));
            return default;
        }

        public ValueTask MigrateOnIdle()
        {
            context.Migrate(null);
            return default;
        }
    }
}
