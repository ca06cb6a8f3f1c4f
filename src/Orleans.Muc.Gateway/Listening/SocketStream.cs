using System.Net.Sockets;

namespace Orleans.Muc.Gateway.Listening;

/// <summary>
/// A socket as a stream. A write is one system call on the caller's thread as long as the system takes the bytes at once, which it does unless the client is slow; only what it doesn't
/// take waits for the socket.
/// </summary>
internal sealed class SocketStream : NetworkStream
{
    public SocketStream(Socket socket)
        : base(socket, ownsSocket: true)
    {
        // After the base has seen a blocking socket, which it insists on. Waiting for data and space is unaffected.
        socket.Blocking = false;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var sent = Socket.Send(buffer.Span, SocketFlags.None, out var error);
        if (error == SocketError.Success && sent == buffer.Length)
            return ValueTask.CompletedTask;
        // A broken socket says so once more here.
        return base.WriteAsync(buffer[(error == SocketError.Success ? sent : 0)..], cancellationToken);
    }
}
