using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Hall;

/// <summary>
/// What one shard's clients have been shown of a room: the whole roster, which sessions of the shard are occupants, and how far the room's sequence has come. It changes
/// only by the room's own items; the end of a session excepted, which stops being served at once. Not safe for threads: its shard locks.
/// </summary>
internal sealed class RoomView(Jid room, string connection, Func<string, Session?> find, Func<bool> isEmptying)
{
    private readonly Dictionary<Nick, RosterItem> _roster = [];
    private readonly Dictionary<string, LocalVisit> _here = [];
    private readonly HashSet<string> _visits = new(StringComparer.Ordinal);
    private readonly List<string> _leavers = [];
    private LocalVisit[]? _order;
    private long _epoch;
    private long _sequence;
    private int _sent;
    private StanzaId? _lastMessage;
    private bool _begun;
    private bool _emptying;

    public Jid Room => room;

    /// <summary>The visits of this shard, as an array that is made anew at the first use after a change.</summary>
    private LocalVisit[] Order => _order ??= [.. _here.Values];

    /// <summary>The silo that feeds this view.</summary>
    public SiloAddress? FedFrom { get; private set; }

    /// <summary>Whether the roster holds no visit of this shard: then the room sends nothing more.</summary>
    public bool IsEmpty => _visits.Count == 0;

    /// <summary>The sessions that the room has let go since the last call.</summary>
    public IReadOnlyList<string> TakeLeavers()
    {
        _leavers.RemoveAll(_visits.Contains);
        if (_leavers.Count == 0)
            return [];
        string[] leavers = [.. _leavers];
        _leavers.Clear();
        return leavers;
    }

    /// <summary>How many stanzas sessions were sent since the last call.</summary>
    public int TakeSent()
    {
        var sent = _sent;
        _sent = 0;
        return sent;
    }

    /// <summary>The sessions of this shard that are in the room.</summary>
    public IEnumerable<string> Sessions => _here.Keys;

    /// <summary>Whether somebody is shown in the room who hangs on one of these silos.</summary>
    public bool Shows(IReadOnlyCollection<SiloAddress> silos) => _roster.Values.Any(entry =>
        Array.Exists(entry.Visits, visit => ConnectionKey.TryParse(visit.Connection, out var key) && silos.Contains(key.Value.Silo)));

    public RoomReport Report(IEnumerable<string> sessions) => new(_epoch, _sequence, _lastMessage, [.. _roster.Values], [.. sessions]);

    /// <summary>Applies a batch; false when something before it is missing, and nothing was applied.</summary>
    public bool TryApply(RoomBatch batch)
    {
        if (batch.Epoch < _epoch)
            throw new StaleFeedException(room, batch.Epoch, _epoch);
        var isNext = _begun && batch.Epoch == _epoch && batch.Previous == _sequence;
        var begins = Array.Exists(batch.Items, item => item is SnapshotItem);
        if (!isNext && !begins)
            return batch.Epoch == _epoch && batch.Items.Length > 0 && batch.Items[^1].Sequence <= _sequence;
        if (batch.Epoch > _epoch)
            _sequence = 0;
        (_epoch, FedFrom) = (batch.Epoch, batch.Silo);
        _emptying = isEmptying();
        foreach (var item in batch.Items)
        {
            if (item.Sequence > _sequence)
                Apply(item);
        }

        foreach (var visit in _emptying && !begins ? [] : Order)
            visit.Session.Flush();
        return true;
    }

    /// <summary>The session is over: nothing more is sent to it, though the roster shows it until the room says so.</summary>
    public bool End(string session)
    {
        if (!_here.Remove(session))
            return false;
        _order = null;
        return true;
    }

    private void Apply(RoomItem item)
    {
        _sequence = item.Sequence;
        switch (item)
        {
            case OccupantsItem occupants:
                Show(occupants);
                break;
            case SessionItem one:
                Show(one);
                break;
            case RosterPutItem put:
                Put(put.Entry);
                break;
            case RosterRemoveItem remove:
                Remove(remove.Nick);
                break;
            case SnapshotItem snapshot:
                Begin(snapshot);
                break;
        }
    }

    private void Show(OccupantsItem item)
    {
        if (item.Message is { } id)
        {
            if (_lastMessage is { } last && id.CompareTo(last) <= 0)
                return;
            _lastMessage = id;
        }

        if (_emptying && item.Message is null)
        {
            ShowToNamed(item.Variants);
            return;
        }

        if (item.Variants is [{ Audience: WireAudience.All, ForFollowers: false, Stanza: var stanza }])
        {
            foreach (var visit in Order)
                Send(stanza, visit.Session);
            return;
        }

        foreach (var visit in Order)
            Send(item.Variants, visit);
    }

    /// <summary>To those alone who are meant by name: the sessions of a nickname, or one session.</summary>
    private void ShowToNamed(WireVariant[] variants)
    {
        HashSet<string> named = new(StringComparer.Ordinal);
        foreach (var variant in variants)
        {
            if (variant is { Audience: WireAudience.Session, Name: { } session })
                named.Add(session);
            else if (variant is { Audience: WireAudience.Nick, Name: { } name } && _roster.TryGetValue(Nick.Stored(name), out var entry))
                named.UnionWith(entry.Visits.Select(visit => visit.Session));
        }

        foreach (var session in named)
        {
            if (!_here.TryGetValue(session, out var visit))
                continue;
            Send(variants, visit);
            visit.Session.Flush();
        }
    }

    private void Send(in EncodedStanza stanza, Session session)
    {
        if (session.Send(stanza))
            _sent++;
    }

    private void Send(WireVariant[] variants, LocalVisit visit)
    {
        foreach (var variant in variants)
        {
            if (!Fits(variant, visit))
                continue;
            Send(variant.Stanza, visit.Session);
            return;
        }
    }

    private static bool Fits(in WireVariant variant, LocalVisit visit) => (visit.FollowsAffiliations || !variant.ForFollowers) && variant.Audience switch
    {
        WireAudience.All => true,
        WireAudience.JidViewers => visit.SeesJids,
        WireAudience.Nick => visit.Nick.Value == variant.Name,
        WireAudience.Session => visit.Session.Id == variant.Name,
        _ => false,
    };

    private void Show(SessionItem item)
    {
        if (find(item.Session) is not { } session)
            return;
        foreach (var stanza in item.Stanzas)
            Send(stanza, session);
        session.Flush();
    }

    private void Put(RosterItem entry)
    {
        if (_roster.TryGetValue(entry.Nick, out var before))
            LetGo(before, entry);
        _roster[entry.Nick] = entry;
        foreach (var visit in entry.Visits)
        {
            if (visit.Connection != connection)
                continue;
            _visits.Add(visit.Session);
            if (find(visit.Session) is { } session)
                _here[visit.Session] = new LocalVisit(session, entry.Nick, entry.SeesJids, visit.FollowsAffiliations);
        }

        _order = null;
    }

    private void Remove(Nick nick)
    {
        if (_roster.Remove(nick, out var before))
            LetGo(before, null);
        _order = null;
    }

    private void LetGo(RosterItem before, RosterItem? now)
    {
        foreach (var visit in before.Visits)
        {
            if (visit.Connection != connection || (now is not null && Array.Exists(now.Visits, other => other.Session == visit.Session)))
                continue;
            _visits.Remove(visit.Session);
            if (_here.Remove(visit.Session, out var gone))
                gone.Session.Flush();
            _leavers.Add(visit.Session);
        }
    }

    /// <summary>A new beginning: those who were here before are told what changed since, and nobody is told anything twice.</summary>
    private void Begin(SnapshotItem snapshot)
    {
        if (_begun)
            _sent += RosterDifference.Tell(room, _roster, snapshot.Roster, Order);
        _begun = true;
        if (snapshot.LastMessage is { } last && (_lastMessage is not { } known || last.CompareTo(known) > 0))
            _lastMessage = last;
        foreach (var entry in _roster.Values.ToArray())
            Remove(entry.Nick);
        foreach (var entry in snapshot.Roster)
            Put(entry);
    }

    /// <summary>A session of this shard as an occupant.</summary>
    internal sealed record LocalVisit(Session Session, Nick Nick, bool SeesJids, bool FollowsAffiliations);
}
