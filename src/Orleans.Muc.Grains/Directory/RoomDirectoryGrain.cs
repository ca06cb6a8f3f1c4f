using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;
using Orleans.Storage;

namespace Orleans.Muc.Grains.Directory;

/// <summary>
/// The list of rooms of one service. It is only a list: the rooms are the truth and tell it again when they wake, so it is written some time after a change
/// and a crash in between costs no more than an entry that is late.
/// </summary>
/// <remarks>How many are inside a room is not stored, so the directory stays in memory even when nobody asks.</remarks>
[GrainType("muc.room-directory"), KeepAlive]
internal sealed partial class RoomDirectoryGrain(
    [PersistentState("directory", GatewayFeed.GrainStorage)] IPersistentState<DirectoryState> storage,
    ILogger<RoomDirectoryGrain> logger) : Grain, IRoomDirectoryGrain
{
    private const int MostPerPage = 1000;

    // Many rooms change at once when a service starts; one write serves them all.
    private static readonly TimeSpan WriteDelay = TimeSpan.FromSeconds(2);

    private RoomCatalogue rooms = new(new DirectoryState());
    private IGrainTimer? write;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        rooms = new RoomCatalogue(storage.State);
        foreach (var room in rooms.Temporary)
            _ = Sweep(room);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        write is null ? Task.CompletedTask : Write();

    public Task Put(DirectoryRoom room)
    {
        var entry = new DirectoryEntry
        {
            Room = room.Room.Bare.ToString(),
            Name = room.Name,
            IsPublic = room.IsPublic,
            IsPersistent = room.IsPersistent,
            Description = room.Description,
            Language = room.Language,
            IsOpen = room.IsOpen,
            IsNonAnonymous = room.IsNonAnonymous,
        };
        if (rooms.Put(entry, room.Occupants))
            WriteSoon();
        return Task.CompletedTask;
    }

    public Task Remove(Jid room)
    {
        if (rooms.Remove(room.Bare.ToString()))
            WriteSoon();
        return Task.CompletedTask;
    }

    public Task<RoomListing> List(RoomPage page) => Task.FromResult(rooms.List(page with { Most = Math.Clamp(page.Most, 0, MostPerPage) }));

    public Task<ChannelsFound> Search(ChannelQuery query, string? from) =>
        Task.FromResult(rooms.Search(query with { Most = Math.Clamp(query.Most, 0, MostPerPage) }, from));

    private async Task Sweep(string room)
    {
        try
        {
            await GrainFactory.GetGrain<IRoomGrain>(room).Sweep();
        }
        catch (Exception e)
        {
            LogNotSwept(room, e);
        }
    }

    private void WriteSoon() =>
        write ??= this.RegisterGrainTimer(Write, new GrainTimerCreationOptions { DueTime = WriteDelay, Period = WriteDelay, KeepAlive = true });

    // The timer goes on until a write succeeds.
    private async Task Write()
    {
        storage.State = rooms.ToState();
        try
        {
            await storage.WriteStateAsync();
            write?.Dispose();
            write = null;
        }
        catch (Exception e)
        {
            LogNotWritten(this.GetPrimaryKeyString(), e);
            // Another activation wrote it: the next try goes over that, and rooms that are missing then come back when they wake.
            if (e is InconsistentStateException)
                await storage.ReadStateAsync();
        }
    }
}
