using Azure;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.AzureStorage.Archives;
using Orleans.Muc.AzureStorage.Keys;

namespace Orleans.Muc.AzureStorage.Rooms;

/// <summary>Claiming, committing and deleting a room's partition. Each begins anew when the fence has moved under the same epoch, which only a lost process's last write does.</summary>
internal sealed class RoomWriter(FencedTable table, CardBlobs cards)
{
    private const int MostAttempts = 20;

    /// <summary>Changes of the affiliation list that are deleted without asking whether they are there.</summary>
    private const int MostUnasked = 40;

    private readonly RoomJournal _journal = new(table);

    /// <summary>Puts the epoch into the fence, and finishes what an earlier one began.</summary>
    public Task Take(Claim claim, long epoch, CancellationToken cancellation) => Insist(claim, async () =>
    {
        claim.Seen = await table.ReadFence(claim.Key, cancellation);
        if (claim.Seen is not { } seen)
            return await table.TryAddFence(claim, new Fence { Epoch = epoch }, cancellation);
        if (seen.Fence.IsDead)
        {
            await DeleteRows(claim, cancellation);
            return false;
        }

        if (seen.Fence.Epoch > epoch)
            throw new StaleEpochException(claim.Partition, epoch);
        return await table.TryWrite(claim, seen.Fence with { Epoch = epoch }, [], cancellation) && await _journal.TryFinish(claim, cancellation);
    });

    /// <summary>Members, past affiliations and vCard; sweeps what was staged in vain.</summary>
    public async Task<RoomRows> ReadRows(Claim claim, CancellationToken cancellation)
    {
        var card = cards.Read(claim.Key, claim.Seen!.Value.Fence.Card, cancellation);
        List<MemberRow> members = [];
        List<PastAffiliationRow> past = [];
        List<RowChange> staged = [];
        await foreach (var row in table.Rows.Range(new KeyRange(claim.Key, RoomKeys.Journal, RoomKeys.PastAffiliationsEnd), cancellation))
        {
            if (row.RowKey.StartsWith(RoomKeys.Members, StringComparison.Ordinal))
                members.Add(RoomRowFormat.Member(row));
            else if (row.RowKey.StartsWith(RoomKeys.PastAffiliations, StringComparison.Ordinal))
                past.Add(RoomRowFormat.PastAffiliation(row));
            else
                staged.Add(RowChange.Drop(claim.Key, row.RowKey));
        }

        if (!await table.TryWriteInParts(claim, staged, cancellation))
            throw new StaleEpochException(claim.Partition, claim.Seen?.Fence.Epoch ?? 0);
        claim.MayHaveStaged = false;
        claim.OldestVersion = past is [var oldest, ..] ? oldest.Version : null;
        return new RoomRows(members, []) { Card = await card, PastAffiliations = past };
    }

    public async Task<bool> Write(Claim claim, long epoch, RoomCommit commit, RoomChanges changes, CancellationToken cancellation)
    {
        string? card = null, old = null;
        await Insist(claim, async () =>
        {
            var fence = await Own(claim, epoch, cancellation);
            if (fence.Journal is not null)
                return await _journal.TryFinish(claim, cancellation) && false;
            if (commit.Card is { Length: > 0 } bytes)
                card ??= await cards.Write(claim.Key, table.NextWrite(), bytes, cancellation);
            old = commit.Card is null ? null : fence.Card;
            if (commit.PastAffiliations.Count > 0)
                changes.Drop(await VersionsBefore(claim, commit.OldestVersion, cancellation));
            var (all, after) = changes.Under(commit.Card is null ? fence : fence with { Card = card });
            return FencedTable.FitsOne(all)
                ? await table.TryWrite(claim, after, all, cancellation)
                : await _journal.TryWrite(claim, after, all, cancellation);
        });
        if (commit.PastAffiliations.Count > 0)
            claim.OldestVersion = Math.Max(commit.OldestVersion, claim.OldestVersion ?? 0);
        await cards.Forget(claim.Key, old, cancellation);
        return true;
    }

    public async Task<bool> Delete(Claim claim, CancellationToken cancellation)
    {
        await Insist(claim, async () =>
        {
            claim.Seen = await table.ReadFence(claim.Key, cancellation);
            return claim.Seen is not { } seen || seen.Fence.IsDead || await table.TryWrite(claim, seen.Fence with { IsDead = true }, [], cancellation);
        });
        if (claim.Seen is not null)
            await DeleteRows(claim, cancellation);
        return true;
    }

    /// <summary>The fence, when the epoch is its.</summary>
    private async Task<Fence> Own(Claim claim, long epoch, CancellationToken cancellation)
    {
        if (claim.Seen is not { } seen || seen.Fence.Epoch != epoch || seen.Fence.IsDead)
            claim.Seen = await table.ReadFence(claim.Key, cancellation);
        return claim.Seen is { Fence: { IsDead: false } fence } && fence.Epoch == epoch ? fence : throw new StaleEpochException(claim.Partition, epoch);
    }

    private async Task<IEnumerable<string>> VersionsBefore(Claim claim, long version, CancellationToken cancellation)
    {
        if (claim.OldestVersion is { } oldest && version - oldest <= MostUnasked)
            return Enumerable.Range(0, (int)Math.Max(0, version - oldest)).Select(n => RoomKeys.PastAffiliation(oldest + n));
        var range = new KeyRange(claim.Key, RoomKeys.PastAffiliations, RoomKeys.PastAffiliation(version)) { KeysOnly = true };
        return (await table.Rows.All(range, cancellation)).Select(row => row.RowKey);
    }

    /// <summary>Everything of a partition whose fence is dead; the fence last, so that whoever finds it goes on.</summary>
    private async Task DeleteRows(Claim claim, CancellationToken cancellation)
    {
        await cards.DeleteAll(claim.Key, cancellation);
        foreach (var (from, to) in ((string, string)[])[(ArchiveKeys.Blocks, ArchiveKeys.BlocksEnd), (RoomKeys.Journal, ArchiveKeys.RecordsEnd)])
        {
            await foreach (var page in table.Rows.Range(new KeyRange(claim.Key, from, to) { KeysOnly = true }, cancellation).AsPages())
                await table.Rows.DeleteAll(page.Values, cancellation);
        }

        await table.Rows.DeleteEntityAsync(claim.Key, RoomKeys.Fence, ETag.All, cancellation);
        claim.Seen = null;
    }

    private static async Task Insist(Claim claim, Func<Task<bool>> attempt)
    {
        for (var attempts = 1; !await attempt(); attempts++)
            if (attempts == MostAttempts)
                throw new IOException($"The fence of room {claim.Partition.Room} moves faster than it can be followed.");
    }
}
