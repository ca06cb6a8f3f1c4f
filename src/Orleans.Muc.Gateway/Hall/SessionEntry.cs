using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Hall;

/// <summary>A session in the hall: its lanes into rooms, and what its user's other resources may know of it.</summary>
internal sealed class SessionEntry(Session session, IGrainFactory grains, TimeProvider time, ILogger log)
{
    /// <summary>Lanes from which on idle ones are dropped before another is made.</summary>
    private const int IdleLanes = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<Jid, Lane> _lanes = [];
    private long _counter;

    public Session Session => session;

    public IUserGrain User { get; } = grains.GetGrain<IUserGrain>(session.Bare.ToString());

    /// <summary>The stream has ended; its rooms may not know yet.</summary>
    public bool IsOver { get; set; }

    public Stanza? Presence { get; set; }

    public bool Interested { get; set; }

    public Lane[] Lanes
    {
        get
        {
            lock (_gate)
                return [.. _lanes.Values];
        }
    }

    /// <summary>Has the user's own grain take a stanza.</summary>
    public Task Tell(Stanza stanza) => User.Take(Telling(stanza));

    /// <summary>As <see cref="Tell"/>, also while the user may be moving to another silo.</summary>
    public Task TellPatiently(Stanza stanza)
    {
        var call = Telling(stanza);
        return Patiently.Call(isRepeated => User.Take(call with { IsRepeated = isRepeated }), Patiently.UntilMoved, time);
    }

    public BoundSession AsBound() => session.Identity with { Presence = Presence, Interested = Interested };

    public Lane LaneTo(Jid room)
    {
        lock (_gate)
        {
            if (_lanes.TryGetValue(room, out var lane))
                return lane;
            DropIdle();
            _lanes[room] = lane = new Lane(session, room, grains.GetGrain<IRoomGrain>(room.ToString()), time, log);
            return lane;
        }
    }

    /// <summary>Sends a stanza into a room, in order; completes when the lane has space for another.</summary>
    public Task Send(Jid room, Stanza stanza)
    {
        var lane = LaneTo(room);
        lane.MayOccupy |= stanza is { Kind: StanzaKind.Presence, Type: null };
        lane.Add(Call(RoomCallKind.Stanza, stanza));
        return lane.Space();
    }

    /// <summary>Tells all rooms it may be in, and has not told yet, that the session is over; completes when they have taken it.</summary>
    public Task LeaveAll(RoomCallKind reason)
    {
        var lanes = Array.FindAll(Lanes, lane => lane.MayOccupy || !lane.IsIdle);
        foreach (var lane in lanes)
        {
            if (!lane.IsLeaving)
                lane.Add(Call(reason, null));
        }

        return Task.WhenAll(lanes.Select(lane => lane.Drained()));
    }

    /// <summary>The room has let the session go.</summary>
    public void Left(Jid room)
    {
        lock (_gate)
        {
            if (_lanes.TryGetValue(room, out var lane) && lane.IsIdle)
                _lanes.Remove(room);
        }
    }

    /// <summary>Whether the room must count this session as possibly there: it is on its way in, or has not finished leaving.</summary>
    public bool Holds(Jid room)
    {
        lock (_gate)
            return _lanes.TryGetValue(room, out var lane) && (lane.MayOccupy || !lane.IsIdle);
    }

    /// <summary>Rooms that were asked something and not entered need no lane any more.</summary>
    private void DropIdle()
    {
        if (_lanes.Count < IdleLanes)
            return;
        foreach (var (room, lane) in _lanes)
        {
            if (!lane.MayOccupy && lane.IsIdle)
                _lanes.Remove(room);
        }
    }

    private UserCall Telling(Stanza stanza) => new(AsBound(), stanza) { Counter = Interlocked.Increment(ref _counter) };

    private RoomCall Call(RoomCallKind kind, Stanza? stanza) =>
        new(kind, session.ConnectionKey, session.Id, Interlocked.Increment(ref _counter), session.FullJid, stanza);
}
