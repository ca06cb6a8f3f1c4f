using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §10.9: an owner ends the room.</summary>
internal static class Destroying
{
    public static Decision Decide(Room room, Destroy request, Moment moment)
    {
        var user = request.By.FullJid.Bare;
        if (!room.Configuration.Allows(Privilege.Destroy, Role.None, room.AffiliationOf(user)))
            return StanzaError.Forbidden();
        var tombstone = room.Configuration.PersistentRoom && room.Status == RoomStatus.Open ? Left(room, request, moment) : null;
        return new Decision().Then(new RoomDestroyed(request.Reason, request.Alternate, request.Password) { Tombstone = tombstone }).Answer();
    }

    /// <summary>Anybody can ask at the name. Decision: only a room that was there for anybody tells them why it is gone and where to.</summary>
    private static Tombstone Left(Room room, Destroy request, Moment moment)
    {
        var isTold = room.Configuration is { PublicRoom: true, IsForAnybody: true };
        return new Tombstone(request.By.FullJid.Bare, isTold ? request.Reason : null, isTold ? request.Alternate : null, moment.Now + room.Rules.TombstoneLife);
    }

    /// <summary>§10.9: one unavailable presence to each occupant, in its own name, with where to go and why; none about the others.</summary>
    public static void Announce(Turn turn, RoomDestroyed destroyed, ImmutableArray<Occupant> everybody)
    {
        if (everybody.IsEmpty)
            return;
        var destroy = new Element("destroy", Ns.MucUser).With("jid", destroyed.Alternate?.ToString());
        if (destroyed.Reason is not null)
            destroy.Add("reason", destroyed.Reason);
        if (destroyed.Password is not null)
            destroy.Add("password", destroyed.Password);
        foreach (var occupant in everybody)
            turn.ToOccupants(new Variant(new Recipients.OneNick(occupant.Nick), OccupantPresence.RoomDestroyed(occupant, destroy)));
        foreach (var occupant in everybody)
            turn.Announce(new RosterRemove(occupant.Nick));
    }
}
