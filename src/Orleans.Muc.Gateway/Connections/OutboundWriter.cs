using System.Buffers;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>
/// The one that writes to a connection's stream: everything that waits goes out in as few writes as the buffer allows. Nobody waits for it but the end of the
/// connection; a lane carries it out when something was flushed.
/// </summary>
internal sealed class OutboundWriter(OutboundQueue queue, Stream output, OutboundLane lane)
{
    private int due;
    private bool broken;
    private TaskCompletionSource? finished;

    /// <summary>Has what waits written, soon and on another thread. From any thread; never blocks.</summary>
    public void Flush()
    {
        if (Interlocked.Exchange(ref due, 1) == 0)
            lane.Add(this);
    }

    /// <summary>Completes when everything queued is written, or can't be: the client is gone.</summary>
    public Task Finish()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref finished, done);
        Flush();
        return done.Task;
    }

    /// <summary>Writes until nothing waits. For the lane only, one at a time. Throws nothing.</summary>
    /// <param name="buffer">Lent until the task completes.</param>
    public async ValueTask Write(byte[] buffer)
    {
        var ending = Volatile.Read(ref finished);
        var written = 0L;
        while (queue.TryTake(written, out var batch))
        {
            written = broken ? 0 : await Write(batch, buffer);
            batch.Return();
        }

        Interlocked.Exchange(ref due, 0);
        ending?.TrySetResult();
        if (ending is null && (!queue.IsEmpty || Volatile.Read(ref finished) is not null))
            Flush();
    }

    /// <summary>Writes the batch, and returns how much of it the queue has yet to be told of.</summary>
    private async ValueTask<long> Write(OutboundBatch batch, byte[] buffer)
    {
        var untold = 0L;
        try
        {
            for (var next = 0; next < batch.Count;)
            {
                queue.Written(untold);
                (var bytes, untold) = Fill(buffer, batch, ref next);
                if (bytes > 0)
                    await output.WriteAsync(buffer.AsMemory(0, bytes));
                else
                    untold = await WriteLarge(batch[next++]);
            }
        }
#pragma warning disable CA1031 // Whatever the stream suffers, nothing more can be written to it.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The socket or the TLS on it broke: the reading side ends the connection.
            broken = true;
        }

        return untold;
    }

    /// <summary>Copies as many entries as fit.</summary>
    private static (int Bytes, long Counted) Fill(byte[] buffer, in OutboundBatch batch, ref int next)
    {
        var (bytes, counted) = (0, 0L);
        for (; next < batch.Count; next++)
        {
            var entry = batch[next];
            if (bytes + entry.WireLength > buffer.Length)
                break;
            entry.CopyTo(buffer.AsSpan(bytes));
            bytes += entry.WireLength;
            counted += entry.Length;
        }

        return (bytes, counted);
    }

    /// <summary>A stanza larger than the buffer.</summary>
    private async ValueTask<int> WriteLarge(OutboundEntry entry)
    {
        var whole = ArrayPool<byte>.Shared.Rent(entry.WireLength);
        entry.CopyTo(whole);
        await output.WriteAsync(whole.AsMemory(0, entry.WireLength));
        ArrayPool<byte>.Shared.Return(whole);
        return entry.Length;
    }
}
