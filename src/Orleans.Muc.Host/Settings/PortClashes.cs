using Orleans.Muc.Gateway.Options;

namespace Orleans.Muc.Host.Settings;

/// <summary>Ports of different sections that are one; those within the gateway's the gateway finds itself.</summary>
internal static class PortClashes
{
    public static IEnumerable<string> Mistakes(GatewayOptions gateway, OperationsSettings operations, SiloSettings? silo)
    {
        (string Name, int Port)[] ports =
        [
            ("Muc:Gateway:TcpPort", gateway.TcpPort),
            ("Muc:Gateway:TlsPort", gateway.TlsPort),
            ("Muc:Gateway:HttpPort", gateway.HttpPort),
            ("Muc:Operations:Port", operations.Port),
            ("Muc:Silo:Port", silo?.Port ?? GatewayOptions.Off),
            ("Muc:Silo:GatewayPort", silo?.GatewayPort ?? GatewayOptions.Off),
        ];
        return from port in ports
               where port.Port > 0
               group port.Name by port.Port into same
               where same.Count() > 1 && same.Any(name => !name.StartsWith("Muc:Gateway:", StringComparison.Ordinal))
               select $"{string.Join(" and ", same)} are the same port, {same.Key}; each needs its own.";
    }
}
