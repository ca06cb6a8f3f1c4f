using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Orleans.Muc.AzureStorage.Keys;

namespace Orleans.Muc.AzureStorage.Rooms;

/// <summary>
/// Transactions of a room's partition. Each replaces the fence by the tag that was seen, so it takes place after nothing unseen, and once: an answer that was lost is
/// found again by the id of the write.
/// </summary>
internal sealed class FencedTable(TableClient table)
{
    /// <summary>The service takes 100 changes in one transaction, of which the fence is one.</summary>
    public const int MostChanges = 99;

    private readonly string _self = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private long _writes;

    public TableClient Rows => table;

    /// <summary>An id that no write of any process has.</summary>
    public string NextWrite() => string.Create(CultureInfo.InvariantCulture, $"{_self}{Interlocked.Increment(ref _writes):x16}");

    public async Task<SeenFence?> ReadFence(string partition, CancellationToken cancellation) =>
        await table.Find(partition, RoomKeys.Fence, cancellation) is { } row ? new SeenFence(Fence.Of(row), row.ETag) : null;

    /// <summary>Makes the first fence of a partition; false when there is one already.</summary>
    public async Task<bool> TryAddFence(Claim claim, Fence fence, CancellationToken cancellation)
    {
        var stamped = fence with { Write = NextWrite() };
        try
        {
            var answer = await table.AddEntityAsync(stamped.ToRow(claim.Key), cancellation);
            claim.Seen = new SeenFence(stamped, answer.Headers.ETag!.Value);
            return true;
        }
        catch (RequestFailedException exists) when (exists.Status == 409)
        {
            claim.Seen = null;
            return false;
        }
    }

    /// <summary>
    /// All of the changes and the new fence, or nothing. Changes that do nothing (see <see cref="RowChange.IsMoot"/>) are left out when the table stumbles over them.
    /// </summary>
    /// <returns>False when the fence is no longer the one that was seen, although the epoch may be the same: look again and begin anew.</returns>
    public async Task<bool> TryWrite(Claim claim, Fence after, IReadOnlyList<RowChange> changes, CancellationToken cancellation)
    {
        var seen = claim.Seen!.Value;
        var stamped = after with { Write = NextWrite() };
        while (true)
        {
            var replaceFence = new TableTransactionAction(TableTransactionActionType.UpdateReplace, stamped.ToRow(claim.Key), seen.Tag);
            try
            {
                var answer = await table.SubmitTransactionAsync([replaceFence, .. changes.Select(change => change.ToAction())], cancellation);
                claim.Seen = new SeenFence(stamped, answer.Value[0].Headers.ETag!.Value);
                return true;
            }
            catch (RequestFailedException refused) when (refused.Status is 404 or 409 or 412)
            {
                claim.Seen = await ReadFence(claim.Key, cancellation);
                if (claim.Seen is not { } now)
                    return false;
                if (now.Fence.Write == stamped.Write)
                    return true;
                if (now.Tag != seen.Tag)
                    return false;
                var left = await table.LeaveOutMoot(changes, cancellation);
                if (left.Count == changes.Count)
                    throw;
                changes = left;
            }
        }
    }

    /// <summary>Changes in as many transactions as they need, which others may see one after the other.</summary>
    public async Task<bool> TryWriteInParts(Claim claim, IEnumerable<RowChange> changes, CancellationToken cancellation)
    {
        foreach (var part in RowChange.Parts(changes, MostChanges))
            if (!await TryWrite(claim, claim.Seen!.Value.Fence, part, cancellation))
                return false;
        return true;
    }

    public static bool FitsOne(IReadOnlyList<RowChange> changes) => changes.Count <= MostChanges && changes.Sum(change => (long)change.Size()) <= RowChange.MostBytes;
}
