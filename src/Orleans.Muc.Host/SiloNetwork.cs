using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Muc.AzureStorage;
using Orleans.Muc.Host.Settings;

namespace Orleans.Muc.Host;

/// <summary>How this silo finds others.</summary>
internal static class SiloNetwork
{
    /// <summary>Part of the keys of stored states, so it is one for ever.</summary>
    private const string ServiceId = "muc";

    /// <param name="silo">The silo.</param>
    /// <param name="settings">How others reach it; null when it is alone.</param>
    /// <param name="store">Where silos of a cluster find each other.</param>
    /// <exception cref="HostStartException">It can't be reached like that.</exception>
    public static void Join(ISiloBuilder silo, SiloSettings? settings, AzureStore? store)
    {
        if (settings is not null)
        {
            silo.UseAzureStorageCluster(store!);
            Check(settings.Address, settings.Port, "Port");
            Check(settings.Address, settings.GatewayPort, "GatewayPort");
            // Orleans' own word for none is 0.
            var gatewayPort = settings.GatewayPort == SiloSettings.Off ? 0 : settings.GatewayPort;
            if (settings.Address is { } address)
                silo.ConfigureEndpoints(address, settings.Port, gatewayPort);
            else
                silo.ConfigureEndpoints(settings.Port, gatewayPort);
        }
        else
        {
            var (siloPort, gatewayPort) = TakeTwoPorts();
            silo.UseLocalhostClustering(siloPort, gatewayPort);
        }

        silo.Configure<SiloOptions>(options => options.SiloName = settings?.Name ?? "muc");
        silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (ServiceId, settings?.ClusterId ?? ServiceId));
    }

    /// <summary>Orleans listens later, and has no sentence for whoever can mend it.</summary>
    private static void Check(IPAddress? address, int port, string setting)
    {
        if (port == SiloSettings.Off)
            return;
        try
        {
            using var listener = new TcpListener(address ?? IPAddress.Any, port);
            listener.Start();
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new HostStartException($"Port {port} on {address ?? IPAddress.Any} is in use: stop the program that has it, or set Muc:Silo:{setting} to another one.", taken);
        }
        catch (SocketException refused)
        {
            throw new HostStartException(
                $"Port {port} on {address ?? IPAddress.Any} can't be listened on ({refused.SocketErrorCode}): set Muc:Silo:Address to an address of this machine, or Muc:Silo:{setting}.", refused);
        }
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
