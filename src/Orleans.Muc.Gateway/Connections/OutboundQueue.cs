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
/// What waits for one client, in order, bounded in bytes. Any thread appends and never waits; one writer takes. A queue holds a list only while more than one entry waits.
/// </summary>
internal sealed class OutboundQueue(int limit)
{
    private readonly Lock gate = new();
    private OutboundEntry first;
    private bool waits;
    private List<OutboundEntry>? others;
    private long bytes;
    private bool closed;

    public bool IsEmpty
    {
        get
        {
            lock (gate)
                return !waits;
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
                Drop();
                return Appended.Overflowed;
            }

            Add(entry);
            return Appended.Queued;
        }
    }

    /// <summary>Appends what the stream itself says, outside the bound and after <see cref="Close"/>: header, features, errors, the end.</summary>
    public void AppendOwn(ReadOnlyMemory<byte> xml)
    {
        lock (gate)
        {
            Add(new OutboundEntry(new EncodedStanza(xml, default), default));
        }
    }

    /// <summary>Refuses what sessions append from now on.</summary>
    public void Close()
    {
        lock (gate)
            closed = true;
    }

    /// <summary>Takes everything that waits; false when nothing does. Its bytes count until they are reported as written.</summary>
    /// <param name="written">Bytes of what was taken before that are written now.</param>
    /// <param name="batch">The caller's to return.</param>
    public bool TryTake(long written, out OutboundBatch batch)
    {
        lock (gate)
        {
            bytes -= written;
            batch = new OutboundBatch(first, others);
            if (!waits)
                return false;
            (first, waits, others) = (default, false, null);
            return true;
        }
    }

    /// <summary>Bytes of what was taken that are written now.</summary>
    public void Written(long count)
    {
        if (count == 0)
            return;
        lock (gate)
            bytes -= count;
    }

    private void Add(in OutboundEntry entry)
    {
        bytes += entry.Length;
        if (waits)
            (others ??= OutboundLists.Rent()).Add(entry);
        else
            (first, waits) = (entry, true);
    }

    private void Drop()
    {
        others?.Clear();
        (first, waits, others) = (default, false, null);
    }
}
