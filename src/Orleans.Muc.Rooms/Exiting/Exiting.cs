using System.Collections.Immutable;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §7.14: leaving a room, in good order or by a lost link (§11.1) or because the service stops (§11.2); and the end of what nobody is in any more.</summary>
internal static class Exiting
{
    public static Decision Decide(Room room, Exit request) =>
        Leave(room, request.By, new Circumstance { Farewell = ClientPresence.Of(request.Stanza, room.Jid) });

    public static Decision Decide(Room room, SessionEnded request) => Leave(room, request.By, Circumstance.None);

    /// <summary>§11.1: 333 tells a lost link, or a lost gateway, from leaving; no 307 beside it.</summary>
    public static Decision Decide(Room room, VisitLost request) =>
        Leave(room, request.By, new Circumstance { Codes = [StatusCode.TechnicalProblem] });

    /// <summary>332: it was neither the user's wish nor anybody's in the room.</summary>
    public static Decision Decide(Room room, ServiceStopping request) =>
        Leave(room, request.By, new Circumstance { Codes = [StatusCode.ServiceShutdown] });

    /// <summary>§7.14: a temporary room ends with its last occupant; a locked one was never there without its owner (§10.1.3).</summary>
    public static Decision EndIfEmpty(this Decision decision, Room room, int leaving) =>
        IsTemporary(room) && leaving > 0 && room.Occupants.Count == leaving ? decision.Then(new RoomDestroyed(null, null)) : decision;

    public static void Announce(Turn turn, Occupant gone, Circumstance circumstance)
    {
        // Those to whom presence isn't broadcast never saw the occupant; the occupant itself learns of its removal in any case.
        var room = turn.Room;
        var isShown = gone.EntryIn(room.Configuration).Shown;
        turn.ToOccupants(isShown
            ? Announcements.Variants(room, gone, gone: true, circumstance, self: true)
            : [.. Farewell(gone, circumstance), .. FollowingAffiliations.Unseen(room, circumstance.Step)]);
        turn.Announce(new RosterRemove(gone.Nick));
    }

    /// <summary>One of several sessions left: it alone is told; the others see the occupant as the remaining sessions have it.</summary>
    public static void AnnounceVisit(Turn turn, Occupant before, VisitExited exited, Circumstance circumstance)
    {
        var after = turn.Room.Occupants.Find(exited.Nick)!;
        var visit = before.Stay(exited.Session).Visit;
        turn.Announce(new ToSession(visit, [OccupantPresence.Unavailable(before.Through(exited.Session), OccupantPresence.View.Self, circumstance)]));
        turn.RosterPut(after);
        if (before.Shown.Visit.Session == exited.Session)
            Announcements.Present(turn, after, Circumstance.None);
    }

    private static bool IsTemporary(Room room) => !room.Configuration.PersistentRoom || room.Status == RoomStatus.Locked;

    private static Decision Leave(Room room, Visit visit, Circumstance circumstance)
    {
        // §17.3: unavailable presence of somebody who isn't there is silently ignored.
        if (room.Occupants.OfSession(visit.Session) is not { } occupant)
            return Decision.Nothing;
        if (occupant.Stays.Length > 1)
            return new Decision().Then(new VisitExited(occupant.Nick, visit.Session), circumstance);

        // §10.1.3: an owner who leaves before configuring the room is told that it is destroyed.
        return room.Status == RoomStatus.Locked && room.Occupants.Count == 1
            ? new Decision().Then(new RoomDestroyed(null, null))
            : new Decision().Then(new OccupantExited(occupant.Nick), circumstance).EndIfEmpty(room, 1);
    }

    private static ImmutableArray<Variant> Farewell(Occupant gone, Circumstance circumstance) => Announcements.ForEach(
        new Recipients.OneNick(gone.Nick), circumstance, told => OccupantPresence.Unavailable(gone, OccupantPresence.View.Self, told));
}

/// <summary>A resumed stream hangs on another connection: the visit goes on, and nobody inside notices.</summary>
internal static class Rebinding
{
    public static Decision Decide(Room room, Rebind request) =>
        room.Occupants.OfSession(request.By.Session) is { } occupant
            ? new Decision().Then(new VisitRebound(occupant.Nick, request.By with { FollowsAffiliations = occupant.Stay(request.By.Session).Visit.FollowsAffiliations }))
            : Decision.Nothing;
}
