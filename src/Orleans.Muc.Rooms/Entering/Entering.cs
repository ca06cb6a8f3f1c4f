using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §7.2: entering a room, creating it if need be (§10.1), and re-entering to be synchronized again (§17.3).</summary>
internal static class Entering
{
    public static Decision Decide(Room room, Enter request, Moment moment)
    {
        var inside = room.Occupants.OfSession(request.By.Session);
        if (inside is null || inside.Nick != request.Nick)
            request = request with { Nick = Nicks.Held(room, request.By.FullJid.Bare) ?? request.Nick };
        if (inside is not null)
            return inside.Nick == request.Nick ? Resynchronize(room, inside, request) : Rename(room, inside, request);
        if (!room.Exists)
            return room.Tombstone?.Refusal(room.Rules, request.By.FullJid.Bare, moment.Now) is { } gone ? gone : Creating.Decide(room, request, moment);
        if (EntryChecks.Refusal(new EntryAttempt(room, request)) is { } refusal)
            return refusal;
        return new Decision().Then(Entry(room, request));
    }

    /// <summary>§7.2.8: a further session of the user under the same nickname joins the occupant.</summary>
    /// <param name="turn">The turn of the entry.</param>
    /// <param name="newcomer">Who entered.</param>
    /// <param name="before">The occupant the visit has joined, as it was; null when there was none.</param>
    /// <param name="visit">The visit.</param>
    public static void Announce(Turn turn, Occupant newcomer, Occupant? before, Visit visit)
    {
        var room = turn.Room;
        var entry = newcomer.EntryIn(room.Configuration);

        // The newcomer isn't on the roster yet, so this reaches those who were there, the same user's other sessions included.
        var self = newcomer.Stays.Length > 1;
        if (entry.Shown)
            turn.ToOccupants(Announcements.Variants(room, newcomer, gone: false, Circumstance.None, self));
        else if (self)
            turn.ToOccupants(Announcements.Self(newcomer, Circumstance.None));
        turn.RosterPut(newcomer);
        EntrySequence.Announce(turn, newcomer, MissedMessages.Since(turn, before, visit));
    }

    private static OccupantEvent Entry(Room room, Enter request)
    {
        var presence = ClientPresence.Of(request.Stanza, room.Jid);
        var role = room.Configuration.InitialRole(room.AffiliationOf(request.By.FullJid.Bare));
        return room.Occupants.Find(request.Nick) is { } present
            ? new VisitEntered(request.Nick, FollowingAffiliations.VisitOf(room, request, present.Role), presence)
            : new OccupantEntered(request.Nick, FollowingAffiliations.VisitOf(room, request, role), role, presence);
    }

    /// <summary>§17.3: a join from a session that is present is a request for everything it would get on entering.</summary>
    private static Decision Resynchronize(Room room, Occupant present, Enter request)
    {
        var decision = new Decision();
        var visit = FollowingAffiliations.VisitOf(room, request, present.Role);
        if (visit.FollowsAffiliations != present.Stay(request.By.Session).Visit.FollowsAffiliations)
            decision.Then(new VisitRebound(present.Nick, visit));
        decision.Say(turn => SendEverything(turn, present.Nick));
        var presence = ClientPresence.Of(request.Stanza, room.Jid);
        return presence.Says(present.Stay(request.By.Session).Presence)
            ? decision
            : decision.Then(new PresenceChanged(present.Nick, request.By.Session, presence));
    }

    private static Decision Rename(Room room, Occupant present, Enter request)
    {
        var decision = NickChanging.Decide(room, present, new ChangePresence(request.By, request.Nick) { Stanza = request.Stanza });
        if (decision.Refusal is not null)
            return decision;
        var visit = FollowingAffiliations.VisitOf(room, request, present.Role);
        if (visit.FollowsAffiliations != present.Stay(request.By.Session).Visit.FollowsAffiliations)
            decision.Then(new VisitRebound(request.Nick, visit));
        return decision.Say(turn => SendEverything(turn, request.Nick));
    }

    private static void SendEverything(Turn turn, Nick nick) =>
        EntrySequence.Announce(turn, turn.Room.Occupants.Find(nick)!, since: null);
}
