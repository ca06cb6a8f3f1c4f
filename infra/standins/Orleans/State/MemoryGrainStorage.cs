using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Copying;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Grain states in the memory of the cluster: they outlive an activation and a silo, not the cluster.</summary>
internal sealed class MemoryGrainStorage(string name, InProcessCluster cluster) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string, GrainId), Record> _records = cluster.Shared($"grain storage {name}", static () => new ConcurrentDictionary<(string, GrainId), Record>());

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = _records.GetValueOrDefault((stateName, grainId));
        grainState.State = record?.State is T state ? Copier<T>.CopyFor(null, state) : default;
        grainState.ETag = record?.ETag;
        grainState.RecordExists = record?.State is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Replace(stateName, grainId, grainState, Copier<T>.CopyFor(null, grainState.State!));
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Replace(stateName, grainId, grainState, null);
        grainState.State = default;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private void Replace<T>(string stateName, GrainId grainId, IGrainState<T> grainState, object? state)
    {
        var key = (stateName, grainId);
        var old = _records.GetValueOrDefault(key);
        var next = new Record(state, (long.Parse(old?.ETag ?? "0", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture));
        if (old?.ETag != grainState.ETag || !(old is null ? _records.TryAdd(key, next) : _records.TryUpdate(key, next, old)))
        {
            throw new InconsistentStateException($"State '{stateName}' of {grainId} was written by another.", old?.ETag, grainState.ETag);
        }

        grainState.ETag = next.ETag;
    }

    private sealed record Record(object? State, string ETag);
}
