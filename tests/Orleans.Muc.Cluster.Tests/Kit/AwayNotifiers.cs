using System.Collections.Concurrent;
using Orleans.Muc.Abstractions.Rooms;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>Writes down whom it was to tell, and then does what it is made to do.</summary>
internal sealed class RecordingNotifier(Func<Mention, CancellationToken, Task>? tell = null) : IAwayNotifier
{
    private readonly ConcurrentQueue<Mention> _told = new();

    public IReadOnlyList<Mention> Told => [.. _told];

    public Task Mentioned(Mention mention, CancellationToken cancellation)
    {
        _told.Enqueue(mention);
        return tell?.Invoke(mention, cancellation) ?? Task.CompletedTask;
    }
}
