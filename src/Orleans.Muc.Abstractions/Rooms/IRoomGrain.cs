using Orleans.Concurrency;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Rooms;

/// <summary>A room, keyed by its bare JID. A call returns when the request is taken and its outcome durable; the outcome itself travels on the stream.</summary>
[Alias("muc.IRoomGrain")]
public interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>Takes a request of a session. A repeated call with the same origin doubles nothing that was logged.</summary>
    [ResponseTimeout("00:00:10"), Alias("Take")]
    Task Take(RoomCall call);

    /// <summary>Wakes a room whose silo is gone, for the sake of a connection that has occupants in it.</summary>
    [ResponseTimeout("00:00:10"), Alias("Resume")]
    Task Resume(string connection);

    /// <summary>A gateway found a gap: it gets the roster and the logged messages after the last it reports.</summary>
    [OneWay, Alias("Resync")]
    Task Resync(string connection, RoomReport report);

    /// <summary>Silos that are gone: their occupants are announced unavailable (XEP-0045 §11.1, status 333).</summary>
    [OneWay, Alias("SilosLost")]
    Task SilosLost(SiloAddress[] silos);

    /// <summary>Wakes a room that may have lost its occupants in a crash: a temporary one without survivors ends by waking.</summary>
    [Alias("Sweep")]
    Task Sweep();

    /// <summary>The account no longer exists: its affiliation and registration here end.</summary>
    [Alias("RemoveAccount")]
    Task RemoveAccount(Jid account);
}

/// <summary>What a call to a room is about.</summary>
public enum RoomCallKind
{
    /// <summary>A stanza of the session, addressed to the room or an occupant.</summary>
    Stanza = 0,

    /// <summary>The stream was ended, by its client or by the service: the visit leaves.</summary>
    SessionEnded = 1,

    /// <summary>The gateway is about to stop: the visit leaves, and hears it while its stream is still open.</summary>
    ServiceStopping = 2,

    /// <summary>The link to the client broke: the visit is lost (XEP-0045 §11.1, status 333).</summary>
    SessionLost = 3,
}

/// <summary>A request on its way into a room. (<see cref="Connection"/>, <see cref="Session"/>, <see cref="Counter"/>) is its origin.</summary>
[GenerateSerializer, Immutable, Alias("muc.room-call")]
public sealed record RoomCall(
    [property: Id(0)] RoomCallKind Kind,
    [property: Id(1)] string Connection,
    [property: Id(2)] string Session,
    [property: Id(3)] long Counter,
    [property: Id(4)] Jid From,
    [property: Id(5)] Stanza? Stanza);
