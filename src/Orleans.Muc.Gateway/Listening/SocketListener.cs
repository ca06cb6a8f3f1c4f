using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Orleans.Muc.Gateway.Listening;

/// <summary>A listening socket.</summary>
internal sealed partial class SocketListener(Socket listening, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>How long nobody is accepted after the system had no file or memory for another socket.</summary>
    private static readonly TimeSpan Exhausted = TimeSpan.FromMilliseconds(200);

    private bool isExhausted;

    public EndPoint EndPoint { get; } = listening.LocalEndPoint!;

    /// <summary>The next client; null when nobody is accepted any more.</summary>
    public async ValueTask<SocketLink?> AcceptAsync()
    {
        while (true)
        {
            try
            {
                if (TryServe(await listening.AcceptAsync()) is { } link)
                    return link;
            }
            catch (Exception over) when (over is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null;
            }
            catch (SocketException failed) when (failed.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                if (!isExhausted)
                    NothingLeft(logger, EndPoint, failed.SocketErrorCode);
                isExhausted = true;
                await Task.Delay(Exhausted, time);
            }
            catch (SocketException)
            {
                // The client was gone before it was accepted.
            }
        }
    }

    /// <summary>Accepts nobody any more.</summary>
    public void Dispose() => listening.Dispose();

    private SocketLink? TryServe(Socket accepted)
    {
        isExhausted = false;
        try
        {
            accepted.NoDelay = true;
            return new SocketLink(accepted);
        }
        catch (SocketException)
        {
            // The client has gone again.
            accepted.Dispose();
            return null;
        }
    }
}
