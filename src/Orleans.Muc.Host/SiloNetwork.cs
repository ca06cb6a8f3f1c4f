using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Muc.AzureStorage;

namespace Orleans.Muc.Host;

/// <summary>How this silo finds others.</summary>
internal static class SiloNetwork
{
    /// <summary>Part of the keys of stored states, so it is one for ever.</summary>
    private const string ServiceId = "muc";

    public static void Join(ISiloBuilder silo, AzureStore? cluster)
    {
        if (cluster is not null)
        {
            silo.UseAzureStorageCluster(cluster).ConfigureEndpoints(EndpointOptions.DEFAULT_SILO_PORT, EndpointOptions.DEFAULT_GATEWAY_PORT);
        }
        else
        {
            var (siloPort, gatewayPort) = TakeTwoPorts();
            silo.UseLocalhostClustering(siloPort, gatewayPort);
            silo.Configure<SiloOptions>(options => options.SiloName = "muc");
        }

        silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (ServiceId, ServiceId));
    }

    /// <summary>Free ports for the silo of a lone process: nobody else talks to it, and several may run on one machine.</summary>
    private static (int Silo, int Gateway) TakeTwoPorts()
    {
        using var first = Listen();
        using var second = Listen();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
