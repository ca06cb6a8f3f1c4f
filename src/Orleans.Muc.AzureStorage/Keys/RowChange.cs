using Azure;
using Azure.Data.Tables;

namespace Orleans.Muc.AzureStorage.Keys;

/// <summary>What becomes of a row. The numbers are stored.</summary>
internal enum ChangeKind
{
    /// <summary>Written if there is none.</summary>
    Add = 0,

    /// <summary>Written, whatever was there.</summary>
    Put = 1,

    /// <summary>Written if there is one.</summary>
    Replace = 2,

    /// <summary>Deleted if there is one.</summary>
    Drop = 3,
}

/// <summary>One change in a partition. A table refuses the whole transaction for a row that is there, or is not, against expectation: <see cref="IsMoot"/> then sorts it out.</summary>
internal readonly record struct RowChange(ChangeKind Kind, TableEntity Row)
{
    /// <summary>A transaction has 4 MiB at most, of which some are spent on frames.</summary>
    public const int MostBytes = 3 << 20;

    private const string ToKey = "ToKey", ToDo = "ToDo";

    public static RowChange Drop(string partition, string key) => new(ChangeKind.Drop, new TableEntity(partition, key));

    /// <summary>Whether it does nothing, by whether its row is there.</summary>
    public bool IsMoot(bool isThere) => Kind switch
    {
        ChangeKind.Add => isThere,
        ChangeKind.Put => false,
        _ => !isThere,
    };

    public TableTransactionAction ToAction() => Kind switch
    {
        ChangeKind.Add => new TableTransactionAction(TableTransactionActionType.Add, Row),
        ChangeKind.Put => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Row),
        ChangeKind.Replace => new TableTransactionAction(TableTransactionActionType.UpdateReplace, Row, ETag.All),
        _ => new TableTransactionAction(TableTransactionActionType.Delete, Row, ETag.All),
    };

    /// <summary>This change as a row of the journal.</summary>
    public RowChange Staged(string key)
    {
        var staged = new TableEntity(Row.PartitionKey, key) { [ToKey] = Row.RowKey, [ToDo] = (int)Kind };
        foreach (var (name, value) in Row)
            if (name is not (nameof(TableEntity.PartitionKey) or nameof(TableEntity.RowKey)))
                staged[name] = value;
        return new RowChange(ChangeKind.Put, staged);
    }

    /// <summary>The change that a row of the journal holds.</summary>
    public static RowChange Unstaged(TableEntity staged)
    {
        var row = new TableEntity(staged.PartitionKey, staged.GetString(ToKey));
        foreach (var (name, value) in staged)
            if (!name.StartsWith("odata.", StringComparison.Ordinal) && name is not (nameof(TableEntity.PartitionKey) or nameof(TableEntity.RowKey) or nameof(TableEntity.Timestamp) or ToKey or ToDo))
                row[name] = value;
        return new RowChange((ChangeKind)staged.GetInt32(ToDo)!.Value, row);
    }

    /// <summary>Bytes on the way, guessed high: base64 for bytes, an escape for each character of a text.</summary>
    public int Size()
    {
        var size = 1000;
        foreach (var (_, value) in Row)
        {
            size += value switch
            {
                byte[] bytes => (bytes.Length * 4 / 3) + 60,
                string text => (text.Length * 6) + 60,
                _ => 100,
            };
        }

        return size;
    }

    /// <summary>Changes in lists that fit in a transaction each, with air for as many more as <paramref name="most"/> leaves.</summary>
    public static IEnumerable<List<RowChange>> Parts(IEnumerable<RowChange> changes, int most)
    {
        var (part, bytes) = (new List<RowChange>(), 0);
        foreach (var change in changes)
        {
            var size = change.Size();
            if (part.Count > 0 && (part.Count == most || bytes + size > MostBytes))
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(change);
            bytes += size;
        }

        if (part.Count > 0)
            yield return part;
    }
}
