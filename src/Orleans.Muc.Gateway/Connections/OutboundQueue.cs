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

/// <summary>What waits for one client, in order, bounded in bytes. Any thread appends and never waits; one writer takes.</summary>
internal sealed class OutboundQueue(int limit)
{
    /// <summary>Lists that a burst made larger are given back, so that an idle connection holds little.</summary>
    private const int KeptCapacity = 64;

    private readonly Lock gate = new();
    private List<OutboundEntry> filling = [];
    private long bytes;
    private bool closed;
    private bool finishing;

    public WakeSignal Wake { get; } = new();

    /// <summary>Whether the writer may leave once the queue is empty.</summary>
    public bool Finishing
    {
        get
        {
            lock (gate)
                return finishing && filling.Count == 0;
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
                filling.Clear();
                return Appended.Overflowed;
            }

            bytes += entry.Length;
            filling.Add(entry);
            return Appended.Queued;
        }
    }

    /// <summary>Appends what the stream itself says, outside the bound and after <see cref="Close"/>: header, features, errors, the end.</summary>
    public void AppendOwn(ReadOnlyMemory<byte> xml)
    {
        lock (gate)
        {
            bytes += xml.Length;
            filling.Add(new OutboundEntry(new EncodedStanza(xml, default), default));
        }
    }

    /// <summary>Refuses what sessions append from now on.</summary>
    public void Close()
    {
        lock (gate)
            closed = true;
    }

    /// <summary>Lets the writer leave once the queue is empty; <see cref="Resume"/> readies it for another writer.</summary>
    public void Finish()
    {
        lock (gate)
            finishing = true;
        Wake.Raise();
    }

    public void Resume()
    {
        lock (gate)
            finishing = false;
    }

    /// <summary>Takes everything that waits; the list taken before is given back, to be filled again. The bytes count until <see cref="Written"/>.</summary>
    public List<OutboundEntry> Take(List<OutboundEntry>? previous)
    {
        previous ??= [];
        previous.Clear();
        if (previous.Capacity > KeptCapacity)
            previous.Capacity = 0;
        lock (gate)
        {
            (var taken, filling) = (filling, previous);
            return taken;
        }
    }

    public void Written(long count)
    {
        lock (gate)
            bytes -= count;
    }
}
