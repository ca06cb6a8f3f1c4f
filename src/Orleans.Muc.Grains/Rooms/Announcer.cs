using System.Collections.Immutable;
using System.Globalization;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Grains.Telemetry;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;
using Orleans.Streams;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>An announcement on its way out, with the id of the logged message it carries, if any.</summary>
internal readonly record struct Announced(Announcement What, StanzaId? Message)
{
    /// <summary>Where that message comes from, if its way is of interest.</summary>
    public TraceOrigin? Origin { get; init; }
}

/// <summary>
/// Turns announcements, in order and only once they are durable, into items for the gateways that have occupants. It keeps the roster as it has been announced,
/// which may be behind the room's own, and the last messages for replay.
/// </summary>
internal sealed class Announcer(PumpContext context, IStreamProvider streams, IGrainFactory grains, Jid domain)
{
    /// <summary>Bytes of an item for one session, at most; a single stanza may be larger.</summary>
    private const int ChunkBytes = 256 * 1024;

    private readonly Dictionary<string, GatewayPump> _pumps = [];
    private readonly Dictionary<Nick, RosterItem> _roster = [];
    private long _sequence;
    private long _epoch;
    private long _sent;

    public Replay Replay { get; } = new();

    /// <summary>Takes mentions of users who are away; null where nobody does.</summary>
    public AwayQueue? Away { get; init; }

    /// <summary>Looks up what is asked of the archive; null where nobody does.</summary>
    public ArchiveDesk? Archive { get; init; }

    /// <summary>The epoch that items are numbered under. A new one is a new beginning: every gateway gets the roster before anything else of it.</summary>
    public long Epoch
    {
        get => _epoch;
        set
        {
            if (_epoch == value)
                return;
            _epoch = value;
            foreach (var pump in _pumps.Values)
                pump.IsAttached = false;
        }
    }

    public void Announce(in Announced announced)
    {
        switch (announced.What)
        {
            case ToOccupants occupants:
                ToAll(WireItems.From(occupants.Variants), announced.Message, announced.Message is null ? null : announced.Origin);
                break;
            case ToSession one:
                ToOne(one);
                break;
            case RosterPut put:
                Put(WireItems.From(put.Entry));
                break;
            case RosterRemove remove:
                Remove(remove.Nick);
                break;
            case ToUser user:
                _ = ToOutside(user);
                break;
            case FromArchive asked:
                Archive?.Take(asked, this);
                break;
            case EndsOfArchive asked:
                Archive?.Take(asked, this);
                break;
            case Mentioned mentioned:
                Away?.Offer(new Mention(context.Room, mentioned.User, mentioned.Message, mentioned.Author, mentioned.Body));
                break;
        }
    }

    /// <summary>The roster as the gateways of an earlier activation had it, without telling anybody.</summary>
    public void Adopt(IEnumerable<RosterItem> roster)
    {
        foreach (var entry in roster)
        {
            _roster[entry.Nick] = entry;
            foreach (var visit in entry.Visits)
                PumpOf(visit.Connection).Visits++;
        }
    }

    /// <summary>
    /// Brings a gateway up to date: <paramref name="older"/> messages from the log, what the replay has after the last message it knows, then the whole roster. It replaces
    /// all that was queued for it.
    /// </summary>
    public void Resync(string connection, RoomReport report, IEnumerable<(StanzaId Id, WireVariant[] Variants)> older)
    {
        var pump = PumpOf(connection);
        pump.Healed();
        foreach (var (id, variants) in older.Concat(Replay.After(report.LastMessage)))
            pump.Add(_epoch, new OccupantsItem(++_sequence, variants, id));
        pump.Add(_epoch, new SnapshotItem(++_sequence, [.. _roster.Values], Replay.Last));

        // Without visits the gateway drops its view by that roster, and the next entry must begin one again.
        pump.IsAttached = pump.Visits > 0;
    }

    public bool Serves(string connection) => _pumps.TryGetValue(connection, out var pump) && pump is { IsAttached: true, IsBroken: false };

    /// <summary>Completes when a gateway has taken all that was announced to it; faults when something of that was lost.</summary>
    public Task Arrival(string connection) => _pumps.TryGetValue(connection, out var pump) ? pump.Arrival() : Task.CompletedTask;

    /// <summary>The gateways on these silos are gone.</summary>
    public void Drop(Func<string, bool> isGone)
    {
        foreach (var connection in _pumps.Keys.Where(isGone).ToArray())
        {
            _pumps[connection].Stop();
            _pumps.Remove(connection);
        }
    }

    /// <summary>Waits until all gateways have what was announced, at most 1 s.</summary>
    public async Task Drain(CancellationToken cancellation)
    {
        var start = context.Time.GetTimestamp();
        while (_pumps.Values.Any(pump => !pump.IsIdle) && context.Time.GetElapsedTime(start) < TimeSpan.FromSeconds(1) && !cancellation.IsCancellationRequested)
            await context.Time.Delay(TimeSpan.FromMilliseconds(10));
    }

    public void Stop() => Drop(_ => true);

    private void ToAll(WireVariant[] variants, StanzaId? message, TraceOrigin? origin)
    {
        if (message is { } id)
            Replay.Remember(id, variants);
        Everywhere(new OccupantsItem(++_sequence, variants, message), origin);
    }

    private void ToOne(ToSession one)
    {
        if (one.To.Connection.Length == 0)
            return;
        var pump = PumpOf(one.To.Connection);
        foreach (var stanzas in Chunks(one.Stanzas))
        {
            if (pump.IsAttached)
                pump.Add(_epoch, new SessionItem(++_sequence, one.To.Session, stanzas));
            else
                pump.AddBeside(new SessionDelivery(one.To.Session, stanzas));
        }
    }

    /// <summary>The entry sequence of a large room goes in pieces, so that no event is larger than its like; a stanza is never cut.</summary>
    private static IEnumerable<EncodedStanza[]> Chunks(ImmutableArray<EncodedStanza> stanzas)
    {
        var (first, bytes) = (0, 0);
        for (var i = 0; i < stanzas.Length; i++)
        {
            if (i > first && bytes + stanzas[i].Length > ChunkBytes)
            {
                yield return [.. stanzas.AsSpan()[first..i]];
                (first, bytes) = (i, 0);
            }

            bytes += stanzas[i].Length;
        }

        if (first < stanzas.Length)
            yield return [.. stanzas.AsSpan()[first..]];
    }

    private void Put(RosterItem entry)
    {
        foreach (var visit in entry.Visits)
        {
            var pump = PumpOf(visit.Connection);
            pump.Visits++;
            if (pump.IsAttached)
                continue;
            pump.IsAttached = true;
            pump.Add(_epoch, new SnapshotItem(++_sequence, [.. _roster.Values], Replay.Last));
        }

        var before = _roster.GetValueOrDefault(entry.Nick);
        _roster[entry.Nick] = entry;
        Everywhere(new RosterPutItem(++_sequence, entry));
        Release(before);
    }

    private void Remove(Nick nick)
    {
        if (!_roster.Remove(nick, out var before))
            return;
        Everywhere(new RosterRemoveItem(++_sequence, nick));
        Release(before);
    }

    private void Everywhere(RoomItem item, TraceOrigin? origin = null)
    {
        foreach (var pump in _pumps.Values)
        {
            if (pump.IsAttached)
                pump.Add(_epoch, item, origin);
        }
    }

    /// <summary>A gateway without visits here gets nothing more, and its pump goes when it has run dry.</summary>
    private void Release(RosterItem? before)
    {
        foreach (var visit in before?.Visits ?? [])
        {
            if (_pumps.TryGetValue(visit.Connection, out var pump) && --pump.Visits == 0)
                pump.IsAttached = false;
        }

        foreach (var (connection, pump) in _pumps)
        {
            if (!pump.IsAttached && pump.IsIdle)
                _pumps.Remove(connection);
        }
    }

    private GatewayPump PumpOf(string connection)
    {
        if (!_pumps.TryGetValue(connection, out var pump))
        {
            var stream = streams.GetStream<GatewayEvent>(StreamId.Create(GatewayFeed.Namespace, connection));
            _pumps[connection] = pump = new GatewayPump(connection, stream, context);
        }

        return pump;
    }

    /// <summary>Invitations and the like; a user of another domain can't be reached (there are no server-to-server links).</summary>
    private async Task ToOutside(ToUser user)
    {
        if (user.To.Domainpart != domain.Domainpart || user.To.Localpart is null)
            return;
        try
        {
            var account = grains.GetGrain<IUserGrain>(user.To.Bare.ToString());
            // No other activation of the room has this epoch.
            var delivery = new UserDelivery(string.Create(CultureInfo.InvariantCulture, $"{context.Room}#{_epoch}"), ++_sent, user.Stanza with { To = user.To });
            await Patiently.Call(isRepeated => account.Deliver(delivery with { IsRepeated = isRepeated }), Patiently.UntilMoved, context.Time);
        }
#pragma warning disable CA1031 // The room goes on without the one it could not tell.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            context.Log.OutsideDeliveryFailed(fault, context.Room, user.To);
        }
    }
}
