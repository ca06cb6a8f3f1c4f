using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Gateway.Telemetry;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Hall;

/// <summary>
/// The way of one session's requests into one room: in order, one call in flight. A call that fails is repeated with the same origin while the room may be
/// moving to another silo, and answered when that takes too long.
/// </summary>
internal sealed class Lane(Session session, Jid room, IRoomGrain grain, TimeProvider time, ILogger log)
{
    /// <summary>Requests that may wait here before the session's socket is no longer read.</summary>
    public const int MostWaiting = 128;

    /// <summary>From being asked: a room is back on another silo 10 s after its own was lost; then some. Calls that wait behind one give up with it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly Queue<(RoomCall Call, long Since)> _waiting = new();
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource? _space;

    public Jid Room => room;

    /// <summary>Whether the session may be in the room: it sent a presence there, and the room has not said that it left.</summary>
    public bool MayOccupy { get; set; }

    /// <summary>Whether the last call says that the session leaves.</summary>
    public bool IsLeaving { get; private set; }

    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _running.IsCompleted && _waiting.Count == 0;
        }
    }

    /// <summary>Appends a call.</summary>
    public void Add(RoomCall call)
    {
        lock (_gate)
        {
            _waiting.Enqueue((call, time.GetTimestamp()));
            IsLeaving = call.Kind != RoomCallKind.Stanza;
            if (_running.IsCompleted)
                _running = Run();
        }
    }

    /// <summary>Completes when there is space for another call.</summary>
    public Task Space()
    {
        lock (_gate)
        {
            if (_waiting.Count < MostWaiting)
                return Task.CompletedTask;
            return (_space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Completes when all calls are taken or given up.</summary>
    public Task Drained()
    {
        lock (_gate)
            return _running;
    }

    private async Task Run()
    {
        await Task.Yield();
        while (true)
        {
            (RoomCall Call, long Since) next;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _running = Task.CompletedTask;
                    return;
                }

                if (_waiting.Count < MostWaiting / 2)
                {
                    _space?.TrySetResult();
                    _space = null;
                }
            }

            await Take(next.Call, time.GetElapsedTime(next.Since));
        }
    }

    private async Task Take(RoomCall call, TimeSpan waited)
    {
        using var span = GatewayActivities.StartRequest(call, waited, time);
        try
        {
            await Patiently.Call(() => grain.Take(call), Patience - waited, time);
        }
#pragma warning disable CA1031 // Whatever the room's silo suffers, the session goes on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            span.Failed(fault);
            log.RoomUnreachable(fault, room, session.FullJid);
            GiveUp(call);
        }
    }

    private void GiveUp(RoomCall call)
    {
        if (call.Stanza is not { } stanza || !stanza.CanBeAnswered)
            return;
        session.Send(stanza.Error(StanzaError.ResourceConstraint("The room can't be reached now; try again later.")));
        session.Flush();
    }
}
