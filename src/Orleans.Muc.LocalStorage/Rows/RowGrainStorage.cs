using Orleans.Muc.Abstractions.States;
using Orleans.Storage;

namespace Orleans.Muc.LocalStorage.Rows;

/// <summary>
/// Orleans' grain storage on rows with tags: a write or a clearing states the tag that it saw, null for "no row", and loses
/// against whoever was faster.
/// </summary>
internal abstract class RowGrainStorage : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        if (await Read(KeyOf(stateName, grainId)) is not { } row)
        {
            Forget(grainState);
            return;
        }

        grainState.State = StateFormat.Read<T>(row.Body);
        grainState.ETag = row.Tag;
        grainState.RecordExists = true;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        grainState.ETag = await Replace(KeyOf(stateName, grainId), StateFormat.Write(grainState.State), grainState.ETag);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        await Delete(KeyOf(stateName, grainId), grainState.ETag);
        Forget(grainState);
    }

    protected abstract Task<StateRow?> Read(StateKey key);

    /// <summary>Writes the row when it still has the tag <paramref name="seen"/>; returns the new tag.</summary>
    /// <exception cref="InconsistentStateException">It has another one.</exception>
    protected abstract Task<string> Replace(StateKey key, byte[] body, string? seen);

    /// <summary>Deletes the row when it still has the tag <paramref name="seen"/>.</summary>
    /// <exception cref="InconsistentStateException">It has another one.</exception>
    protected abstract Task Delete(StateKey key, string? seen);

    /// <exception cref="InconsistentStateException">The tags differ.</exception>
    protected static void Match(StateKey key, string? stored, string? seen)
    {
        if (stored != seen)
            throw new InconsistentStateException($"The state '{key.Name}' of {key.Grain} has been written by somebody else.", stored, seen);
    }

    private static StateKey KeyOf(string stateName, GrainId grainId) => new(stateName, grainId.ToString());

    private static void Forget<T>(IGrainState<T> grainState)
    {
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }
}
