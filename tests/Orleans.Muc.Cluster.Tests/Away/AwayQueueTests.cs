using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Cluster.Tests.Semantics;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Grains.Telemetry;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Away;

/// <summary>Between rooms and a notifier that may be slow, broken or both.</summary>
public sealed class AwayQueueTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentDictionary<string, long> _counted = new();
    private readonly MeterListener _listener = new();
    private readonly GrainsInstruments _instruments;

    public AwayQueueTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _counted.AddOrUpdate(instrument.Name, value, (_, before) => before + value));
        _listener.Start();
        _instruments = new GrainsInstruments(meters);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Mentions_are_told_one_after_the_other_in_order()
    {
        var notifier = new RecordingNotifier();
        using var queue = await StartAsync(notifier);

        foreach (var mention in Mentions(5))
            queue.Offer(mention);

        await ToldAsync(notifier, 5);
        Assert.Equal(Mentions(5), notifier.Told);
        Assert.Empty(_counted);
    }

    [Fact]
    public async Task When_the_notifier_can_not_keep_up_the_oldest_go_and_are_counted()
    {
        var gate = new TaskCompletionSource();
        var notifier = new RecordingNotifier((_, _) => gate.Task);
        using var queue = await StartAsync(notifier);
        var mentions = Mentions(1 + 10 + AwayQueue.Most);
        queue.Offer(mentions[0]);
        await ToldAsync(notifier, 1);

        foreach (var mention in mentions[1..])
            queue.Offer(mention);
        gate.SetResult();

        await ToldAsync(notifier, 1 + AwayQueue.Most);
        Assert.Equal([mentions[0], .. mentions[11..]], notifier.Told);
        Assert.Equal(10, _counted[GrainsInstruments.Dropped]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_failure_the_next_is_told(bool atOnce)
    {
        var fault = new InvalidOperationException("No such service.");
        var notifier = new RecordingNotifier((_, _) => atOnce ? throw fault : Task.FromException(fault));
        using var queue = await StartAsync(notifier);

        foreach (var mention in Mentions(3))
            queue.Offer(mention);

        await Patience.Until(() => Task.FromResult(_counted.GetValueOrDefault(GrainsInstruments.Failed) == 3), "three failures");
        Assert.Equal(Mentions(3), notifier.Told);
    }

    [Fact]
    public async Task A_call_that_never_ends_is_given_up()
    {
        var never = new TaskCompletionSource();
        var notifier = new RecordingNotifier((_, _) => never.Task);
        using var queue = await StartAsync(notifier);

        foreach (var mention in Mentions(2))
            queue.Offer(mention);

        await ToldAsync(notifier, 1);
        Assert.Single(notifier.Told);
        await Patience.Until(
            () =>
            {
                _time.Advance(AwayQueue.Patience);
                return Task.FromResult(notifier.Told.Count == 2);
            },
            "the second mention");
        Assert.True(_counted[GrainsInstruments.Failed] >= 1);
    }

    private async Task<AwayQueue> StartAsync(RecordingNotifier notifier)
    {
        var queue = new AwayQueue(notifier, _instruments, _time, NullLogger<AwayQueue>.Instance);
        await queue.StartAsync(TestContext.Current.CancellationToken);
        return queue;
    }

    private static Task ToldAsync(RecordingNotifier notifier, int count) =>
        Patience.Until(() => Task.FromResult(notifier.Told.Count >= count), $"{count} mentions to be told");

    private static Mention[] Mentions(int count) =>
    [
        .. Enumerable.Range(1, count).Select(i => new Mention(
            Jid.Parse("verona@conference.localhost"), Jid.Parse("juliet@localhost"), new StanzaId(i.ToString("x32", null)), Nick.Parse("Romeo"), $"Juliet {i}")),
    ];
}
