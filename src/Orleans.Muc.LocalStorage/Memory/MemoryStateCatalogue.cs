using System.Runtime.CompilerServices;
using Orleans.Muc.Abstractions;
using Orleans.Muc.LocalStorage.Rows;

namespace Orleans.Muc.LocalStorage.Memory;

internal sealed class MemoryStateCatalogue(MemoryDatabase database) : IStateCatalogue
{
    public async IAsyncEnumerable<string> Keys(string stateName, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string[] keys;
        lock (database.Gate)
            keys = [.. database.States.Keys.Where(key => key.Name == stateName).Select(key => StateKey.PrimaryKey(key.Grain))];
        await Task.CompletedTask;
        foreach (var key in keys)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return key;
        }
    }
}
