using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §10.1: the first entry creates the room and makes its sender the owner.</summary>
internal static class Creating
{
    public static Decision Decide(Room room, Enter request, Moment moment)
    {
        // §10.1.1: where not everybody may create rooms, not-allowed.
        var creator = request.By.FullJid.Bare;
        if (!room.Rules.AnyoneMayCreate && !room.Rules.Admins.Contains(creator))
            return StanzaError.NotAllowed();

        var key = new byte[OccupantIds.KeyBytes];
        moment.Chance.Fill(key);
        var decision = new Decision().Then(new RoomCreated(creator, room.Rules.InitialConfiguration, key, moment.Now));
        if (!room.Rules.LockNewRooms)
            decision.Then(new RoomUnlocked());
        return decision.Then(new OccupantEntered(request.Nick, request.By with { FollowsAffiliations = request.Follow is not null }, Role.Moderator, ClientPresence.Of(request.Stanza, room.Jid)));
    }

    /// <summary>Whether this turn has created the room, which its self-presence says with 201.</summary>
    public static bool Happened(Turn turn) => turn.Outcome.Events is [RoomCreated, ..];
}
