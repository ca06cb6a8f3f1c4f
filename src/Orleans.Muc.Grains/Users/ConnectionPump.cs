using System.Diagnostics;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Xmpp;
using Orleans.Streams;

namespace Orleans.Muc.Grains.Users;

/// <summary>Something on its way to a gateway shard, and the stanza that has nobody left to get it when this one doesn't.</summary>
internal readonly record struct Departure(GatewayEvent Event, Stanza? Sole);

/// <summary>
/// The way from a user to one gateway shard: events leave in order, one at a time, beside the grain's turns, so that a gateway that is slow or gone
/// holds up nobody. A fault, or a backlog above <see cref="MostPending"/>, gives up all that is pending and tells <paramref name="failed"/> what that was.
/// </summary>
internal sealed class ConnectionPump(IAsyncStream<GatewayEvent> stream, Action<Exception, IReadOnlyList<Departure>> failed)
{
    /// <summary>Events that may wait. A live gateway takes one in milliseconds.</summary>
    public const int MostPending = 1000;

    private readonly Queue<Departure> pending = [];

    /// <summary>Completes when nothing is on its way; never faults.</summary>
    public Task Idle { get; private set; } = Task.CompletedTask;

    public void Post(Departure departure)
    {
        pending.Enqueue(departure);
        if (pending.Count > MostPending)
            GiveUp(new TimeoutException("The gateway does not keep up."));
        else if (Idle.IsCompleted)
            Idle = Run();
    }

    private async Task Run()
    {
        // Not within the turn that posts: a fault must not change what that turn is going through.
        await Task.Yield();
        // The loop goes on beyond the call that began it.
        Activity.Current = null;
        try
        {
            while (pending.TryPeek(out var next))
            {
                await stream.OnNextAsync(next.Event);
                pending.TryDequeue(out _);
            }
        }
        catch (Exception e)
        {
            GiveUp(e);
        }
    }

    private void GiveUp(Exception fault)
    {
        Departure[] lost = [.. pending];
        pending.Clear();
        failed(fault, lost);
    }
}
