using System.Net;
using Microsoft.Extensions.Configuration;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting
{
    /// <summary>Which cluster a silo joins.</summary>
    public static class CoreHostingExtensions
    {
        /// <summary>A cluster on this machine; here: in this process.</summary>
        public static ISiloBuilder UseLocalhostClustering(
            this ISiloBuilder builder,
            int siloPort = EndpointOptions.DEFAULT_SILO_PORT,
            int gatewayPort = EndpointOptions.DEFAULT_GATEWAY_PORT,
            IPEndPoint? primarySiloEndpoint = null,
            string serviceId = "dev",
            string clusterId = "dev")
        {
            builder.Configure<EndpointOptions>(options =>
            {
                options.AdvertisedIPAddress = IPAddress.Loopback;
                options.SiloPort = siloPort;
                options.GatewayPort = gatewayPort;
            });
            builder.Configure<ClusterOptions>(options =>
            {
                options.ServiceId = serviceId;
                options.ClusterId = clusterId;
            });
            return builder.UseDevelopmentClustering(primarySiloEndpoint ?? new IPEndPoint(IPAddress.Loopback, siloPort));
        }

        public static ISiloBuilder UseDevelopmentClustering(this ISiloBuilder builder, IPEndPoint? primarySiloEndpoint)
            => builder.UseDevelopmentClustering(options => options.PrimarySiloEndpoint = primarySiloEndpoint);

        public static ISiloBuilder UseDevelopmentClustering(this ISiloBuilder builder, Action<DevelopmentClusterMembershipOptions> configureOptions)
            => builder.Configure(configureOptions).Configure<ClusterChoice>(choice => choice.IsDevelopment = true);

        /// <summary>Without effect here.</summary>
        public static ISiloBuilder AddActivityPropagation(this ISiloBuilder builder) => builder;
    }

    /// <summary>Where a silo says it is.</summary>
    public static class EndpointOptionsExtensions
    {
        public static ISiloBuilder ConfigureEndpoints(this ISiloBuilder builder, int siloPort, int gatewayPort,
            System.Net.Sockets.AddressFamily addressFamily = System.Net.Sockets.AddressFamily.InterNetwork, bool listenOnAnyHostAddress = false)
            => builder.ConfigureEndpoints(addressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, siloPort, gatewayPort);

        public static ISiloBuilder ConfigureEndpoints(this ISiloBuilder builder, IPAddress advertisedIP, int siloPort, int gatewayPort, bool listenOnAnyHostAddress = false)
            => builder.Configure<EndpointOptions>(options =>
            {
                options.AdvertisedIPAddress = advertisedIP;
                options.SiloPort = siloPort;
                options.GatewayPort = gatewayPort;
            });
    }
}

namespace Orleans.Runtime
{
    /// <summary>How the silo's cluster was chosen; decides which other silos of the process it is in a cluster with.</summary>
    internal sealed class ClusterChoice
    {
        private const string Advice = "The in-repo stand-in for Orleans runs in one process; build with the official Microsoft.Orleans packages (-p:Packages=official) for this.";

        /// <summary>Set by a test cluster, whose silos are all in this process.</summary>
        public string? InProcessKey { get; set; }

        public bool IsDevelopment { get; set; }

        public string KeyFor(ClusterOptions cluster, EndpointOptions endpoint, DevelopmentClusterMembershipOptions development)
            => InProcessKey ?? $"{cluster.ServiceId}/{cluster.ClusterId}/{development.PrimarySiloEndpoint ?? OwnEndpoint(endpoint)}";

        public void Validate(IConfiguration configuration, EndpointOptions endpoint, DevelopmentClusterMembershipOptions development, InProcessCluster cluster)
        {
            var provider = configuration["Orleans:Clustering:ProviderType"];
            if (provider is not null && !provider.Equals("Development", StringComparison.OrdinalIgnoreCase))
            {
                throw new OrleansConfigurationException($"Clustering through '{provider}' was asked for. {Advice}");
            }

            if (InProcessKey is null && !IsDevelopment && provider is null)
            {
                // A silo needs a membership table, which clustering registers: the container can't make one without.
                throw new InvalidOperationException($"No clustering was chosen for the silo: call UseLocalhostClustering. {Advice}");
            }

            var primary = development.PrimarySiloEndpoint;
            if (InProcessKey is null && primary is not null && !primary.Equals(OwnEndpoint(endpoint)) && !cluster.Silos.Keys.Any(s => s.Endpoint.Equals(primary)))
            {
                throw new OrleansConfigurationException($"A primary silo at {primary}, in another process, was asked for. {Advice}");
            }
        }

        private static IPEndPoint OwnEndpoint(EndpointOptions endpoint) => new(endpoint.AdvertisedIPAddress, endpoint.SiloPort);
    }
}
