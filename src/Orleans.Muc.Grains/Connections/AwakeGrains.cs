using System.Collections.Concurrent;

namespace Orleans.Muc.Grains.Connections;

/// <summary>The rooms, or the users, that are awake on this silo: they are told when silos are gone. Thread-safe.</summary>
internal sealed class AwakeGrains<T>
    where T : IGrainWithStringKey
{
    private readonly ConcurrentDictionary<string, T> _awake = new(StringComparer.Ordinal);

    public IEnumerable<T> All => _awake.Values;

    public bool Has(string key) => _awake.ContainsKey(key);

    public void Woke(string key, T grain) => _awake[key] = grain;

    public void Slept(string key) => _awake.TryRemove(key, out _);
}
