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
internal sealed class RoomIndexes(IGrainFactory grains, MucIdentity identity, TimeProvider time, ILogger<RoomIndexes> log)
{
    private static readonly TimeSpan WakeDelay = TimeSpan.FromMilliseconds(500);

    public void Note(Room room, DirectoryLine line, Outcome outcome)
    {
        var changed = false;
        foreach (var happening in outcome.Events)
        {
            switch (happening)
            {
                case RoomCreated created:
                    NoteMember(room, created.Owner);
                    changed = true;
                    break;
                case RoomUnlocked or ConfigurationChanged or RoomDestroyed:
                    changed = true;
                    break;
                case OccupantEntered or OccupantExited:
                    line.NoteOccupants();
                    break;
                case MemberChanged { Member: var member }:
                    NoteMember(room, member.Jid);
                    break;
                case HatsWorn { Wearer: var wearer }:
                    NoteMember(room, wearer.Jid);
                    break;
                case HatDestroyed { Wearers: var wearers }:
                    foreach (var former in wearers)
                        NoteMember(room, former);
                    break;
            }
        }

        if (changed)
            line.Note();
    }

    /// <summary>Whether the room has anything stored of them, so that it is told when the account is no more.</summary>
    private void NoteMember(Room room, Jid member)
    {
        var isRegistered = room.MemberOf(member) is not null || !room.Hats.WornBy(member).IsEmpty;
        if (member.Domainpart == identity.Domain.Domainpart && member.Localpart is not null)
            _ = Quietly(room.Jid, () => Account(member).NoteRoom(room.Jid, isRegistered));
    }

    /// <summary>The directory's line about a room, for its activation to keep.</summary>
    public DirectoryLine LineOf(Room room) =>
        new(room, grains.GetGrain<IRoomDirectoryGrain>(identity.Service.ToString()), noting => Quietly(room.Jid, noting), time);

    private IUserRegistrationGrain Account(Jid jid) => grains.GetGrain<IUserRegistrationGrain>(jid.ToString());

    /// <summary>A room fell asleep with people in it, because its writing failed or its place in the cluster moved: it wakes again by itself.</summary>
    public void WakeSoon(Jid room) => _ = Quietly(room, () => Wake(room));

    private async Task Wake(Jid room)
    {
        await time.Delay(WakeDelay);
        await grains.GetGrain<IRoomGrain>(room.ToString()).Sweep();
    }

    private async Task Quietly(Jid room, Func<Task> noting)
    {
        try
        {
            await Patiently.Call(noting, Patiently.UntilMoved, time);
        }
#pragma warning disable CA1031 // Advisory: see the class.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.IndexFailed(fault, room);
        }
    }
}
