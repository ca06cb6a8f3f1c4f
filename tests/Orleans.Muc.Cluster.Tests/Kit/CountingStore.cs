using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>The rooms of a memory database, and how often their logs were read.</summary>
internal sealed class CountingStore(MemoryDatabase database) : IRoomStore
{
    private readonly IRoomStore rooms =
        (IRoomStore)new ServiceCollection().AddMemoryStorage(database).Single(service => service.ServiceType == typeof(IRoomStore)).ImplementationInstance!;

    private int reads;

    public bool HasFullText => rooms.HasFullText;

    public int Reads => Volatile.Read(ref reads);

    public Task<RoomRows> Open(RoomPartition partition, long epoch, int newest, CancellationToken cancellation) => rooms.Open(partition, epoch, newest, cancellation);

    public Task Commit(RoomPartition partition, long epoch, RoomCommit commit, CancellationToken cancellation) => rooms.Commit(partition, epoch, commit, cancellation);

    public Task<LogRecord[]> ReadAfter(RoomPartition partition, StanzaId? after, int most, CancellationToken cancellation)
    {
        Interlocked.Increment(ref reads);
        return rooms.ReadAfter(partition, after, most, cancellation);
    }

    public Task<ArchivePage<LogRecord>> Query(RoomPartition partition, ArchiveQuery query, CancellationToken cancellation) => rooms.Query(partition, query, cancellation);

    public Task<ArchiveEnds?> Ends(RoomPartition partition, StanzaId? after, CancellationToken cancellation) => rooms.Ends(partition, after, cancellation);

    public Task<StanzaId[]> Missing(RoomPartition partition, IReadOnlyList<StanzaId> ids, CancellationToken cancellation) => rooms.Missing(partition, ids, cancellation);

    public Task<int> Trim(RoomPartition partition, StanzaId before, int most, CancellationToken cancellation) => rooms.Trim(partition, before, most, cancellation);

    public Task<int> TrimUnserved(RoomPartition partition, StanzaId before, int most, CancellationToken cancellation) => rooms.TrimUnserved(partition, before, most, cancellation);

    public Task Delete(RoomPartition partition, CancellationToken cancellation) => rooms.Delete(partition, cancellation);
}
