using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Gateway.Telemetry;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Hall;

/// <summary>The hall of this silo's gateway: its shards, and the care for rooms whose silo is gone.</summary>
internal sealed class GatewayHall(ILocalSiloDetails silo, IGrainFactory grains, TimeProvider time, GatewayInstruments instruments, ILogger<GatewayHall> log) : IGatewayHall
{
    /// <summary>Rooms of a dead silo are woken spread over this time, so that their new silos are not run over.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ResumeDeadline = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<int, Shard> _shards = new();
    private readonly ConcurrentDictionary<string, SessionEntry> _sessions = new(StringComparer.Ordinal);
    private volatile bool _isEmptying;

    public SessionEntry? Find(Session session) => _sessions.GetValueOrDefault(session.Id);

    public SessionEntry Add(Session session)
    {
        var entry = new SessionEntry(session, grains, time, log);
        _sessions[session.Id] = entry;
        ShardOf(session.Shard).Add(entry);
        return entry;
    }

    public void End(SessionEntry entry)
    {
        _sessions.TryRemove(entry.Session.Id, out _);
        ShardOf(entry.Session.Shard).End(entry);
    }

    public void Forget(SessionEntry entry) => ShardOf(entry.Session.Shard).Forget(entry);

    /// <summary>
    /// Sees every session out of its rooms while it can still be told so; completes when all rooms have taken the exits. From here on nobody is told of anybody else: as many exits
    /// to as many who are leaving themselves would take the time in which each is to hear of its own.
    /// </summary>
    public Task Empty()
    {
        _isEmptying = true;
        return Task.WhenAll(_sessions.Values.Select(entry => entry.LeaveAll(RoomCallKind.ServiceStopping)));
    }

    public void Show(int shard, GatewayEvent happening)
    {
        var stanzas = ShardOf(shard).Show(happening);
        instruments.Delivered(stanzas, happening is RoomBatch);
        GatewayActivities.Delivered(stanzas);
    }

    public RoomReport ReportRoom(int shard, Jid room) => ShardOf(shard).Report(room);

    public BoundSession[] ReportSessions(int shard, Jid account) => ShardOf(shard).Sessions(account);

    public void SilosLost(IReadOnlyCollection<SiloAddress> silos)
    {
        foreach (var shard in _shards.Values)
        {
            foreach (var room in shard.Touched(silos))
                _ = Resume(room, shard.Connection);
        }
    }

    /// <summary>Wakes a room elsewhere; it then brings this gateway up to date.</summary>
    private async Task Resume(Jid room, string connection)
    {
        await Task.Delay(Spread * Random.Shared.NextDouble(), time);
        try
        {
            await Patiently.Call(() => grains.GetGrain<IRoomGrain>(room.ToString()).Resume(connection), ResumeDeadline, time);
        }
#pragma warning disable CA1031 // The next request to the room wakes it all the same.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.ResumeFailed(fault, room);
        }
    }

    private void AskResync(RoomView view, RoomReport report, string connection)
    {
        log.GapFound(view.Room, connection);
        _ = grains.GetGrain<IRoomGrain>(view.Room.ToString()).Resync(connection, report);
    }

    private Shard ShardOf(int number) =>
        _shards.GetOrAdd(
            number,
            key =>
            {
                var connection = new ConnectionKey(silo.SiloAddress, key).ToString();
                return new Shard(connection, (view, report) => AskResync(view, report, connection), () => _isEmptying, time);
            });
}
