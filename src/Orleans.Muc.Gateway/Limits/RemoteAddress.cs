using System.Net;
using System.Net.Sockets;

namespace Orleans.Muc.Gateway.Limits;

/// <summary>Who connects, as limits see it: an IPv4 address, or the /64 network of an IPv6 address, all of which one household owns. Null when the transport has no addresses.</summary>
internal readonly record struct RemoteAddress(IPAddress? Network)
{
    private const int HostBytes = 8;

    public static RemoteAddress Of(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address })
            return default;
        if (address.IsIPv4MappedToIPv6)
            return new RemoteAddress(address.MapToIPv4());
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return new RemoteAddress(address);
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(HostBytes).Clear();
        return new RemoteAddress(new IPAddress(bytes));
    }

    public override string ToString() => Network?.ToString() ?? "an unknown address";
}
