using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Rooms;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>
/// One room's line in the service's directory. Calls that nobody waits for may overtake each other, and the directory would keep what the room was: so one call is in flight,
/// and what changed meanwhile goes with the next, as it is then.
/// </summary>
/// <remarks>Used on the room's scheduler only.</remarks>
internal sealed class DirectoryLine(Room room, IRoomDirectoryGrain directory, Func<Func<Task>, Task> patiently)
{
    private bool changed;
    private Task noting = Task.CompletedTask;

    public void Note()
    {
        changed = true;
        if (noting.IsCompleted)
            noting = Run();
    }

    private async Task Run()
    {
        while (changed)
        {
            changed = false;
            await patiently(Tell);
        }
    }

    private Task Tell() => room.Exists
        ? directory.Put(new DirectoryRoom(room.Jid, room.Configuration.RoomName, room.Status == RoomStatus.Open && room.Configuration.PublicRoom, room.Configuration.PersistentRoom))
        : directory.Remove(room.Jid);
}
