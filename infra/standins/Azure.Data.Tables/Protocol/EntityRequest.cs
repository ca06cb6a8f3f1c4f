#nullable enable
using Azure.Core;

namespace Azure.Data.Tables.Protocol;

/// <summary>One change of one entity, as a request of its own or as a part of a transaction ("Insert Entity" to "Delete Entity" of the REST API).</summary>
internal sealed record EntityRequest(RequestMethod Method, string Path, string? IfMatch, byte[]? Body)
{
    public static EntityRequest Add(string table, ITableEntity entity) => new(RequestMethod.Post, table, null, EntityWriter.Write(entity));

    public static EntityRequest Upsert(string table, ITableEntity entity, TableUpdateMode mode) =>
        new(Verb(mode), PathOf(table, entity.PartitionKey, entity.RowKey), null, EntityWriter.Write(entity));

    public static EntityRequest Update(string table, ITableEntity entity, ETag ifMatch, TableUpdateMode mode) =>
        Upsert(table, entity, mode) with { IfMatch = ifMatch.ToString() };

    public static EntityRequest Delete(string table, string partitionKey, string rowKey, ETag ifMatch) =>
        new(RequestMethod.Delete, PathOf(table, partitionKey, rowKey), (ifMatch == default ? ETag.All : ifMatch).ToString(), null);

    /// <summary>An update that names no version is an upsert here, as it is with the official client; a deletion that names none takes any.</summary>
    public static EntityRequest Of(string table, TableTransactionAction action)
    {
        var (entity, etag) = (action.Entity, action.ETag);
        return action.ActionType switch
        {
            TableTransactionActionType.Add => Add(table, entity),
            TableTransactionActionType.UpdateMerge when etag != default => Update(table, entity, etag, TableUpdateMode.Merge),
            TableTransactionActionType.UpdateReplace when etag != default => Update(table, entity, etag, TableUpdateMode.Replace),
            TableTransactionActionType.Delete => Delete(table, entity.PartitionKey, entity.RowKey, etag),
            TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => Upsert(table, entity, TableUpdateMode.Merge),
            TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace => Upsert(table, entity, TableUpdateMode.Replace),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action.ActionType, "This is no action."),
        };
    }

    /// <summary>The path of an entity, escaped; in the literals of OData a quote is doubled.</summary>
    public static string PathOf(string table, string partitionKey, string rowKey) => $"{table}(PartitionKey='{Literal(partitionKey)}',RowKey='{Literal(rowKey)}')";

    public IEnumerable<(string Name, string Value)> Headers()
    {
        if (IfMatch is not null)
        {
            yield return ("If-Match", IfMatch);
        }

        if (Body is not null)
        {
            yield return ("Content-Type", "application/json");
        }

        if (Method == RequestMethod.Post)
        {
            yield return ("Prefer", "return-no-content");
        }
    }

    private static RequestMethod Verb(TableUpdateMode mode) => mode == TableUpdateMode.Replace ? RequestMethod.Put : RequestMethod.Patch;

    private static string Literal(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
    }
}
