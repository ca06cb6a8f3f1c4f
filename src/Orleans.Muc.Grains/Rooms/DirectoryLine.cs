using System.Diagnostics;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Rooms;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>
/// One room's line in the service's directory. Calls that nobody waits for may overtake each other, and the directory would keep what the room was: so one call is in flight,
/// and what changed meanwhile goes with the next, as it is then.
/// </summary>
/// <remarks>Used on the room's scheduler only.</remarks>
internal sealed class DirectoryLine(Room room, IRoomDirectoryGrain directory, Func<Func<Task>, Task> patiently, TimeProvider time)
{
    /// <summary>XEP-0433 §6.2: the number of occupants may be stale. The directory hears of comings and goings this often at most.</summary>
    public static readonly TimeSpan BetweenCounts = TimeSpan.FromSeconds(10);

    private bool changed;
    private bool counted;
    private bool stopped;
    private Task noting = Task.CompletedTask;
    private Task pause = Task.CompletedTask;

    public void Note()
    {
        if (stopped)
            return;
        changed = true;
        if (noting.IsCompleted)
            noting = Run();
    }

    /// <summary>Somebody came or went. Told at once when it has been quiet, else when the pause is over.</summary>
    public void NoteOccupants()
    {
        counted = true;
        if (pause.IsCompleted)
            pause = Count();
    }

    /// <summary>The room is another activation's to tell of.</summary>
    public void Stop() => stopped = true;

    private async Task Run()
    {
        // It goes on beyond the call that began it.
        Activity.Current = null;
        while (changed)
        {
            changed = false;
            await patiently(Tell);
        }
    }

    private async Task Count()
    {
        Activity.Current = null;
        while (counted && !stopped)
        {
            counted = false;
            if (room.Configuration.PublicRoom)
                Note();
            await time.Delay(BetweenCounts);
        }
    }

    private Task Tell()
    {
        if (!room.Exists)
            return directory.Remove(room.Jid);
        var configuration = room.Configuration;
        var isPublic = room.Status == RoomStatus.Open && configuration.PublicRoom;
        return directory.Put(new DirectoryRoom(room.Jid, configuration.RoomName, isPublic, configuration.PersistentRoom)
        {
            Description = configuration.RoomDesc,
            Language = configuration.Lang,
            IsOpen = configuration.IsForAnybody,
            IsNonAnonymous = configuration.IsNonAnonymous,
            Occupants = room.OccupantCount,
        });
    }
}
