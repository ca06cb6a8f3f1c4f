using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;
using Orleans.Streams;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>What a pump needs to know of its room.</summary>
internal sealed record PumpContext(Jid Room, SiloAddress Silo, TimeProvider Time, ILogger Log)
{
    /// <summary>Asked when the pump lost items: sends the gateway what it misses. Runs on the room's scheduler.</summary>
    public required Func<string, Task> Heal { get; init; }
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

    private static readonly TimeSpan HealDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Items of the sequence, and between them in their place what goes beside it: <see cref="RoomItem"/> or <see cref="GatewayEvent"/>.</summary>
    private readonly Queue<object> _queue = new();
    private bool _running;
    private bool _stopped;
    private long _sent;

    public string Connection { get; } = connection;

    /// <summary>Whether this shard has occupants, and so gets every item of the room's sequence.</summary>
    public bool IsAttached { get; set; }

    /// <summary>How many visits of the announced roster hang on this shard.</summary>
    public int Visits { get; set; }

    /// <summary>The gateway missed something and gets nothing more until it is healed.</summary>
    public bool IsBroken { get; private set; }

    public long Epoch { get; set; }

    public bool IsIdle => !_running && _queue.Count == 0;

    /// <summary>Appends an item of the room's sequence.</summary>
    public void Add(RoomItem item)
    {
        if (IsBroken || _stopped)
            return;
        if (_queue.Count >= MostQueued)
        {
            Break();
            return;
        }

        _queue.Enqueue(item);
        Start();
    }

    /// <summary>Appends something outside the sequence, for a shard without occupants.</summary>
    public void AddBeside(GatewayEvent happening)
    {
        if (_stopped || _queue.Count >= MostQueued)
            return;
        _queue.Enqueue(happening);
        Start();
    }

    public void Stop()
    {
        _stopped = true;
        _queue.Clear();
    }

    /// <summary>The items that follow bring the gateway up to date again.</summary>
    public void Healed()
    {
        IsBroken = false;
        _queue.Clear();
    }

    private void Start()
    {
        if (_running)
            return;
        _running = true;
        _ = Run();
    }

    private async Task Run()
    {
        await Task.Yield();
        while (!_stopped && (_queue.Count > 0 || IsBroken))
        {
            if (IsBroken)
            {
                await context.Time.Delay(HealDelay);
                if (!_stopped && IsBroken && IsAttached)
                    await context.Heal(Connection);
                else
                    IsBroken = false;
                continue;
            }

            try
            {
                await Send();
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

    private Task Send()
    {
        if (_queue.Peek() is GatewayEvent)
            return stream.OnNextAsync((GatewayEvent)_queue.Dequeue());
        var items = new List<RoomItem>(_queue.Count);
        while (_queue.TryPeek(out var next) && next is RoomItem item)
        {
            items.Add(item);
            _queue.Dequeue();
        }

        var batch = new RoomBatch(context.Room, Epoch, _sent, context.Silo, [.. items]);
        _sent = items[^1].Sequence;
        return stream.OnNextAsync(batch);
    }

    private void Break()
    {
        IsBroken = true;
        _queue.Clear();
        Start();
    }
}
