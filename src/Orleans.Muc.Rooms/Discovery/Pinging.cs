namespace Orleans.Muc.Rooms;

/// <summary>XEP-0199 to a room, XEP-0410 to oneself in it; to somebody else it is a question like others.</summary>
internal static class Pinging
{
    public static Decision Decide(Room room, Ping request, Moment moment)
    {
        if (request.Nick is not { } nick)
            return new Decision().Answer();

        // XEP-0410 §3.3: answered by the room itself; not-acceptable says that the client is not in the room.
        if (room.Occupants.OfSession(request.By.Session) is not { } occupant)
            return Refusals.NotAnOccupant with { By = room.Jid };
        if (occupant.Nick == nick)
            return new Decision().Answer();

        // XEP-0410 §3.2: item-not-found says that the client is in the room, but not by that name.
        return Relaying.Decide(room, new OccupantQuery(request.By, nick, IsDiscovery: false) { Stanza = request.Stanza, Counter = request.Counter }, moment);
    }
}
