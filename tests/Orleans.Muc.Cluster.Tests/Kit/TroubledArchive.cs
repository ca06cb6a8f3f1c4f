using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>The archives of a memory database, whose next attempts to store something may fail: before anything is stored, or after all of it is.</summary>
internal sealed class TroubledArchive : IUserArchive
{
    private readonly IUserArchive archives =
        (IUserArchive)new ServiceCollection().AddMemoryStorage(new MemoryDatabase()).Single(service => service.ServiceType == typeof(IUserArchive)).ImplementationInstance!;

    public bool HasFullText => archives.HasFullText;

    /// <summary>Attempts that fail from now on.</summary>
    public int Failures { get; set; }

    /// <summary>Whether what fails is stored all the same.</summary>
    public bool StoresAndFails { get; set; }

    /// <summary>How often something was to be stored.</summary>
    public int Attempts { get; private set; }

    /// <summary>Nothing is stored, and no page read, while it is not completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Whether who waits at the gate can be called back.</summary>
    public bool HeedsCancellation { get; set; } = true;

    /// <summary>The last page that was asked for.</summary>
    public ArchiveQuery? Asked { get; private set; }

    public async Task Append(Jid account, IReadOnlyList<ArchivedMessage> messages, CancellationToken cancellation)
    {
        Attempts++;
        await Gate.WaitAsync(HeedsCancellation ? cancellation : CancellationToken.None);
        var fails = Failures > 0;
        if (fails)
            Failures--;
        if (!fails || StoresAndFails)
            await archives.Append(account, messages, cancellation);
        if (fails)
            throw new IOException("The disk is full.");
    }

    public async Task<ArchivePage<ArchivedMessage>> Query(Jid account, ArchiveQuery query, CancellationToken cancellation)
    {
        Asked = query;
        await Gate.WaitAsync(HeedsCancellation ? cancellation : CancellationToken.None);
        return await archives.Query(account, query, cancellation);
    }

    public Task<ArchiveEnds?> Ends(Jid account, StanzaId? after, CancellationToken cancellation) => archives.Ends(account, after, cancellation);

    public Task<StanzaId[]> Missing(Jid account, IReadOnlyList<StanzaId> ids, CancellationToken cancellation) => archives.Missing(account, ids, cancellation);

    public Task<int> Trim(Jid account, StanzaId before, int most, CancellationToken cancellation) => archives.Trim(account, before, most, cancellation);

    public Task Delete(Jid account, CancellationToken cancellation) => archives.Delete(account, cancellation);
}
