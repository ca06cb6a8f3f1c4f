using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Gateway.Options;

namespace Orleans.Muc.Gateway.Listening;

/// <summary>Opens listening sockets on Kestrel's transport, without the rest of Kestrel, so that any .NET host will do.</summary>
internal static class ListeningSockets
{
    private const int KeepAliveSeconds = 60;
    private const int KeepAliveRetrySeconds = 10;
    private const int KeepAliveRetries = 3;

    public static IConnectionListenerFactory Factory(GatewayOptions options, ILoggerFactory loggers) => new SocketTransportFactory(
        Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions
        {
            // A stanza is kept in the pipe until it is whole.
            MaxReadBufferSize = Math.Max(1_048_576, 2L * options.MaxStanzaBytes),
            CreateBoundListenSocket = Bind,
        }),
        loggers);

    /// <exception cref="GatewayStartException">The port can't be listened on.</exception>
    public static async Task<IConnectionListener> Open(IConnectionListenerFactory factory, IPEndPoint address, string setting, CancellationToken cancellation)
    {
        try
        {
            return await factory.BindAsync(address, cancellation);
        }
        catch (Exception taken) when (taken is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
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
    private static Socket Bind(EndPoint address)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveRetrySeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveRetries);
        return socket;
    }
}
