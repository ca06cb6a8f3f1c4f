namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>A grain's state without a storage: what is written is what is held.</summary>
internal sealed class HeldState<T> : IPersistentState<T>
    where T : new()
{
    public T State { get; set; } = new();

    public string? Etag => null;

    public bool RecordExists { get; private set; }

    public Task ReadStateAsync() => Task.CompletedTask;

    public Task WriteStateAsync()
    {
        RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync()
    {
        RecordExists = false;
        State = new T();
        return Task.CompletedTask;
    }
}
