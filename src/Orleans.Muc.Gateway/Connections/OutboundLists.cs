using System.Collections.Concurrent;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>Lists lent to queues while more than one entry waits in them.</summary>
internal static class OutboundLists
{
    /// <summary>Lists kept; for so many connections at a time.</summary>
    private const int MostKept = 1024;

    /// <summary>Entries; a list that a burst made larger is left to the garbage collector.</summary>
    private const int KeptCapacity = 256;

    private static readonly ConcurrentStack<List<OutboundEntry>> Free = new();
    private static int kept;

    public static List<OutboundEntry> Rent()
    {
        if (!Free.TryPop(out var list))
            return new List<OutboundEntry>(4);
        Interlocked.Decrement(ref kept);
        return list;
    }

    public static void Return(List<OutboundEntry> list)
    {
        if (list.Capacity > KeptCapacity || Volatile.Read(ref kept) >= MostKept)
            return;
        list.Clear();
        Interlocked.Increment(ref kept);
        Free.Push(list);
    }
}
