using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Directory;

/// <summary>The rooms of a service in ordinal order of their JIDs, and pages of the public ones.</summary>
internal sealed class RoomCatalogue
{
    private readonly SortedDictionary<string, DirectoryEntry> rooms = new(StringComparer.Ordinal);
    private ListedRoom[]? listed;

    public RoomCatalogue(DirectoryState state)
    {
        foreach (var room in state.Rooms)
            rooms[room.Room] = room;
    }

    /// <summary>Rooms that end when nobody is left in them.</summary>
    public IReadOnlyList<string> Temporary => [.. rooms.Values.Where(room => !room.IsPersistent).Select(room => room.Room)];

    /// <summary>Whether that was news.</summary>
    public bool Put(DirectoryEntry entry)
    {
        if (rooms.TryGetValue(entry.Room, out var known) && known == entry)
            return false;
        rooms[entry.Room] = entry;
        listed = null;
        return true;
    }

    /// <summary>Whether that was news.</summary>
    public bool Remove(string room)
    {
        listed = null;
        return rooms.Remove(room);
    }

    public DirectoryState ToState() => new() { Rooms = [.. rooms.Values] };

    /// <summary>The public rooms after <paramref name="after"/>, which need not be one of them.</summary>
    public RoomListing List(string? after, int most)
    {
        listed ??= [.. rooms.Values.Where(room => room.IsPublic).Select(room => new ListedRoom(Jid.Parse(room.Room), room.Name))];
        var first = after is null ? 0 : FirstAfter(after);
        return new RoomListing(listed[first..Math.Min(listed.Length, first + most)], listed.Length, first);
    }

    private int FirstAfter(string after)
    {
        var (low, high) = (0, listed!.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(listed[middle].Room.ToString(), after) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
