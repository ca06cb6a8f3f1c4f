using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>The archives of a memory database, and a hand that holds back what is stored for an account, or its deletion.</summary>
internal sealed class HeldArchive(MemoryDatabase database) : IUserArchive
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly IUserArchive archives =
        (IUserArchive)new ServiceCollection().AddMemoryStorage(database).Single(service => service.ServiceType == typeof(IUserArchive)).ImplementationInstance!;

    private readonly ConcurrentDictionary<(string Account, bool IsDeletion), Hand> held = new();
    private readonly Channel<Jid> deletions = Channel.CreateUnbounded<Jid>();

    public bool HasFullText => archives.HasFullText;

    /// <summary>From now on the account's archive is not deleted until the hand lets go.</summary>
    public Hand HoldDeletion(string account) => held[(account, true)] = new Hand(() => held.TryRemove((account, true), out _));

    /// <summary>From now on nothing is stored for the account until the hand lets go.</summary>
    public Hand HoldStoring(string account) => held[(account, false)] = new Hand(() => held.TryRemove((account, false), out _));

    /// <summary>Completes when one more deletion has been asked for, whoever's.</summary>
    public Task OneMoreDeletion() => deletions.Reader.ReadAsync().AsTask().WaitAsync(Limit);

    public async Task Append(Jid account, IReadOnlyList<ArchivedMessage> messages, CancellationToken cancellation)
    {
        await Wait(account, isDeletion: false, cancellation);
        await archives.Append(account, messages, cancellation);
    }

    public async Task Delete(Jid account, CancellationToken cancellation)
    {
        deletions.Writer.TryWrite(account);
        await Wait(account, isDeletion: true, cancellation);
        await archives.Delete(account, cancellation);
    }

    public Task<ArchivePage<ArchivedMessage>> Query(Jid account, ArchiveQuery query, CancellationToken cancellation) => archives.Query(account, query, cancellation);

    public Task<ArchiveEnds?> Ends(Jid account, StanzaId? after, CancellationToken cancellation) => archives.Ends(account, after, cancellation);

    public Task<StanzaId[]> Missing(Jid account, IReadOnlyList<StanzaId> ids, CancellationToken cancellation) => archives.Missing(account, ids, cancellation);

    public Task<int> Trim(Jid account, StanzaId before, int most, CancellationToken cancellation) => archives.Trim(account, before, most, cancellation);

    private Task Wait(Jid account, bool isDeletion, CancellationToken cancellation) =>
        held.TryGetValue((account.ToString(), isDeletion), out var hand) ? hand.Wait().WaitAsync(cancellation) : Task.CompletedTask;

    /// <summary>Holds until it lets go.</summary>
    internal sealed class Hand(Action noMore)
    {
        private readonly TaskCompletionSource caught = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when something waits here.</summary>
        public Task Caught => caught.Task.WaitAsync(Limit);

        public Task Wait()
        {
            caught.TrySetResult();
            return go.Task;
        }

        public void LetGo()
        {
            noMore();
            go.TrySetResult();
        }
    }
}
