using Azure;
using Azure.Data.Tables;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.AzureStorage.Keys;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.AzureStorage.Archives;

/// <summary>The archives of users: a partition for each account.</summary>
/// <remarks>
/// More than fits into one transaction (<see cref="IUserArchive.MostAppended"/>) is written in several, so of a longer list there may be a first part after a fault; whoever repeats it
/// completes it. Users write no more than fits.
/// </remarks>
internal sealed class AzureUserArchive(AzureStore store) : IUserArchive
{
    private readonly UserBlocks _blocks = new();
    private readonly ArchiveRows _rows = new(store.Archives);

    public bool HasFullText => false;

    public async Task Append(Jid account, IReadOnlyList<ArchivedMessage> messages, CancellationToken cancellation)
    {
        var partition = PartitionOf(account);
        var rows = messages.DistinctBy(message => message.Id).OrderBy(message => message.Id.Value, StringComparer.Ordinal)
            .Select(message => new RowChange(ChangeKind.Add, UserRowFormat.Of(partition, message))).ToList();
        foreach (var part in RowChange.Parts(rows, IUserArchive.MostAppended))
        {
            var marks = _blocks.Marks(partition, part, out var written);
            await Write([.. part, .. marks.Select(mark => new RowChange(ChangeKind.Put, new TableEntity(partition, mark)))], cancellation);
            written();
        }
    }

    public Task<ArchivePage<ArchivedMessage>> Query(Jid account, ArchiveQuery query, CancellationToken cancellation)
    {
        if (query.Text is not null)
            throw new NotSupportedException("There is no full text in tables.");
        var range = new ArchiveRange(PartitionOf(account));
        if (query.With is { } with)
        {
            // A bare address means all resources; a resourcepart begins behind the first slash.
            var isBare = !with.Contains('/', StringComparison.Ordinal);
            range = range with
            {
                Condition = isBare ? TableClient.CreateQueryFilter($" and Bare eq {with}") : TableClient.CreateQueryFilter($" and With eq {with}"),
                Matches = row => row.GetString(isBare ? "Bare" : "With") == with,
            };
        }

        return _rows.Page(range, query, UserRowFormat.Message, cancellation);
    }

    public Task<ArchiveEnds?> Ends(Jid account, StanzaId? after, CancellationToken cancellation) =>
        _rows.Ends(new ArchiveRange(PartitionOf(account)) { KeysOnly = true }, after, cancellation);

    public async Task<StanzaId[]> Missing(Jid account, IReadOnlyList<StanzaId> ids, CancellationToken cancellation)
    {
        var partition = PartitionOf(account);
        var there = await store.Archives.There(new KeyRange(partition, "", ""), ids.Distinct().Select(ArchiveKeys.Record), cancellation);
        return [.. ids.Where(id => !there.Contains(ArchiveKeys.Record(id)))];
    }

    public async Task<int> Trim(Jid account, StanzaId before, int most, CancellationToken cancellation)
    {
        var partition = PartitionOf(account);
        var gone = await _rows.Trim(new KeyRange(partition, ArchiveKeys.Records, ArchiveKeys.Record(before)), most, cancellation);
        if (gone < most)
            await _rows.TrimBlocks(partition, before, cancellation);
        return gone;
    }

    public async Task Delete(Jid account, CancellationToken cancellation)
    {
        var all = new KeyRange(PartitionOf(account), ArchiveKeys.Blocks, ArchiveKeys.RecordsEnd) { KeysOnly = true };
        await foreach (var page in store.Archives.Range(all, cancellation).AsPages())
            await store.Archives.DeleteAll(page.Values, cancellation);
    }

    private async Task Write(IReadOnlyList<RowChange> changes, CancellationToken cancellation)
    {
        while (changes.Count > 0)
        {
            try
            {
                await store.Archives.SubmitTransactionAsync(changes.Select(change => change.ToAction()), cancellation);
                return;
            }
            catch (RequestFailedException refused) when (refused.Status == 409)
            {
                var left = await store.Archives.LeaveOutMoot(changes, cancellation);
                if (left.Count == changes.Count)
                    throw;
                changes = left;
            }
        }
    }

    private static string PartitionOf(Jid account) => TableKey.Of(account.ToString());
}
