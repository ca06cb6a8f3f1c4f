using Microsoft.Extensions.DependencyInjection;
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
    [FromKeyedServices(GatewayFeed.GrainStorage)] IGrainStorage storage,
    TimeProvider time,
    ILogger<RoomDirectoryGrain> logger) : Grain, IRoomDirectoryGrain
{
    private const int MostPerPage = 1000;

    /// <summary>Temporary rooms that are woken at a time: each reads its rows, and asks gateways, which rooms that people wait for do in the same minutes.</summary>
    private const int MostSweptAtOnce = 16;

    // Many rooms change at once when a service starts; one write serves them all.
    private static readonly TimeSpan WriteDelay = TimeSpan.FromSeconds(2);

    private RoomCatalogue rooms = new([]);
    private DirectoryShelves shelves = null!;
    private IGrainTimer? write;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        shelves = new DirectoryShelves(storage, this.GetGrainId());
        rooms = new RoomCatalogue(await shelves.Read());
        _ = Abreast.Each(rooms.Temporary, MostSweptAtOnce, Sweep);
        var round = new SweepingRound(() => rooms.All, Sweep, time);
        this.RegisterGrainTimer(_ => round.Walk(), new GrainTimerCreationOptions(SweepingRound.First, SweepingRound.Between) { Interleave = true });
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
        if (!rooms.Put(entry, room.Occupants))
            return Task.CompletedTask;
        shelves.Put(entry);
        WriteSoon();
        return Task.CompletedTask;
    }

    public Task Remove(Jid room)
    {
        if (!rooms.Remove(room.Bare.ToString()))
            return Task.CompletedTask;
        shelves.Remove(room.Bare.ToString());
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

    // The timer goes on until everything is written.
    private async Task Write()
    {
        try
        {
            await shelves.Write();
            if (shelves.HasNews)
                return;
            write?.Dispose();
            write = null;
        }
        catch (Exception e)
        {
            LogNotWritten(this.GetPrimaryKeyString(), e);
        }
    }
}
