using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Directory;

/// <summary>The rooms of a service in ordinal order of their JIDs; pages of the public ones, and what is found among them.</summary>
internal sealed class RoomCatalogue
{
    /// <summary>Rooms that one turn of a search looks at.</summary>
    public const int MostPerTurn = 5_000;

    private readonly SortedDictionary<string, CataloguedRoom> rooms = new(StringComparer.Ordinal);
    private CataloguedRoom[]? listed;

    public RoomCatalogue(IEnumerable<DirectoryEntry> stored)
    {
        foreach (var room in stored)
            rooms[room.Room] = new CataloguedRoom(room);
    }

    /// <summary>Rooms that end when nobody is left in them.</summary>
    public IReadOnlyList<string> Temporary => [.. rooms.Values.Where(room => !room.Entry.IsPersistent).Select(room => room.Entry.Room)];

    public IReadOnlyList<string> All => [.. rooms.Keys];

    /// <summary>The public ones.</summary>
    private CataloguedRoom[] Listed => listed ??= [.. rooms.Values.Where(room => room.Entry.IsPublic)];

    /// <summary>Whether that was news to be stored. How many are inside is not.</summary>
    public bool Put(DirectoryEntry entry, int occupants)
    {
        if (rooms.TryGetValue(entry.Room, out var known) && known.Entry == entry)
        {
            known.Occupants = occupants;
            return false;
        }

        rooms[entry.Room] = new CataloguedRoom(entry) { Occupants = occupants };
        listed = null;
        return true;
    }

    /// <summary>Whether that was news.</summary>
    public bool Remove(string room)
    {
        listed = null;
        return rooms.Remove(room);
    }

    /// <summary>A page of the public rooms. The room after or before which it lies need not be one of them.</summary>
    public RoomListing List(RoomPage page)
    {
        var wanted = new PageRequest { Max = page.Most, After = page.After, Before = page.Before, Index = page.Index };
        var (first, count) = wanted.Of(Listed, Address, page.Most);
        return new RoomListing([.. Listed.Skip(first).Take(count).Select(room => new ListedRoom(room.Found.Room, room.Entry.Name))], Listed.Length, first);
    }

    /// <summary>What matches among the public rooms whose addresses come after <paramref name="from"/>, as many as one turn looks at.</summary>
    public ChannelsFound Search(ChannelQuery query, string? from)
    {
        var (first, count) = new PageRequest { After = from }.Of(Listed, Address, MostPerTurn);
        var matches = 0;
        var preceding = 0;
        var wanted = new List<FoundChannel>();
        for (var at = first; at < first + count; at++)
        {
            if (!Listed[at].Matches(query))
                continue;
            matches++;
            var found = Listed[at].Found;
            if (query.After is { } after && found.Position.CompareTo(after, query.Order) <= 0)
                preceding++;
            else if (query.Before is null || found.Position.CompareTo(query.Before, query.Order) < 0)
                wanted.Add(found);
        }

        if (query.Backwards)
            preceding = wanted.Count;
        var next = first + count < Listed.Length ? Address(Listed[first + count - 1]) : null;
        return new ChannelsFound(query.Choose(wanted), matches, preceding, next);
    }

    private static string Address(CataloguedRoom room) => room.Entry.Room;
}
