using System.Collections.Concurrent;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>Lists lent to queues while something waits in them, so that an idle connection has none.</summary>
internal static class OutboundBatches
{
    /// <summary>Lists kept; as many as connections that wait for their writer at a time.</summary>
    private const int MostKept = 1024;

    /// <summary>Entries; a list that a burst made larger is left to the garbage collector.</summary>
    private const int KeptCapacity = 256;

    private static readonly ConcurrentStack<List<OutboundEntry>> Free = new();
    private static int kept;

    public static List<OutboundEntry> Rent()
    {
        if (!Free.TryPop(out var batch))
            return new List<OutboundEntry>(4);
        Interlocked.Decrement(ref kept);
        return batch;
    }

    public static void Return(List<OutboundEntry> batch)
    {
        if (batch.Capacity > KeptCapacity || Volatile.Read(ref kept) >= MostKept)
            return;
        batch.Clear();
        Interlocked.Increment(ref kept);
        Free.Push(batch);
    }
}
