using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Orleans.Muc.Gateway.Listening;

/// <summary>
/// An accepted socket. It is written to directly, without a pipe in between, and an idle one waits for data without a buffer: both are most of what a connection
/// costs (docs/load.md).
/// </summary>
internal sealed class SocketLink : ConnectionContext, IDuplexPipe
{
    /// <summary>Waits for data with an empty buffer.</summary>
    private static readonly StreamPipeReaderOptions IdleHoldsNothing = new(leaveOpen: true, useZeroByteReads: true);

    private static long count;

    private readonly Socket socket;
    private PipeWriter? output;
    private IFeatureCollection? features;
    private IDictionary<object, object?>? items;
    private int closed;

    public SocketLink(Socket accepted)
    {
        socket = accepted;
        Stream = new NetworkStream(accepted, ownsSocket: true);
        Input = PipeReader.Create(Stream, IdleHoldsNothing);
        RemoteEndPoint = accepted.RemoteEndPoint;
        LocalEndPoint = accepted.LocalEndPoint;
    }

    /// <summary>The socket's bytes both ways; one reads, one writes.</summary>
    public Stream Stream { get; }

    public PipeReader Input { get; }

    public PipeWriter Output => output ??= PipeWriter.Create(Stream, new StreamPipeWriterOptions(leaveOpen: true));

    public override string ConnectionId { get => field ??= $"socket-{Interlocked.Increment(ref count)}"; set; }

    public override IFeatureCollection Features => features ??= new FeatureCollection();

    public override IDictionary<object, object?> Items { get => items ??= new Dictionary<object, object?>(); set => items = value; }

    public override IDuplexPipe Transport { get => this; set => throw new NotSupportedException("A socket has one transport."); }

    /// <summary>Cuts the link at once: whoever reads or writes fails.</summary>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (Interlocked.Exchange(ref closed, 1) == 0)
            socket.Close(timeout: 0);
    }

    /// <summary>Closes the link; what was written still reaches the client.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) == 0)
            Close();
        await base.DisposeAsync();
    }

    private void Close()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The client went first.
        }

        socket.Dispose();
    }
}
