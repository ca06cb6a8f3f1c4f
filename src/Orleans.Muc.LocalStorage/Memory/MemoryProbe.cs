using Orleans.Muc.Abstractions.States;

namespace Orleans.Muc.LocalStorage.Memory;

/// <summary>Memory always answers.</summary>
internal sealed class MemoryProbe : IStorageProbe
{
    public Task Probe(CancellationToken cancellation) => Task.CompletedTask;
}
