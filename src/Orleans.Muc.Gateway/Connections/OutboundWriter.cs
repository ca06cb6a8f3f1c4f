using System.IO.Pipelines;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>The one that writes to a connection's pipe: everything that waits goes out in as few flushes as the pipe's own bound allows.</summary>
internal static class OutboundWriter
{
    /// <summary>Bytes put into the pipe before it is asked whether the client keeps up: only what it took leaves the queue's count.</summary>
    private const int FlushBytes = 32 * 1024;

    /// <summary>Runs until the queue is finished or the client gone. Throws nothing.</summary>
    public static async Task Run(OutboundQueue queue, PipeWriter output)
    {
        List<OutboundEntry>? batch = null;
        try
        {
            while (true)
            {
                await queue.Wake.Wait();
                batch = queue.Take(batch);
                while (batch.Count > 0)
                {
                    if (!await Write(queue, batch, output))
                        return;
                    batch = queue.Take(batch);
                }

                if (queue.Finishing)
                    return;
            }
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The socket or the TLS on it broke: the reading side ends the connection.
        }
    }

    private static async ValueTask<bool> Write(OutboundQueue queue, List<OutboundEntry> batch, PipeWriter output)
    {
        long unflushed = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].WriteTo(output);
            unflushed += batch[i].Length;
            if (unflushed < FlushBytes && i < batch.Count - 1)
                continue;
            var flushed = await output.FlushAsync();
            queue.Written(unflushed);
            unflushed = 0;
            if (flushed.IsCompleted)
                return false;
        }

        return true;
    }
}
