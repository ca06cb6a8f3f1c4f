using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.LocalStorage.Memory;

internal sealed class MemoryUserArchive(MemoryDatabase database) : IUserArchive
{
    public bool HasFullText => false;

    public Task Append(Jid account, IReadOnlyList<ArchivedMessage> messages, CancellationToken cancellation) => database.Locked(
        () =>
        {
            // Read to the end before the first change: all or nothing.
            ArchivedMessage[] added = [.. messages];
            if (!database.Archives.TryGetValue(account, out var archive))
                database.Archives.Add(account, archive = []);
            foreach (var message in added)
                archive.TryAdd(message.Id, message);
            return true;
        },
        cancellation);

    public Task<ArchivePage<ArchivedMessage>> Query(Jid account, ArchiveQuery query, CancellationToken cancellation)
    {
        if (query.Text is not null)
            throw new NotSupportedException("There is no full text in memory.");
        return database.Locked(
            () => MemoryArchive.Page(
                Messages(account).Values, message => message.Id, message => message.Head.Length + message.Tail.Length, message => IsWith(message.With, query.With!), query),
            cancellation);
    }

    public Task<ArchiveEnds?> Ends(Jid account, StanzaId? after, CancellationToken cancellation) =>
        database.Locked(() => MemoryArchive.Ends(Messages(account).Keys, after), cancellation);

    public Task<StanzaId[]> Missing(Jid account, IReadOnlyList<StanzaId> ids, CancellationToken cancellation) => database.Locked(
        () =>
        {
            var archive = Messages(account);
            return ids.Where(id => !archive.ContainsKey(id)).ToArray();
        },
        cancellation);

    public Task<int> Trim(Jid account, StanzaId before, int most, CancellationToken cancellation) => database.Locked(
        () =>
        {
            var archive = Messages(account);
            var gone = 0;
            for (; gone < most && archive.Count > 0 && archive.Keys[0] < before; gone++)
                archive.RemoveAt(0);
            return gone;
        },
        cancellation);

    public Task Delete(Jid account, CancellationToken cancellation) => database.Locked(() => database.Archives.Remove(account), cancellation);

    private SortedList<StanzaId, ArchivedMessage> Messages(Jid account) => database.Archives.GetValueOrDefault(account) ?? [];

    private static bool IsWith(Jid other, string wanted) => other.ToString() == wanted || other.Bare.ToString() == wanted;
}
