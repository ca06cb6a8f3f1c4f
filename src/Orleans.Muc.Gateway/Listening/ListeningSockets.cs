using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Orleans.Muc.Gateway.Listening;

/// <summary>Opens listening sockets.</summary>
internal static class ListeningSockets
{
    private const int KeepAliveSeconds = 60;
    private const int KeepAliveRetrySeconds = 10;
    private const int KeepAliveRetries = 3;

    /// <summary>Clients that may wait to be accepted: as many as come back at once when a network does.</summary>
    private const int Backlog = 4096;

    /// <exception cref="GatewayStartException">The port can't be listened on.</exception>
    public static SocketListener Open(IPEndPoint address, string setting, TimeProvider time, ILogger logger)
    {
        try
        {
            return new SocketListener(Listen(address), time, logger);
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new GatewayStartException(
                $"Port {address.Port} on {address.Address} is in use: stop the program that has it, or set Muc:Gateway:{setting} to another one.", taken);
        }
        catch (SocketException refused)
        {
            throw new GatewayStartException(
                $"Port {address.Port} on {address.Address} can't be listened on ({refused.SocketErrorCode}): set Muc:Gateway:Address or Muc:Gateway:{setting}.",
                refused);
        }
    }

    /// <summary>Clients that vanish without a word are noticed by TCP itself; accepted sockets inherit that from the listening one.</summary>
    private static Socket Listen(IPEndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // The IPv6 wildcard serves IPv4 too.
            if (address.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveRetrySeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveRetries);
            socket.Bind(address);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
