using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains.Telemetry;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;
using Orleans.Placement;
using Orleans.Streams;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>
/// The walls around one <see cref="Room"/>: it loads, lets the room decide, logs and sends. Requests interleave at their waits only; deciding and applying is one
/// synchronous turn. The room's state is discarded when writing fails, and the next activation begins from what is stored.
/// </summary>
[Reentrant, RandomPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class RoomGrain(
    [PersistentState("room", GatewayFeed.GrainStorage)] IPersistentState<RoomHead> head,
    IRoomStore store,
    RoomSurroundings surroundings,
    ILogger<RoomGrain> log) : Grain, IRoomGrain
{
    /// <summary>A gateway takes what it is sent in milliseconds; after this a call fails and is repeated.</summary>
    private static readonly TimeSpan ArrivalPatience = TimeSpan.FromSeconds(5);

    private Room _room = null!;
    private Announcer _announcer = null!;
    private CommitLog _log = null!;
    private RoomLedger _ledger = null!;
    private ArchiveDesk _desk = null!;
    private RoomRetention _retention = null!;
    private DirectoryLine _line = null!;
    private bool _occupied;
    private IGrainTimer? _bell;

    /// <summary>Null while it wakes: a room that fails to counts for nothing.</summary>
    private RoomShare? _share;

    /// <summary>Whose requests the room's own ones are: nobody's session.</summary>
    private Visit Walls => new("", _room.Jid, "");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var jid = Jid.Parse(this.GetPrimaryKeyString());
        if (head.State.Status is HeadStatus.Locked or HeadStatus.Open)
            await Wake(jid);
        else
            await FindAbsent(jid);
        _ = _log.DeleteRows();
        this.RegisterGrainTimer(_ => Sweep(), new GrainTimerCreationOptions(RoomRetention.Between, RoomRetention.Between) { Interleave = true });
        surroundings.Awake.Woke(this.GetPrimaryKeyString(), this.AsReference<IRoomGrain>());
        _share = new RoomShare(surroundings.Instruments);
        Count();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        surroundings.Awake.Slept(this.GetPrimaryKeyString());
        _share?.Set(0, 0);
        _share = null;
        if (_log is null)
            return;
        _line.Stop();
        _retention.Stop();
        await _log.Drain();
        await _announcer.Drain(cancellationToken);
        _announcer.Stop();
        if (_room.OccupantCount > 0)
            surroundings.Indexes.WakeSoon(_room.Jid);
    }

    /// <summary>
    /// Completes when the outcome is stored and the sender's gateway has its part of it: what is lost on the way makes the call fail, and the gateway repeats it.
    /// </summary>
    public Task Take(RoomCall call) => _desk.Once(call, TakeOnce);

    private async Task TakeOnce(RoomCall call)
    {
        await Decide(call);
        await _desk.Answered(call.Session);
        await _announcer.Arrival(call.Connection).WaitAsync(ArrivalPatience, surroundings.Time);
    }

    private Task Decide(RoomCall call)
    {
        EnsureAlive();
        var by = new Visit(call.Session, call.From, call.Connection);
        if (call.Kind != RoomCallKind.Stanza)
            return Submit(Leaving(call.Kind, by), new Asked(by, null));
        var asked = new Asked(by, call.Stanza);
        if (_log.IsFull)
            return Refuse(asked, StanzaError.ResourceConstraint("The room has more requests than it can store; try again later."));
        try
        {
            return Submit(RoomIntake.Read(call.Stanza!, by, call.Counter), asked);
        }
#pragma warning disable CA1031 // One request's fault is that request's answer; the room stands as it was before or is discarded.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.RequestFailed(fault, _room.Jid, call.From);
            return Refuse(asked, StanzaError.InternalServerError());
        }
    }

    private static RoomRequest Leaving(RoomCallKind kind, Visit by) => kind switch
    {
        RoomCallKind.ServiceStopping => new ServiceStopping(by),
        RoomCallKind.SessionLost => new VisitLost(by),
        _ => new SessionEnded(by),
    };

    public async Task Resume(string connection)
    {
        EnsureAlive();
        if (!_announcer.Serves(connection))
            await Heal(connection, await GrainFactory.GetGrain<IConnectionGrain>(connection).ReportRoom(_room.Jid));
    }

    public Task Resync(string connection, RoomReport report)
    {
        EnsureAlive();
        return Heal(connection, report);
    }

    public Task SilosLost(SiloAddress[] silos)
    {
        EnsureAlive();
        Lose(connection => ConnectionKey.TryParse(connection, out var key) && silos.Contains(key.Value.Silo));
        return Task.CompletedTask;
    }

    public Task Sweep()
    {
        _retention.Begin();
        return Task.CompletedTask;
    }

    public Task RemoveAccount(Jid account)
    {
        EnsureAlive();
        return Submit(new AccountRemoved(Walls, account), new Asked(Walls, null));
    }

    /// <summary>The one way in: decided, applied and appended in this turn.</summary>
    private Task Submit(RoomRequest request, in Asked asked)
    {
        var outcome = _room.Handle(request, new Moment(surroundings.Time.GetUtcNow(), CryptographicChance.Instance));
        var done = _log.Append(outcome, asked);
        RingWhileQuestionsWait();
        if (outcome.Events.Count > 0)
        {
            StayWhileOccupied();
            Count();
            surroundings.Indexes.Note(_room, _line, outcome);
        }

        return done;
    }

    private async Task Wake(Jid jid)
    {
        var rows = await RoomLedger.Wake(jid, head, store, Math.Max(surroundings.Rules.MaxHistory, surroundings.Rules.MaxMissed));
        var awakening = await surroundings.Waking.Collect(jid, head.State.Connections);
        var stored = RoomRecords.ToStored(head.State, rows, awakening.Roster);
        Build(Room.Restore(jid, surroundings.Rules, stored));
        _announcer.Adopt(awakening.Roster);
        foreach (var (id, stanza) in RoomRecords.ToMessages(jid, rows.Newest, _room.Subject))
            _announcer.Replay.Remember(id, stanza);
        foreach (var (connection, report) in awakening.Reports)
            await Heal(connection, report);
        foreach (var visit in awakening.Lost)
            _ = Submit(new VisitLost(visit), new Asked(visit, null));
        await Submit(new Woken(Walls), new Asked(Walls, null));
        StayWhileOccupied();
        _retention.Begin();
        _line.Note();
        log.Woke(jid, head.State.Epoch, awakening.Roster.Count, awakening.Lost.Count);
    }

    /// <summary>
    /// A name without a room. When there was one, gateways may still show it: an epoch of its own makes what this activation says newer than what they know.
    /// </summary>
    private async Task FindAbsent(Jid jid)
    {
        if (head.RecordExists)
        {
            head.State.Epoch++;
            await head.WriteStateAsync();
        }

        Build(Room.Ended(jid, surroundings.Rules, head.State.Tombstone is { } left ? RoomRecords.ToTombstone(left) : null));
        if (head.RecordExists)
            _line.Note();
        log.WokeWithoutRoom(jid, head.State.Epoch);
    }

    private void Build(Room room)
    {
        _room = room;
        _line = surroundings.Indexes.LineOf(room);
        var streams = ServiceProvider.GetRequiredKeyedService<IStreamProvider>(GatewayFeed.Provider);
        var context = new PumpContext(room.Jid, surroundings.Silo.SiloAddress, surroundings.Time, log) { Heal = HealFromGateway, Instruments = surroundings.Instruments };
        _ledger = new RoomLedger(room, head, store, surroundings.Keeping);
        _desk = new ArchiveDesk(_ledger, surroundings.Time, log);
        _announcer = new Announcer(context, streams, GrainFactory, surroundings.Identity.Domain) { Epoch = head.State.Epoch, Away = surroundings.Away, Archive = _desk };
        _retention = new RoomRetention(room, _ledger, surroundings.Time, log) { IsOver = () => _log.IsOver };
        _log = new CommitLog(_ledger, _announcer, surroundings.Time, log) { Failed = _ => DeactivateOnIdle(), Instruments = surroundings.Instruments };
    }

    private Task Refuse(in Asked asked, StanzaError error)
    {
        if (asked.Stanza is { } stanza && stanza.CanBeAnswered)
            _announcer.Announce(new Announced(new ToSession(asked.By, [stanza.Error(error).Encode()]), null));
        return Task.CompletedTask;
    }

    private async Task HealFromGateway(string connection)
    {
        try
        {
            await Heal(connection, await GrainFactory.GetGrain<IConnectionGrain>(connection).ReportRoom(_room.Jid));
        }
#pragma warning disable CA1031 // The pump asks again, until the gateway answers or its silo is declared dead.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.DeliveryFailed(fault, _room.Jid, connection);
            if (!surroundings.Waking.IsAlive(connection))
                Lose(other => other == connection);
        }
    }

    /// <summary>Tells a gateway what it missed, and lets go the visits that it no longer holds.</summary>
    private async Task Heal(string connection, RoomReport report)
    {
        if (report.Epoch > head.State.Epoch)
        {
            log.Superseded(_room.Jid, report.Epoch);
            DeactivateOnIdle();
            return;
        }

        // A gateway without a view has shown nobody anything: who enters through it is sent the discussion history.
        if (report.Epoch == 0)
            report = report with { LastMessage = _announcer.Replay.Last };
        var older = await Older(report.LastMessage);
        if (report.Sessions.Length > 0 || report.Roster.Length > 0)
            _announcer.Resync(connection, report, older);
        var held = report.Sessions.ToHashSet(StringComparer.Ordinal);
        foreach (var visit in VisitsOn(other => other == connection))
        {
            if (!held.Contains(visit.Session))
                _ = Submit(new VisitLost(visit), new Asked(visit, null));
        }
    }

    /// <summary>From the log, what a gateway that knows everything up to <paramref name="known"/> misses and the replay no longer has.</summary>
    private async Task<List<(StanzaId Id, WireVariant[] Variants)>> Older(StanzaId? known)
    {
        var replay = _announcer.Replay;
        List<LogRecord> records = [];
        for (var last = known; replay.Lacks(last);)
        {
            var page = await _ledger.ReadAfter(last);
            if (page.Length == 0)
                break;
            records.AddRange(page);
            last = page[^1].Id;
        }

        // The log may have been read past the beginning of the replay.
        return [.. RoomRecords.ToMessages(_room.Jid, records, _room.Subject)
            .Where(message => (known is not { } last || message.Id > last) && message.Id <= replay.Dropped)
            .Select(message => (message.Id, Replay.ToAll(message.Stanza)))];
    }

    private Visit[] VisitsOn(Func<string, bool> connection) => [.. _room.Roster.SelectMany(entry => entry.Visits).Where(visit => connection(visit.Connection))];

    /// <summary>Gateways are gone, and with them their visits (XEP-0045 §11.1).</summary>
    private void Lose(Func<string, bool> isGone)
    {
        _announcer.Drop(isGone);
        foreach (var visit in VisitsOn(isGone))
            _ = Submit(new VisitLost(visit), new Asked(visit, null));
    }

    /// <summary>A room with people in it stays awake, however quiet it is; an empty one hibernates.</summary>
    private void StayWhileOccupied()
    {
        var occupied = _room.OccupantCount > 0;
        if (occupied == _occupied)
            return;
        _occupied = occupied;
        DelayDeactivation(occupied ? TimeSpan.FromDays(365) : TimeSpan.Zero);
    }

    /// <summary>A name that was asked for and has no room is awake, but no room.</summary>
    private void Count() => _share?.Set(_room.Exists ? 1 : 0, _room.OccupantCount);

    /// <summary>The room has no clock: while an occupant owes another an answer, it is told four times in the patience that is had with him.</summary>
    private void RingWhileQuestionsWait()
    {
        if (_room.HasQuestions == (_bell is not null))
            return;
        _bell?.Dispose();
        var period = surroundings.Rules.AnswerPatience / 4;
        _bell = _room.HasQuestions
            ? this.RegisterGrainTimer(_ => _log.IsOver ? Task.CompletedTask : Submit(new TimePassed(Walls), new Asked(Walls, null)), new GrainTimerCreationOptions(period, period) { Interleave = true })
            : null;
    }

    private void EnsureAlive()
    {
        if (_log.IsOver)
            throw new OrleansException($"Room {_room.Jid} begins anew; try again.");
    }

    private sealed class CryptographicChance : IChance
    {
        public static CryptographicChance Instance { get; } = new();

        public ulong Next()
        {
            Span<byte> bytes = stackalloc byte[8];
            RandomNumberGenerator.Fill(bytes);
            return BitConverter.ToUInt64(bytes);
        }

        public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
    }
}
