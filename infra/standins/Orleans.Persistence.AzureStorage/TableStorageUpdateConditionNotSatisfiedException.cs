namespace Orleans.Storage;

/// <summary>The row is of another version than the writer knew, or there is one where he knew of none, or none where he knew of one.</summary>
[GenerateSerializer]
public class TableStorageUpdateConditionNotSatisfiedException : InconsistentStateException
{
    public TableStorageUpdateConditionNotSatisfiedException(
        string grainType, string grainId, string tableName, string storedEtag, string? currentEtag, Exception storageException)
        : base($"State '{grainType}' of {grainId} in table {tableName} is of another version.", storedEtag, currentEtag, storageException)
    {
        GrainType = grainType;
        GrainId = grainId;
        TableName = tableName;
    }

    [Id(0)]
    public string? GrainId { get; private set; }

    [Id(1)]
    public string? GrainType { get; private set; }

    [Id(2)]
    public string? TableName { get; private set; }
}
