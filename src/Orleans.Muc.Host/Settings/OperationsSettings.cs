using System.Net;
using Orleans.Muc.Gateway.Options;

namespace Orleans.Muc.Host.Settings;

/// <summary>The section <c>Muc:Operations</c>: where those who look after the server ask how it is. HTTP without encryption or login: for a network of one's own.</summary>
/// <param name="Address"><c>Address</c>, default the loopback one: nobody else asks.</param>
/// <param name="Port"><c>Port</c>, default 8080; 0: any free one, -1: none.</param>
public sealed record OperationsSettings(IPAddress Address, int Port)
{
    private const int UsualPort = 8080;

    /// <summary>Reads it and collects what is wrong with it.</summary>
    internal static OperationsSettings Read(SettingsReader reader)
    {
        var given = reader.Text("Operations:Address", IPAddress.Loopback.ToString());
        if (!IPAddress.TryParse(given, out var address))
            reader.Mistakes.Add($"Muc:Operations:Address is \"{given}\", which is no IP address.");
        var port = reader.Number("Operations:Port", UsualPort);
        if (port is < GatewayOptions.Off or > IPEndPoint.MaxPort)
            reader.Mistakes.Add($"Muc:Operations:Port is {port}; a port is 1 to 65535, 0 for any free one or -1 for none.");
        return new OperationsSettings(address ?? IPAddress.Loopback, port);
    }
}
