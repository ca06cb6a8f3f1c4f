using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>What <see cref="OutboundQueue.Append"/> did.</summary>
internal enum Appended
{
    Queued,
    Refused,

    /// <summary>The bound is passed: everything is dropped and nothing more is taken.</summary>
    Overflowed,
}

/// <summary>
/// What waits for one client, in order, bounded in bytes. Any thread appends and never waits; one writer takes. An empty queue holds no list.
/// </summary>
internal sealed class OutboundQueue(int limit)
{
    private readonly Lock gate = new();
    private List<OutboundEntry>? waiting;
    private long bytes;
    private bool closed;

    public bool IsEmpty
    {
        get
        {
            lock (gate)
                return waiting is null;
        }
    }

    /// <summary>Appends for a session.</summary>
    public Appended Append(in OutboundEntry entry)
    {
        lock (gate)
        {
            if (closed)
                return Appended.Refused;
            if (bytes + entry.Length > limit)
            {
                closed = true;
                waiting?.Clear();
                return Appended.Overflowed;
            }

            bytes += entry.Length;
            (waiting ??= OutboundBatches.Rent()).Add(entry);
            return Appended.Queued;
        }
    }

    /// <summary>Appends what the stream itself says, outside the bound and after <see cref="Close"/>: header, features, errors, the end.</summary>
    public void AppendOwn(ReadOnlyMemory<byte> xml)
    {
        lock (gate)
        {
            bytes += xml.Length;
            (waiting ??= OutboundBatches.Rent()).Add(new OutboundEntry(new EncodedStanza(xml, default), default));
        }
    }

    /// <summary>Refuses what sessions append from now on.</summary>
    public void Close()
    {
        lock (gate)
            closed = true;
    }

    /// <summary>
    /// Takes everything that waits, null when nothing does. The bytes count until <see cref="Written"/>; the list goes back by <see cref="OutboundBatches.Return"/>.
    /// </summary>
    public List<OutboundEntry>? Take()
    {
        lock (gate)
        {
            (var taken, waiting) = (waiting, null);
            return taken;
        }
    }

    public void Written(long count)
    {
        lock (gate)
            bytes -= count;
    }
}
