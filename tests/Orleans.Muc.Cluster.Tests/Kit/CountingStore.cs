using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>The rooms of a memory database, how often their logs were read, and a hand that holds writes back.</summary>
internal sealed class CountingStore(MemoryDatabase database) : IRoomStore
{
    private readonly IRoomStore rooms =
        (IRoomStore)new ServiceCollection().AddMemoryStorage(database).Single(service => service.ServiceType == typeof(IRoomStore)).ImplementationInstance!;

    private int reads;
    private volatile HeldWrites? held;

    public bool HasFullText => rooms.HasFullText;

    /// <summary>The commits that came, in their order.</summary>
    public List<RoomCommit> Commits { get; } = [];

    /// <summary>What tells the last commit that its sender has given it up.</summary>
    public CancellationToken LastToken { get; private set; }

    /// <summary>Deletions that fail from now on.</summary>
    public int FailingDeletions { get; set; }

    public int Reads => Volatile.Read(ref reads);

    public Task<RoomRows> Open(RoomPartition partition, long epoch, int newest, CancellationToken cancellation) => rooms.Open(partition, epoch, newest, cancellation);

    /// <summary>Every write of a room that comes from now on waits until it is let go, and is then made as if it came at that moment.</summary>
    public HeldWrites Hold(string room) => held = new HeldWrites(room, () => held = null);

    public async Task Commit(RoomPartition partition, long epoch, RoomCommit commit, CancellationToken cancellation)
    {
        Commits.Add(commit);
        LastToken = cancellation;
        if (held is { } hand && partition.Room.ToString() == hand.Room)
        {
            // A store is elsewhere: what is on its way there arrives, whatever happens meanwhile to who sent it.
            await hand.Wait().ConfigureAwait(false);
            try
            {
                await rooms.Commit(partition, epoch, commit, CancellationToken.None).ConfigureAwait(false);
                hand.Note(null);
            }
            catch (Exception fault)
            {
                hand.Note(fault);
                throw;
            }

            return;
        }

        await rooms.Commit(partition, epoch, commit, cancellation);
    }

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

    public Task Delete(RoomPartition partition, CancellationToken cancellation) =>
        FailingDeletions-- > 0 ? Task.FromException(new IOException("The disk is full.")) : rooms.Delete(partition, cancellation);
}

/// <summary>Writes on their way to a store.</summary>
internal sealed class HeldWrites(string room, Action noMore)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception?> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Room => room;

    /// <summary>Completes when a write waits here.</summary>
    public Task Caught => first.Task.WaitAsync(Limit);

    /// <summary>What became of the first one that was let go: null when it was made.</summary>
    public Task<Exception?> Outcome => outcome.Task.WaitAsync(Limit);

    public Task Wait()
    {
        first.TrySetResult();
        return go.Task;
    }

    public void Note(Exception? fault) => outcome.TrySetResult(fault);

    /// <summary>Later writes are not held any more; those that wait still do.</summary>
    public void CatchNoMore() => noMore();

    public void LetGo()
    {
        noMore();
        go.TrySetResult();
    }
}
