using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>A grain's state and the store it is in.</summary>
internal sealed class PersistentState<TState>(string stateName, GrainId grainId, IGrainStorage storage) : IPersistentState<TState>
{
    private readonly GrainState<TState> _record = new(Fresh());

    public TState State
    {
        get => _record.State!;
        set => _record.State = value;
    }

    public string? Etag => _record.ETag;

    public bool RecordExists => _record.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        await storage.ReadStateAsync(stateName, grainId, _record, cancellationToken);
        _record.State ??= Fresh();
    }

    public Task WriteStateAsync(CancellationToken cancellationToken) => storage.WriteStateAsync(stateName, grainId, _record, cancellationToken);

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        await storage.ClearStateAsync(stateName, grainId, _record, cancellationToken);
        _record.State ??= Fresh();
    }

    private static TState Fresh()
    {
        if (typeof(TState).IsValueType)
        {
            return default!;
        }

        return typeof(TState).GetConstructor([]) is not null
            ? Activator.CreateInstance<TState>()
            : (TState)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(TState));
    }
}
