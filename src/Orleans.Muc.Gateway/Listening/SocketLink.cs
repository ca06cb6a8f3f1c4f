using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Orleans.Muc.Gateway.Connections;

namespace Orleans.Muc.Gateway.Listening;

/// <summary>
/// An accepted socket. It is written to directly, without a pipe in between, and an idle one waits for data without a buffer: both are most of what a connection
/// costs (docs/load.md).
/// </summary>
internal sealed class SocketLink : ILink
{
    /// <summary>Waits for data with an empty buffer.</summary>
    private static readonly StreamPipeReaderOptions IdleHoldsNothing = new(leaveOpen: true, useZeroByteReads: true);

    private static long count;

    private readonly Socket socket;
    private int closed;

    public SocketLink(Socket accepted)
    {
        socket = accepted;
        Stream = new SocketStream(accepted);
        Input = PipeReader.Create(Stream, IdleHoldsNothing);
        Remote = accepted.RemoteEndPoint;
    }

    public string Id { get; } = $"socket-{Interlocked.Increment(ref count)}";

    public EndPoint? Remote { get; }

    public PipeReader Input { get; }

    public Stream Stream { get; }

    public void Abort()
    {
        if (Interlocked.Exchange(ref closed, 1) == 0)
            socket.Close(timeout: 0);
    }

    /// <summary>Closes the link; what was written still reaches the client.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
            return ValueTask.CompletedTask;
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The client went first.
        }

        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
