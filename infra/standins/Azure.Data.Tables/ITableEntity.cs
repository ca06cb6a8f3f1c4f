namespace Azure.Data.Tables;

/// <summary>A row: its two keys and what the service says of it.</summary>
public interface ITableEntity
{
    string PartitionKey { get; set; }

    string RowKey { get; set; }

    /// <summary>When the row was last written, by the service's clock.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version of the row that was read; a write does not change it here.</summary>
    ETag ETag { get; set; }
}
