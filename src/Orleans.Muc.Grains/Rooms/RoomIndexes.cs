using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>
/// Keeps what others know of a room: the service's directory, and each account's index of its registrations. Both are advisory, so a fault is logged and
/// the room goes on; the room's own rows are the truth.
/// </summary>
internal sealed class RoomIndexes(IGrainFactory grains, MucIdentity identity, ILogger<RoomIndexes> log)
{
    public void Note(Room room, Outcome outcome)
    {
        var changed = false;
        foreach (var happening in outcome.Events)
        {
            switch (happening)
            {
                case RoomCreated or RoomUnlocked or ConfigurationChanged or RoomDestroyed:
                    changed = true;
                    break;
                case MemberChanged { Member: var member } when member.Jid.Domainpart == identity.Domain.Domainpart && member.Jid.Localpart is not null:
                    _ = Quietly(room.Jid, Account(member.Jid).NoteRoom(room.Jid, member.Affiliation != Affiliation.None || member.ReservedNick is not null));
                    break;
            }
        }

        if (changed)
            NoteRoom(room);
    }

    public void NoteRoom(Room room) => _ = Quietly(room.Jid, InDirectory(room));

    private Task InDirectory(Room room)
    {
        var directory = grains.GetGrain<IRoomDirectoryGrain>(identity.Service.ToString());
        var configuration = room.Configuration;
        return room.Exists
            ? directory.Put(new DirectoryRoom(room.Jid, configuration.RoomName, room.Status == RoomStatus.Open && configuration.PublicRoom, configuration.PersistentRoom))
            : directory.Remove(room.Jid);
    }

    private IUserRegistrationGrain Account(Jid jid) => grains.GetGrain<IUserRegistrationGrain>(jid.ToString());

    private async Task Quietly(Jid room, Task noting)
    {
        try
        {
            await noting;
        }
#pragma warning disable CA1031 // Advisory: see the class.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.IndexFailed(fault, room);
        }
    }
}
