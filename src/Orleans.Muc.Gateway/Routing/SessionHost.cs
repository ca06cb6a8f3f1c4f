using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Hall;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Routing;

/// <summary>Takes sessions in, routes what they send, and sees them out.</summary>
internal sealed class SessionHost(GatewayHall hall, Router router, TimeProvider time, ILogger<SessionHost> log) : ISessionHost
{
    /// <summary>How long the end of a stream, or of them all, waits for rooms to take the exits; they take them later all the same.</summary>
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(2);

    private long? _stopping;

    /// <summary>While the service stops, what all of it has left.</summary>
    private TimeSpan PatienceLeft
    {
        get
        {
            if (_stopping is not { } since)
                return ExitPatience;
            var left = ExitPatience - time.GetElapsedTime(since);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public async ValueTask<BoundSession> Opened(Session session)
    {
        var entry = hall.Add(session);
        try
        {
            await Patiently.Call(() => entry.User.Bind(session.Identity), Patiently.UntilMoved, time);
            return session.Identity;
        }
        catch
        {
            hall.End(entry);
            hall.Forget(entry);
            throw;
        }
    }

    public async ValueTask Receive(Session session, Stanza stanza)
    {
        if (hall.Find(session) is not { } entry)
            return;
        try
        {
            await router.Route(entry, stanza);
        }
#pragma warning disable CA1031 // One stanza's fault is that stanza's answer; the session goes on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.RoutingFailed(fault, session.FullJid);
            if (stanza.CanBeAnswered)
                session.Send(stanza.Error(Answer(fault)));
        }

        session.Flush();
    }

    /// <summary>What another silo or the storage can't do now, it may do later; all else is a fault of this program.</summary>
    private static StanzaError Answer(Exception fault) => fault is OrleansException or TimeoutException
        ? StanzaError.ResourceConstraint("This can't be reached now; try again later.")
        : StanzaError.InternalServerError();

    public async Task Closed(Session session, bool linkBroke)
    {
        if (hall.Find(session) is not { } entry)
            return;
        hall.End(entry);
        var exits = SeeOut(entry, linkBroke ? RoomCallKind.SessionLost : RoomCallKind.SessionEnded);
        await Task.WhenAny(exits, Task.Delay(PatienceLeft, time));
    }

    public async Task Stopping(CancellationToken cancellation)
    {
        _stopping = time.GetTimestamp();
        try
        {
            await hall.Empty().WaitAsync(ExitPatience, time, cancellation);
        }
#pragma warning disable CA1031 // Streams end all the same, and rooms take the exits then.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.NotSeenOut(fault);
        }
    }

    private async Task SeeOut(SessionEntry entry, RoomCallKind reason)
    {
        try
        {
            await Task.WhenAll(entry.LeaveAll(reason), Patiently.Call(() => entry.User.Unbind(entry.Session.Id), Patiently.UntilMoved, time));
        }
#pragma warning disable CA1031 // The user's grain repairs its sessions from the gateways when it wakes.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.RoutingFailed(fault, entry.Session.FullJid);
        }
        finally
        {
            hall.Forget(entry);
        }
    }
}
