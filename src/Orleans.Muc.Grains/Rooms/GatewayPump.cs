using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains.Telemetry;
using Orleans.Muc.Xmpp;
using Orleans.Streams;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>What a pump needs to know of its room.</summary>
internal sealed record PumpContext(Jid Room, SiloAddress Silo, TimeProvider Time, ILogger Log)
{
    /// <summary>Asked when the pump lost items: sends the gateway what it misses. Runs on the room's scheduler.</summary>
    public required Func<string, Task> Heal { get; init; }

    /// <summary>Null where nothing is measured.</summary>
    public GrainsInstruments? Instruments { get; init; }
}

/// <summary>
/// One gateway shard's end of a room: a bounded queue and the loop that empties it into the shard's stream, one batch in flight. It runs beside the
/// room's requests on the room's scheduler, so a slow or dead gateway delays nobody. When the queue overflows, or a batch can't be
/// delivered, the queue is dropped and the gateway healed from the log.
/// </summary>
internal sealed class GatewayPump(string connection, IAsyncStream<GatewayEvent> stream, PumpContext context)
{
    /// <summary>Items a pump may hold, about 10 s of a busy room; beyond that replay is cheaper than memory.</summary>
    public const int MostQueued = 20_000;

    /// <summary>Bytes of the items of one event, at most; an item that is larger, as the roster of a room of thousands, goes by itself.</summary>
    private const int BatchBytes = 1_000_000;

    private static readonly TimeSpan HealDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>What is to be sent, in order: a <see cref="Sequenced"/> item, or a <see cref="GatewayEvent"/> beside the sequence.</summary>
    private readonly Queue<object> _queue = new();
    private readonly Queue<(long Place, TaskCompletionSource Arrived)> _waiting = new();
    private readonly bool _isLocal = ConnectionKey.TryParse(connection, out var key) && key.Value.Silo.Equals(context.Silo);
    private bool _running;
    private bool _stopped;
    private long _sent;
    private long _taken;
    private long _arrived;

    public string Connection { get; } = connection;

    /// <summary>Whether this shard has occupants, and so gets every item of the room's sequence.</summary>
    public bool IsAttached { get; set; }

    /// <summary>How many visits of the announced roster hang on this shard.</summary>
    public int Visits { get; set; }

    /// <summary>The gateway missed something and gets nothing more until it is healed.</summary>
    public bool IsBroken { get; private set; }

    public bool IsIdle => !_running && _queue.Count == 0;

    /// <summary>Appends an item of the room's sequence; the origin is that of a message, if its way is of interest.</summary>
    public void Add(long epoch, RoomItem item, TraceOrigin? origin = null) => Enqueue(new Sequenced(epoch, item, origin));

    /// <summary>Appends something outside the sequence, for a shard without occupants.</summary>
    public void AddBeside(GatewayEvent happening) => Enqueue(happening);

    /// <summary>Completes when the gateway has taken all that was appended before; faults when that is lost.</summary>
    public Task Arrival()
    {
        if (IsBroken || _stopped)
            return Task.FromException(Lost());
        if (_arrived == _taken)
            return Task.CompletedTask;
        var arrived = new TaskCompletionSource();
        _waiting.Enqueue((_taken, arrived));
        return arrived.Task;
    }

    public void Stop()
    {
        _stopped = true;
        Lose();
    }

    /// <summary>The items that follow bring the gateway up to date again.</summary>
    public void Healed()
    {
        IsBroken = false;
        Lose();
    }

    private void Enqueue(object entry)
    {
        _taken++;
        if (_stopped || IsBroken || _queue.Count >= MostQueued)
        {
            Break();
            return;
        }

        _queue.Enqueue(entry);
        Start();
    }

    private void Start()
    {
        if (_running || _stopped)
            return;
        _running = true;
        _ = Run();
    }

    private async Task Run()
    {
        await Task.Yield();
        // The loop goes on beyond the request that began it.
        Activity.Current = null;
        while (!_stopped && (_queue.Count > 0 || IsBroken))
        {
            if (IsBroken)
            {
                await context.Time.Delay(HealDelay);
                if (!_stopped && IsBroken)
                    await context.Heal(Connection);
                continue;
            }

            try
            {
                var place = _arrived + await Send();
                Arrive(place);
            }
#pragma warning disable CA1031 // Whatever the gateway's silo suffers, the room goes on.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                context.Log.DeliveryFailed(fault, context.Room, Connection);
                Break();
            }
        }

        _running = false;
    }

    /// <summary>Sends what comes next, as much as makes one event; returns how many entries that were.</summary>
    private async Task<int> Send()
    {
        var head = _queue.Dequeue();
        if (head is GatewayEvent beside)
        {
            await stream.OnNextAsync(beside);
            return 1;
        }

        var first = (Sequenced)head;
        var items = new List<RoomItem>(_queue.Count + 1) { first.Item };
        var origins = first.Origin is { } begun ? new List<TraceOrigin> { begun } : null;
        var bytes = WireItems.SizeOf(first.Item);
        while (_queue.TryPeek(out var next) && next is Sequenced other && other.Epoch == first.Epoch)
        {
            bytes += WireItems.SizeOf(other.Item);
            if (bytes > BatchBytes)
                break;
            items.Add(other.Item);
            if (other.Origin is { } origin)
                (origins ??= []).Add(origin);
            _queue.Dequeue();
        }

        var batch = new RoomBatch(context.Room, first.Epoch, _sent, context.Silo, [.. items]);
        _sent = items[^1].Sequence;
        if (origins is null)
            await stream.OnNextAsync(batch);
        else
            await Send(batch, origins);
        return items.Count;
    }

    /// <summary>As the room sees it: one clock measures, and the way back of the gateway's word is part of it.</summary>
    private async Task Send(RoomBatch batch, List<TraceOrigin> origins)
    {
        using var span = GrainsActivities.StartBatch(GrainsActivities.FanOut, origins, static origin => origin);
        try
        {
            await stream.OnNextAsync(batch);
        }
        catch (Exception fault)
        {
            span.Failed(fault);
            throw;
        }

        foreach (var origin in origins)
            context.Instruments?.FannedOut(context.Time.GetElapsedTime(origin.Since), _isLocal);
    }

    private void Arrive(long place)
    {
        _arrived = Math.Max(_arrived, place);
        while (_waiting.TryPeek(out var next) && next.Place <= _arrived)
            _waiting.Dequeue().Arrived.TrySetResult();
    }

    private void Break()
    {
        IsBroken = true;
        Lose();
        Start();
    }

    private void Lose()
    {
        _queue.Clear();
        _arrived = _taken;
        while (_waiting.TryDequeue(out var next))
            next.Arrived.TrySetException(Lost());
    }

    private OrleansException Lost() => new($"What room {context.Room} had for {Connection} was lost on the way; try again.");

    private sealed record Sequenced(long Epoch, RoomItem Item, TraceOrigin? Origin);
}
