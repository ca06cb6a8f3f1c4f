using System.Collections.Concurrent;
using Orleans.Muc.Abstractions.Rooms;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>The rooms that are awake on this silo, for the news of dead silos.</summary>
internal sealed class LocalRooms
{
    private readonly ConcurrentDictionary<string, IRoomGrain> _awake = new(StringComparer.Ordinal);

    public IEnumerable<IRoomGrain> Awake => _awake.Values;

    public bool IsAwake(string room) => _awake.ContainsKey(room);

    public void Woke(string room, IRoomGrain grain) => _awake[room] = grain;

    public void Slept(string room) => _awake.TryRemove(room, out _);
}
