using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Orleans.Configuration;

namespace Orleans.Storage;

/// <summary>Grain states as rows of an Azure table, each with the row's ETag.</summary>
internal sealed class AzureTableGrainStorage(string name, AzureTableStorageOptions options, string serviceId) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private TableClient? _table;

    private TableClient Table => _table ?? throw new InvalidOperationException($"The grain storage '{name}' is used before stage {options.InitStage} of the silo's start.");

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe($"{nameof(AzureTableGrainStorage)}-{name}", options.InitStage, MakeTable);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = StateRow.Empty(serviceId, stateName, grainId);
        var row = await Table.GetEntityIfExistsAsync<TableEntity>(key.PartitionKey, key.RowKey);
        var state = row.HasValue && StateRow.Take(row.Value!) is { } bytes ? options.GrainStorageSerializer.Deserialize<T>(bytes) : default;
        grainState.RecordExists = state is not null;
        grainState.State = state ?? Fresh<T>();
        grainState.ETag = row.HasValue ? row.Value!.ETag.ToString() : null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = StateRow.Empty(serviceId, stateName, grainId);
        StateRow.Put(row, options.GrainStorageSerializer.Serialize(grainState.State!).ToMemory());
        grainState.ETag = await Change(row, stateName, grainId, grainState.ETag);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = StateRow.Empty(serviceId, stateName, grainId);
        grainState.ETag = options.DeleteStateOnClear
            ? await Delete(row, stateName, grainId, grainState.ETag)
            : await Change(row, stateName, grainId, grainState.ETag);
        grainState.RecordExists = false;
        grainState.State = Fresh<T>();
    }

    private async Task MakeTable(CancellationToken cancellationToken)
    {
        var table = options.TableServiceClient!.GetTableClient(options.TableName);
        await table.CreateIfNotExistsAsync(cancellationToken);
        _table = table;
    }

    private Task<string?> Change(TableEntity row, string stateName, GrainId grainId, string? known) => Checked(stateName, grainId, known, async () =>
    {
        var answer = string.IsNullOrEmpty(known)
            ? await Table.AddEntityAsync(row)
            : await Table.UpdateEntityAsync(row, new ETag(known), TableUpdateMode.Replace);
        return answer.Headers.ETag?.ToString();
    });

    /// <summary>What was never there needs no request.</summary>
    private Task<string?> Delete(TableEntity row, string stateName, GrainId grainId, string? known) => Checked(stateName, grainId, known, async () =>
    {
        if (!string.IsNullOrEmpty(known))
        {
            var answer = await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, new ETag(known));
            if (answer.IsError)
            {
                throw new RequestFailedException(answer);
            }
        }

        return null;
    });

    private async Task<string?> Checked(string stateName, GrainId grainId, string? known, Func<Task<string?>> change)
    {
        try
        {
            return await change();
        }
        catch (RequestFailedException refused) when (refused.Status is 404 or 409 or 412)
        {
            throw new TableStorageUpdateConditionNotSatisfiedException(stateName, grainId.ToString(), options.TableName, "Unknown", known, refused);
        }
    }

    private static T Fresh<T>() =>
        typeof(T).IsValueType || typeof(T).GetConstructor([]) is not null ? Activator.CreateInstance<T>() : (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
}
