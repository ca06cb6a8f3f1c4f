using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Orleans.Muc.Gateway.Listening;

/// <summary>A listening socket.</summary>
internal sealed class SocketListener(Socket listening) : IConnectionListener
{
    public EndPoint EndPoint { get; } = listening.LocalEndPoint!;

    /// <summary>The next client; null when nobody is accepted any more.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var accepted = await listening.AcceptAsync(cancellationToken);
                accepted.NoDelay = true;
                return new SocketLink(accepted);
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException failed) when (failed.SocketErrorCode == SocketError.OperationAborted)
            {
                return null;
            }
            catch (SocketException)
            {
                // The client was gone before it was accepted.
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        listening.Dispose();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
