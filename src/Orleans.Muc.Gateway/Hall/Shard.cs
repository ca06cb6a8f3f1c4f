using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Hall;

/// <summary>One shard of the gateway's sockets: the sessions on it and its views of rooms. Its lock is held for memory work only, never across a wait.</summary>
internal sealed class Shard(string connection, Action<RoomView, RoomReport> askResync, Func<bool> isEmptying, TimeProvider time)
{
    private static readonly TimeSpan ResyncPause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SessionEntry> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<Jid, RoomView> _views = [];
    private readonly Dictionary<Jid, long> _asked = [];

    public string Connection => connection;

    public void Add(SessionEntry entry)
    {
        lock (_gate)
            _sessions[entry.Session.Id] = entry;
    }

    /// <summary>The session gets nothing more; it stays known until its rooms have taken its exits.</summary>
    public void End(SessionEntry entry)
    {
        lock (_gate)
        {
            entry.IsOver = true;
            foreach (var view in _views.Values)
            {
                if (view.End(entry.Session.Id))
                    entry.LaneTo(view.Room).MayOccupy = true;
            }
        }
    }

    public void Forget(SessionEntry entry)
    {
        lock (_gate)
            _sessions.Remove(entry.Session.Id);
    }

    /// <summary>Returns how many stanzas sessions were sent.</summary>
    public int Show(GatewayEvent happening)
    {
        lock (_gate)
        {
            switch (happening)
            {
                case RoomBatch batch:
                    return Show(batch);
                case SessionDelivery delivery:
                    return Show(delivery);
                case SessionClose close:
                    Find(close.Session)?.Close(close.Condition, close.Text);
                    return 0;
                default:
                    return 0;
            }
        }
    }

    public RoomReport Report(Jid room)
    {
        lock (_gate)
            return ReportLocked(room);
    }

    public BoundSession[] Sessions(Jid account)
    {
        lock (_gate)
            return [.. _sessions.Values.Where(entry => !entry.IsOver && entry.Session.Bare == account).Select(entry => entry.AsBound())];
    }

    /// <summary>The rooms that one of these silos fed, or that show somebody who hung on one.</summary>
    public Jid[] Touched(IReadOnlyCollection<SiloAddress> silos)
    {
        lock (_gate)
            return [.. _views.Values.Where(view => (view.FedFrom is { } silo && silos.Contains(silo)) || view.Shows(silos)).Select(view => view.Room)];
    }

    private int Show(RoomBatch batch)
    {
        if (!_views.TryGetValue(batch.Room, out var view))
            _views[batch.Room] = view = new RoomView(batch.Room, connection, Find, isEmptying);
        if (view.TryApply(batch))
            _asked.Remove(batch.Room);
        else
            AskResync(view);
        Tidy(view);
        return view.TakeSent();
    }

    private int Show(SessionDelivery delivery)
    {
        if (Find(delivery.Session) is not { } session)
            return 0;
        var to = delivery.To is { } account ? XmlText.EscapeUtf8(account.ToString()) : session.ToUtf8;
        var sent = 0;
        foreach (var stanza in delivery.Stanzas)
        {
            if (session.Send(stanza, to))
                sent++;
        }

        session.Flush();
        return sent;
    }

    private void AskResync(RoomView view)
    {
        var now = time.GetTimestamp();
        if (_asked.TryGetValue(view.Room, out var before) && time.GetElapsedTime(before, now) < ResyncPause)
            return;
        _asked[view.Room] = now;
        askResync(view, ReportLocked(view.Room));
    }

    /// <summary>A view without visits of this shard is of no use; the lanes of those who left may go.</summary>
    private void Tidy(RoomView view)
    {
        foreach (var session in view.TakeLeavers())
        {
            if (_sessions.TryGetValue(session, out var entry))
                entry.Left(view.Room);
        }

        if (view.IsEmpty)
            _views.Remove(view.Room);
    }

    private RoomReport ReportLocked(Jid room)
    {
        var held = _sessions.Values.Where(entry => entry.Holds(room)).Select(entry => entry.Session.Id);
        return _views.TryGetValue(room, out var view) ? view.Report(held.Union(view.Sessions)) : RoomReport.Empty with { Sessions = [.. held] };
    }

    private Session? Find(string session) => _sessions.TryGetValue(session, out var entry) && !entry.IsOver ? entry.Session : null;
}
