using System.Collections.Concurrent;
using Orleans.Muc.AzureStorage.Keys;

namespace Orleans.Muc.AzureStorage.Archives;

/// <summary>
/// Where blocks of users' messages begin: with each span of time, and within it after so many messages that this process has written. A mark too many, or one too few, costs a reader
/// a little and changes nothing of what is found, so nothing guards the count.
/// </summary>
internal sealed class UserBlocks
{
    private const int BlockMessages = 256;

    private const int BlockBytes = 1 << 20;

    /// <summary>Accounts whose counts are kept; all are forgotten when there are more.</summary>
    private const int MostCounts = 20_000;

    private readonly ConcurrentDictionary<string, Count> _counts = new(StringComparer.Ordinal);

    /// <summary>The keys of the marks that messages need, at most one for each and one more.</summary>
    /// <param name="partition">The account's.</param>
    /// <param name="messages">In the order of their ids.</param>
    /// <param name="written">To be called when they are there.</param>
    public HashSet<string> Marks(string partition, IEnumerable<RowChange> messages, out Action written)
    {
        HashSet<string> marks = new(StringComparer.Ordinal);
        var count = _counts.GetValueOrDefault(partition);
        foreach (var message in messages)
        {
            var id = ArchiveKeys.RecordOf(message.Row.RowKey);
            var span = ArchiveKeys.Block(UserRowFormat.BlockOf(id));
            // Others, or a process before this one, may have written the span's mark, or not: it is written again.
            marks.Add(span);
            if (count.Span != span)
                count = new Count(span, 0, 0);
            else if (count.Messages >= BlockMessages || count.Bytes >= BlockBytes)
            {
                marks.Add(ArchiveKeys.Block(id));
                count = new Count(span, 0, 0);
            }

            count = count with { Messages = count.Messages + 1, Bytes = count.Bytes + message.Size() };
        }

        written = () =>
        {
            if (_counts.Count > MostCounts)
                _counts.Clear();
            _counts[partition] = count;
        };
        return marks;
    }

    private readonly record struct Count(string? Span, int Messages, int Bytes);
}
