using Orleans.Muc.Abstractions.Connections;
using Orleans.Streams;

namespace Orleans.Muc.Grains.Users;

/// <summary>
/// The way from a user to one gateway shard: events leave in order, one at a time, beside the grain's turns, so that a gateway that is slow or gone
/// holds up nobody. A fault, or a backlog above <see cref="MostPending"/>, gives up all that is pending.
/// </summary>
internal sealed class ConnectionPump(IAsyncStream<GatewayEvent> stream, Action<Exception> failed)
{
    /// <summary>Events that may wait. A live gateway takes one in milliseconds.</summary>
    public const int MostPending = 1000;

    private readonly Queue<GatewayEvent> pending = [];

    /// <summary>Completes when nothing is on its way; never faults.</summary>
    public Task Idle { get; private set; } = Task.CompletedTask;

    public void Post(GatewayEvent happening)
    {
        if (pending.Count >= MostPending)
        {
            pending.Clear();
            failed(new TimeoutException("The gateway does not keep up."));
            return;
        }

        pending.Enqueue(happening);
        if (Idle.IsCompleted)
            Idle = Run();
    }

    private async Task Run()
    {
        // Not within the turn that posts: a fault must not change what that turn is going through.
        await Task.Yield();
        try
        {
            while (pending.TryDequeue(out var next))
                await stream.OnNextAsync(next);
        }
        catch (Exception e)
        {
            pending.Clear();
            failed(e);
        }
    }
}
