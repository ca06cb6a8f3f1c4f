using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains.Telemetry;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>
/// What the rooms of a silo have for its <see cref="IAwayNotifier"/>: one bounded queue, so that a notifier that is slow or fails delays no room. When it is full, the oldest goes.
/// </summary>
internal sealed partial class AwayQueue : BackgroundService
{
    /// <summary>Mentions that wait.</summary>
    public const int Most = 1_000;

    /// <summary>How long one call may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IAwayNotifier _notifier;
    private readonly GrainsInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger<AwayQueue> _log;
    private readonly Channel<Mention> _waiting;

    public AwayQueue(IAwayNotifier notifier, GrainsInstruments instruments, TimeProvider time, ILogger<AwayQueue> log)
    {
        (_notifier, _instruments, _time, _log) = (notifier, instruments, time, log);
        var bounds = new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _waiting = Channel.CreateBounded<Mention>(bounds, _ => _instruments.MentionDropped());
    }

    /// <summary>Whether there is anybody to tell.</summary>
    public bool IsListening => _notifier is not NoAwayNotifier;

    /// <summary>Never waits and never fails.</summary>
    public void Offer(Mention mention) => _waiting.Writer.TryWrite(mention);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var mention in _waiting.Reader.ReadAllAsync(stoppingToken))
                await Tell(mention, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task Tell(Mention mention, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, patience.Token);
        try
        {
            await _notifier.Mentioned(mention, end.Token).WaitAsync(end.Token);
        }
#pragma warning disable CA1031 // Whatever the notifier suffers, the next mention is told.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (stopping.IsCancellationRequested)
                return;
            _instruments.MentionFailed();
            NotTold(fault, mention.Room);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Somebody who is mentioned in room {Room} could not be told")]
    private partial void NotTold(Exception fault, Xmpp.Jid room);
}
