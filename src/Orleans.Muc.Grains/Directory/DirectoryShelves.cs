using System.Security.Cryptography;
using System.Text;
using Orleans.Storage;

namespace Orleans.Muc.Grains.Directory;

/// <summary>
/// A directory's rooms as they are stored: spread over shelves by their address, each a state of its own. What a change writes is a 64th of all, and a storage that keeps a
/// state in one row of 1 MB holds 64 MB of rooms.
/// </summary>
/// <remarks>Not safe for threads, but more may be put and removed while a write waits.</remarks>
internal sealed class DirectoryShelves(IGrainStorage storage, GrainId directory)
{
    /// <summary>Frozen: which shelf a room is on depends on it.</summary>
    public const int Count = 64;

    private readonly Shelf[] shelves = [.. Enumerable.Range(0, Count).Select(place => new Shelf(place))];

    /// <summary>Whether there is something that has not been written.</summary>
    public bool HasNews => Array.Exists(shelves, shelf => shelf.HasNews);

    /// <summary>Everything stored.</summary>
    public async Task<IReadOnlyList<DirectoryEntry>> Read()
    {
        await Task.WhenAll(shelves.Select(Read));
        return [.. shelves.SelectMany(shelf => shelf.Rooms.Values)];
    }

    public void Put(DirectoryEntry entry)
    {
        var shelf = ShelfOf(entry.Room);
        shelf.Rooms[entry.Room] = entry;
        shelf.HasNews = true;
    }

    public void Remove(string room)
    {
        var shelf = ShelfOf(room);
        shelf.HasNews |= shelf.Rooms.Remove(room);
    }

    /// <summary>Writes the shelves that changed. Those that could not be written are still news.</summary>
    /// <exception cref="AggregateException">Some could not be written.</exception>
    public async Task Write()
    {
        List<Exception> faults = [];
        foreach (var shelf in shelves)
        {
            if (!shelf.HasNews)
                continue;
            try
            {
                await Write(shelf);
            }
#pragma warning disable CA1031 // Thrown at the end, when every shelf has had its chance.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                shelf.HasNews = true;
                faults.Add(fault);
            }
        }

        if (faults.Count > 0)
            throw new AggregateException(faults);
    }

    private async Task Read(Shelf shelf)
    {
        await storage.ReadStateAsync(shelf.Name, directory, shelf.Stored);
        foreach (var entry in shelf.Stored.State?.Rooms ?? [])
            shelf.Rooms[entry.Room] = entry;
    }

    private async Task Write(Shelf shelf)
    {
        shelf.HasNews = false;
        shelf.Stored.State = new DirectoryState { Rooms = [.. shelf.Rooms.Values] };
        try
        {
            await storage.WriteStateAsync(shelf.Name, directory, shelf.Stored);
        }
        catch (InconsistentStateException)
        {
            // Another activation wrote it: the next try goes over that, and rooms that are missing then come back when they wake.
            await storage.ReadStateAsync(shelf.Name, directory, shelf.Stored);
            throw;
        }
    }

    private Shelf ShelfOf(string room) => shelves[SHA256.HashData(Encoding.UTF8.GetBytes(room))[0] % Count];

    private sealed class Shelf(int place)
    {
        public string Name { get; } = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"directory{place:00}");

        public GrainState<DirectoryState> Stored { get; } = new(new DirectoryState());

        public SortedDictionary<string, DirectoryEntry> Rooms { get; } = new(StringComparer.Ordinal);

        public bool HasNews { get; set; }
    }
}
