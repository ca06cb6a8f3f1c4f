using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0199 to a room, XEP-0410 to oneself in it, and what other queries to occupants are answered.</summary>
internal static class Pinging
{
    public static Decision Decide(Room room, Ping request)
    {
        if (request.Nick is not { } nick)
            return new Decision().Answer();

        // XEP-0410 §3.3: answered by the room itself; not-acceptable says that the client is not in the room.
        if (room.Occupants.OfSession(request.By.Session) is not { } occupant)
            return Refusals.NotAnOccupant with { By = room.Jid };
        if (occupant.Nick == nick)
            return new Decision().Answer();

        // XEP-0410 §3.2: item-not-found says that the client is in the room, but not by that name.
        return room.Occupants.Find(nick) is null ? StanzaError.ItemNotFound() : StanzaError.ServiceUnavailable();
    }

    /// <summary>XEP-0045 §6.6: bad-request for discovery by those outside.</summary>
    public static Decision Decide(Room room, OccupantQuery request)
    {
        if (room.Occupants.OfSession(request.By.Session) is null)
            return request.IsDiscovery ? StanzaError.BadRequest() : Refusals.NotAnOccupant;
        return room.Occupants.Find(request.Nick) is null ? StanzaError.ItemNotFound() : StanzaError.ServiceUnavailable();
    }
}
