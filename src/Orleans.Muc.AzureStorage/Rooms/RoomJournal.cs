using Orleans.Muc.AzureStorage.Keys;

namespace Orleans.Muc.AzureStorage.Rooms;

/// <summary>
/// Commits that don't fit in one transaction. Their changes are staged as rows of a journal, which nobody reads; then the fence names the journal, and with that the commit is
/// decided; then each staged row goes, in the transaction that makes its change. Who finds a fence that names a journal finishes it first, and rows of a journal that
/// no fence names are swept.
/// </summary>
internal sealed class RoomJournal(FencedTable table)
{
    /// <summary>Each change comes with the deletion of its staged row.</summary>
    private const int MostMoved = FencedTable.MostChanges / 2;

    /// <returns>False when the fence moved; nothing is decided then.</returns>
    public async Task<bool> TryWrite(Claim claim, Fence after, List<RowChange> changes, CancellationToken cancellation)
    {
        if (claim.MayHaveStaged && !await TrySweep(claim, cancellation))
            return false;
        var write = table.NextWrite();
        claim.MayHaveStaged = true;
        return await table.TryWriteInParts(claim, changes.Select((change, number) => change.Staged(RoomKeys.Staged(write, number))), cancellation)
            && await table.TryWrite(claim, after with { Journal = write }, [], cancellation)
            && await TryFinish(claim, cancellation);
    }

    /// <summary>Moves what the journal still holds to its places.</summary>
    public async Task<bool> TryFinish(Claim claim, CancellationToken cancellation)
    {
        while (claim.Seen!.Value.Fence is { Journal: { } journal } fence)
        {
            var from = RoomKeys.JournalOf(journal);
            var range = new KeyRange(claim.Key, from, from + ":") { PageSize = MostMoved };
            List<RowChange> moves = [];
            await foreach (var page in table.Rows.Range(range, cancellation).AsPages())
            {
                moves.AddRange(page.Values.SelectMany(row => (RowChange[])[RowChange.Unstaged(row), RowChange.Drop(claim.Key, row.RowKey)]));
                break;
            }

            var isLast = moves.Count == 0;
            foreach (var part in isLast ? [[]] : RowChange.Parts(moves, MostMoved * 2))
                if (!await table.TryWrite(claim, isLast ? fence with { Journal = null } : claim.Seen!.Value.Fence, part, cancellation))
                    return false;
            claim.MayHaveStaged &= !isLast;
        }

        return true;
    }

    /// <summary>Deletes what was staged and not decided.</summary>
    public async Task<bool> TrySweep(Claim claim, CancellationToken cancellation)
    {
        var staged = await table.Rows.All(new KeyRange(claim.Key, RoomKeys.Journal, RoomKeys.JournalEnd) { KeysOnly = true }, cancellation);
        if (!await table.TryWriteInParts(claim, staged.Select(row => RowChange.Drop(claim.Key, row.RowKey)), cancellation))
            return false;
        claim.MayHaveStaged = false;
        return true;
    }
}
