using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains.Telemetry;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;
using Orleans.Storage;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>Where a request came from, for the answer when it can't be written.</summary>
internal readonly record struct Asked(Visit By, Stanza? Stanza);

/// <summary>
/// The room's ordered log with delayed output. What is appended has already been decided and applied; its outputs, and all later ones, leave in sequence once everything
/// before them is durable. One flush is in flight while the next batch gathers. What needs no storage passes at once when nothing is before it.
/// </summary>
/// <remarks>Used on the grain's scheduler only; there is no await between a call to <see cref="Append"/> and its effect on the queue.</remarks>
internal sealed class CommitLog(RoomLedger ledger, Announcer announcer, TimeProvider time, ILogger log)
{
    /// <summary>Requests that may wait for storage; beyond it new ones are refused at once.</summary>
    public const int MostPending = 5_000;

    /// <summary>Rows of a batch, unless one entry alone has more: a transaction of a table has a hundred, and one of them is the fence.</summary>
    private const int MostRows = 90;

    /// <summary>Bytes of the messages of a batch, unless one alone has more: a transaction of a table has 4 MiB.</summary>
    private const int MostBytes = 3 * 1024 * 1024;

    /// <summary>How long a flush is retried before its requests are answered <c>resource-constraint</c>.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Between tries, growing to <see cref="LongestPause"/>; each pause is shortened by up to a half at random, so that rooms don't come back to a busy storage all at once.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Queue<LogEntry> _pending = new();
    private Task _flushing = Task.CompletedTask;

    /// <summary>Called once when writing has failed for good: the activation must discard its state.</summary>
    public required Action<Exception> Failed { get; init; }

    /// <summary>Null where nothing is measured.</summary>
    public GrainsInstruments? Instruments { get; init; }

    public bool IsFull => _pending.Count >= MostPending;

    public bool IsOver { get; private set; }

    /// <summary>Takes an outcome; the task completes when it is durable and announced, or answered as refused.</summary>
    public Task Append(Outcome outcome, in Asked asked)
    {
        if (outcome.Events.Count == 0 && outcome.Announcements.Count == 0)
            return AfterWhatIsPending();
        var writes = ledger.Record(outcome);
        var origin = TraceOrigin.Now(Instruments, time);
        if (writes is null && _pending.Count == 0 && _flushing.IsCompleted)
        {
            Announce(outcome, origin);
            return Task.CompletedTask;
        }

        return Enqueue(new LogEntry(outcome, writes, asked) { Origin = origin });
    }

    private Task Enqueue(LogEntry entry)
    {
        _pending.Enqueue(entry);
        if (_flushing.IsCompleted)
            _flushing = Flush();
        return entry.Done.Task;
    }

    /// <summary>For a repeated call whose first one may still be on its way to the storage.</summary>
    private async Task AfterWhatIsPending()
    {
        await _flushing;
        if (IsOver)
            throw new OrleansException($"Room {ledger.Room} begins anew; try again.");
    }

    /// <summary>Completes when all that was appended is durable, or given up.</summary>
    public Task Drain() => _flushing;

    private async Task Flush()
    {
        await Task.Yield();
        // The loop goes on beyond the request that began it.
        Activity.Current = null;
        while (_pending.Count > 0 && !IsOver)
        {
            var batch = TakeBatch();
            using var span = GrainsActivities.StartBatch(GrainsActivities.Commit, batch, static entry => entry.Writes is null ? null : entry.Origin);
            if (await Write(batch) is { } fault)
            {
                span.Failed(fault);
                GiveUp(batch, fault);
            }
            else
            {
                Complete(batch);
            }
        }
    }

    /// <summary>
    /// The beginning of a life opens a batch and its end closes one, since both move the rows to another partition. What changes rows and head together is written alone.
    /// A batch fits one transaction of a table, so that it is written within its deadline.
    /// </summary>
    private List<LogEntry> TakeBatch()
    {
        List<LogEntry> batch = [_pending.Dequeue()];
        var rows = batch[0].Writes?.Rows ?? 0;
        var bytes = batch[0].Writes?.Bytes ?? 0;
        while (_pending.TryPeek(out var next) && next.Writes is not ({ Begins: true } or { IsJoined: true }) && batch[^1].Writes is not ({ Ends: true } or { IsJoined: true }))
        {
            rows += next.Writes?.Rows ?? 0;
            bytes += next.Writes?.Bytes ?? 0;
            if (rows > MostRows || bytes > MostBytes)
                break;
            batch.Add(_pending.Dequeue());
        }

        return batch;
    }

    private async Task<Exception?> Write(List<LogEntry> batch)
    {
        var writes = RoomWrites.Merge(batch);
        if (writes is null)
            return null;
        var start = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var shortened = pause * (1 - (Random.Shared.NextDouble() / 2));
            var left = Deadline - time.GetElapsedTime(start);
            try
            {
                await Try(writes, left > TimeSpan.Zero ? left : TimeSpan.Zero);
                return null;
            }
            catch (Exception stale) when (stale is StaleEpochException or InconsistentStateException)
            {
                return stale;
            }
#pragma warning disable CA1031 // Every fault of a storage is retried until the deadline.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                log.FlushFailed(fault, ledger.Room);
                if (time.GetElapsedTime(start) + shortened >= Deadline)
                    return fault;
            }

            await time.Delay(shortened);
        }
    }

    /// <summary>
    /// What has no answer at the deadline is told to stop: its senders are told that it was not stored. What has gone out may still be written; the next epoch comes after it, or shuts it out.
    /// </summary>
    private async Task Try(RoomWrites writes, TimeSpan left)
    {
        using var patience = new CancellationTokenSource();
        try
        {
            await ledger.Write(writes, patience.Token).WaitAsync(left, time);
        }
        finally
        {
            await patience.CancelAsync();
        }
    }

    private void Complete(List<LogEntry> batch)
    {
        announcer.Epoch = ledger.Epoch;
        foreach (var entry in batch)
        {
            if (entry is { Writes: not null, Origin: { } origin })
                Instruments?.Stored(time.GetElapsedTime(origin.Since));
            Announce(entry.Outcome, entry.Origin);
            entry.Done.TrySetResult();
        }

        if (batch[^1].Writes is { Ends: true })
            _ = DeleteRows();
    }

    private void Announce(Outcome outcome, TraceOrigin? origin)
    {
        StanzaId? message = null;
        foreach (var happening in outcome.Events)
        {
            message = happening switch
            {
                MessageSpoken spoken => spoken.Message.Id,
                SubjectChanged changed => changed.Subject.Id,
                _ => message,
            };
        }

        foreach (var announcement in outcome.Announcements)
            announcer.Announce(new Announced(announcement, announcement is ToOccupants ? message : null) { Origin = origin });
    }

    /// <summary>
    /// Deletes what the head says is left of lives that are over. Never faults: what stays behind is of incarnations that never come back, and is deleted when the name wakes the next time.
    /// </summary>
    public async Task DeleteRows()
    {
        try
        {
            // The head is written by flushes only, one after the other.
            if (await ledger.DeleteRows() is { } done && !IsOver)
                await Enqueue(new LogEntry(Outcome.Nothing, done, default));
        }
#pragma warning disable CA1031 // See the summary.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.RowsLeft(fault, ledger.Room);
        }
    }

    /// <summary>
    /// Nothing of the batch, nor of what waits behind it, is announced. Under a stale epoch the callers try again at the new activation, and so do the
    /// room's own requests; otherwise clients are told to wait.
    /// </summary>
    private void GiveUp(List<LogEntry> batch, Exception fault)
    {
        IsOver = true;
        log.GaveUp(fault, ledger.Room, batch.Count + _pending.Count);
        batch.AddRange(_pending);
        _pending.Clear();
        foreach (var entry in batch)
        {
            if (fault is StaleEpochException or InconsistentStateException || entry.Asked.Stanza is not { CanBeAnswered: true } stanza)
            {
                entry.Done.TrySetException(fault);
                continue;
            }

            var error = StanzaError.ResourceConstraint("The room can't store this now; try again later.");
            announcer.Announce(new Announced(new ToSession(entry.Asked.By, [stanza.Error(error).Encode()]), null));
            entry.Done.TrySetResult();
        }

        Failed(fault);
    }

    internal sealed record LogEntry(Outcome Outcome, RoomWrites? Writes, Asked Asked)
    {
        public TaskCompletionSource Done { get; } = new();

        /// <summary>Null when nobody wants to know.</summary>
        public TraceOrigin? Origin { get; init; }
    }
}
