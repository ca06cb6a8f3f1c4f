using Microsoft.Extensions.Logging;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>
/// Deletes what has run out: messages older than the room shows, and those older than a day that are never shown and were kept for replay only. In portions with pauses between them, so that
/// nobody waits behind a long past. What is left over for whatever reason is found the next time.
/// </summary>
/// <remarks>Used on the room's scheduler only. Deleting twice does no harm, so no epoch guards it.</remarks>
internal sealed class RoomRetention(Room room, RoomLedger ledger, TimeProvider time, ILogger log)
{
    /// <summary>Records of a portion.</summary>
    public const int Portion = 200;

    /// <summary>How often a room that is awake looks for what has run out.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromDays(1);

    /// <summary>How long a message that is never shown is kept; a gateway that was out of reach for longer has lost its clients.</summary>
    public static readonly TimeSpan ReplayLife = TimeSpan.FromDays(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private Task _deleting = Task.CompletedTask;
    private bool _stopped;

    /// <summary>Whether what this activation knows of the room holds no more.</summary>
    public Func<bool> IsOver { get; init; } = () => false;

    /// <summary>Completes when nothing is being deleted.</summary>
    public Task Done => _deleting;

    /// <summary>Begins, unless it has done so lately.</summary>
    public void Begin()
    {
        var now = time.GetUtcNow();
        if (_stopped || !_deleting.IsCompleted || !room.Exists || now - _last < Between / 2)
            return;
        _last = now;
        _deleting = Delete();
    }

    public void Stop() => _stopped = true;

    private async Task Delete()
    {
        try
        {
            await InPortions(room.ArchiveHorizon, ledger.Trim);
            await InPortions(now => StanzaId.LastBefore(now - ReplayLife), ledger.TrimUnserved);
        }
#pragma warning disable CA1031 // See the class: the next time.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.RetentionFailed(fault, ledger.Room);
        }
    }

    /// <summary>Between two portions the owner may choose to keep more, and the room may end.</summary>
    private async Task InPortions(Func<DateTimeOffset, StanzaId?> horizon, Func<StanzaId, int, Task<int>> delete)
    {
        while (!_stopped && !IsOver() && room.Exists && horizon(time.GetUtcNow()) is { } old && await delete(old, Portion) == Portion)
            await time.Delay(Pause);
    }
}
