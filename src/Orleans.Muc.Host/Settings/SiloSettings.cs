using System.Net;
using System.Text.RegularExpressions;
using Orleans.Configuration;

namespace Orleans.Muc.Host.Settings;

/// <summary>The section <c>Muc:Silo</c>: how the other silos of a cluster reach this one.</summary>
/// <param name="Address"><c>Address</c>, an address of this machine. Null, the default but in development, where it is the loopback one: as Orleans picks.</param>
/// <param name="Port"><c>Port</c>, default 11111: for the other silos.</param>
/// <param name="GatewayPort"><c>GatewayPort</c>, default 30000: for clients of Orleans, of which this program has none; -1: none.</param>
/// <param name="ClusterId"><c>ClusterId</c>, default muc: silos with the same one, in the same table, are a cluster.</param>
public sealed partial record SiloSettings(IPAddress? Address, int Port, int GatewayPort, string ClusterId)
{
    /// <summary>A <see cref="GatewayPort"/> that is not listened on.</summary>
    public const int Off = Muc.Gateway.Options.GatewayOptions.Off;

    private const string Section = "Silo";

    /// <summary>What it goes by in logs, unlike that of any other silo: in a container the machine's name is the container's.</summary>
    public string Name => $"{Environment.MachineName}:{Port}";

    /// <summary>Reads it and collects what is wrong with it; null without a cluster.</summary>
    internal static SiloSettings? Read(SettingsReader reader, ClusterKind cluster, bool isDevelopment)
    {
        if (cluster == ClusterKind.Localhost)
        {
            // Decision: a mistake and not ignored, because who sets it believes in a cluster that there isn't.
            if (reader.TakeAll(Section) is [_, ..] given)
                reader.Mistakes.Add($"{string.Join(" and ", given)} would be for other silos, but Muc:Cluster is Localhost, which has none; set Muc:Cluster to AzureStorage, or leave out Muc:Silo.");
            return null;
        }

        var silo = new SiloSettings(
            AddressOf(reader, isDevelopment),
            reader.Number($"{Section}:Port", EndpointOptions.DEFAULT_SILO_PORT),
            reader.Number($"{Section}:GatewayPort", EndpointOptions.DEFAULT_GATEWAY_PORT),
            reader.Text($"{Section}:ClusterId", "muc"));
        if (silo.Port is < 1 or > IPEndPoint.MaxPort)
            reader.Mistakes.Add($"Muc:Silo:Port is {silo.Port}; it must be 1 to 65535, because other silos find it in a table.");
        if (silo.GatewayPort is not Off and (< 1 or > IPEndPoint.MaxPort))
            reader.Mistakes.Add($"Muc:Silo:GatewayPort is {silo.GatewayPort}; it must be 1 to 65535, or -1 for none.");
        if (!Id().IsMatch(silo.ClusterId))
            reader.Mistakes.Add($"Muc:Silo:ClusterId is \"{silo.ClusterId}\"; it must be 1 to 100 letters, digits, hyphens and dots.");
        return silo;
    }

    private static IPAddress? AddressOf(SettingsReader reader, bool isDevelopment)
    {
        if (reader.TextOrNone($"{Section}:Address") is not { } text)
            return isDevelopment ? IPAddress.Loopback : null;
        if (IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
            return address;
        reader.Mistakes.Add($"Muc:Silo:Address is \"{text}\"; it must be the one IP address by which other silos reach this machine.");
        return null;
    }

    [GeneratedRegex("^[A-Za-z0-9.-]{1,100}$")]
    private static partial Regex Id();
}
