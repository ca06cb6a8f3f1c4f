using System.Buffers;
using System.Collections.Concurrent;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>
/// Carries out the writers that are due, one after the other, on one thread of the pool at a time: sending to hundreds of occupants is one loop over their sockets and not
/// hundreds of wakings. A write that has to wait for its client goes on by itself, and the lane turns to the next.
/// </summary>
internal sealed class OutboundLane : IThreadPoolWorkItem
{
    /// <summary>Bytes put into one write: what a TLS connection sends as two records, and sockets take at once.</summary>
    private const int BufferBytes = 32 * 1024;

    /// <summary>Writers after which the thread is given back, so that a busy lane does not keep rooms from theirs.</summary>
    private const int MostAtOnce = 128;

    private readonly ConcurrentQueue<OutboundWriter> due = new();
    private int running;

    public void Add(OutboundWriter writer)
    {
        due.Enqueue(writer);
        if (Interlocked.Exchange(ref running, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        for (var count = 0; count < MostAtOnce && due.TryDequeue(out var writer); count++)
        {
            var writing = writer.Write(buffer);
            if (writing.IsCompleted)
                continue;
            _ = GiveBack(writing, buffer);
            buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        // A full fence: the queue must not be looked at before others can see that nobody runs, or a writer that comes in between waits for the next one.
        Interlocked.Exchange(ref running, 0);
        if (!due.IsEmpty && Interlocked.Exchange(ref running, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private static async Task GiveBack(ValueTask writing, byte[] buffer)
    {
        await writing;
        ArrayPool<byte>.Shared.Return(buffer);
    }
}

/// <summary>The lanes of a gateway, one per processor; connections are dealt out to them in turn.</summary>
internal sealed class OutboundLanes
{
    private readonly OutboundLane[] lanes = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new OutboundLane())];
    private uint next;

    public OutboundLane Next() => lanes[Interlocked.Increment(ref next) % (uint)lanes.Length];
}
