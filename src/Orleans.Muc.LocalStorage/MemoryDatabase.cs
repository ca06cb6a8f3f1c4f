using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.LocalStorage.Rows;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.LocalStorage;

/// <summary>
/// Storage for tests: what a database file would hold, for as long as this object lives. Silos of one process that share it see the same rows,
/// as if they shared a database server. Thread-safe.
/// </summary>
public sealed class MemoryDatabase
{
    private long writes;

    internal Lock Gate { get; } = new();

    internal Dictionary<RoomPartition, MemoryPartition> Rooms { get; } = [];

    internal Dictionary<Jid, SortedList<StanzaId, ArchivedMessage>> Archives { get; } = [];

    internal Dictionary<StateKey, StateRow> States { get; } = [];

    /// <summary>Call it inside <see cref="Gate"/>.</summary>
    internal string NextTag() => (++writes).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Does what a caller asks, alone.</summary>
    internal Task<T> Locked<T>(Func<T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);
        try
        {
            lock (Gate)
                return Task.FromResult(work());
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}

internal sealed class MemoryPartition(long epoch)
{
    public long Epoch { get; set; } = epoch;

    public SortedDictionary<Jid, MemberRow> Members { get; } = [];

    public SortedList<StanzaId, LogRecord> Log { get; } = [];

    public SortedList<long, PastAffiliationRow> PastAffiliations { get; } = [];

    public byte[]? Card { get; set; }
}
