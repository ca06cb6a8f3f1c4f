using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Orleans.Muc.Grains.Telemetry;

/// <summary>The metrics of rooms and users, in the meter <see cref="MeterName"/>; docs/operations.md says what each means. Tags have few values, and never a name of an account or a room.</summary>
internal sealed class GrainsInstruments
{
    public const string MeterName = "Orleans.Muc.Grains";
    public const string Dropped = "muc.mentions.dropped";
    public const string Failed = "muc.mentions.failed";

    private static readonly KeyValuePair<string, object?> SameSilo = new("silo", "same");
    private static readonly KeyValuePair<string, object?> OtherSilo = new("silo", "other");

    /// <summary>From what a call within a silo takes to the patience of a room's call.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };

    private readonly Counter<long> _dropped;
    private readonly Counter<long> _failed;
    private readonly Histogram<double> _fanOut;
    private readonly Histogram<double> _archiveLag;
    private readonly Histogram<double> _calls;
    private long _rooms;
    private long _occupants;

    public GrainsInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter("muc.rooms", () => Volatile.Read(ref _rooms), "{room}", "Rooms awake on this silo");
        meter.CreateObservableUpDownCounter("muc.occupants", () => Volatile.Read(ref _occupants), "{occupant}", "Occupants of the rooms awake on this silo");
        _fanOut = meter.CreateHistogram("muc.fanout.duration", "s", "From a room's taking a message to a gateway's having it in the queues of all its sessions there", null, Seconds);
        _archiveLag = meter.CreateHistogram("muc.archive.lag", "s", "From a room's taking something to its being stored", null, Seconds);
        _calls = meter.CreateHistogram("muc.grain.calls.duration", "s", "Calls of grains as their callers see them", null, Seconds);
        _dropped = meter.CreateCounter<long>(Dropped, "{mention}", "Mentions of users who are away that were dropped because the notifier could not keep up");
        _failed = meter.CreateCounter<long>(Failed, "{mention}", "Mentions of users who are away at which the notifier failed");
    }

    /// <summary>Whether it makes a difference when something was decided.</summary>
    public bool MeasuresRooms => _fanOut.Enabled || _archiveLag.Enabled;

    public bool MeasuresCalls => _calls.Enabled;

    /// <summary>Changes the counts of rooms and of occupants.</summary>
    public void Count(int rooms, int occupants)
    {
        Interlocked.Add(ref _rooms, rooms);
        Interlocked.Add(ref _occupants, occupants);
    }

    /// <summary>A message has reached one gateway.</summary>
    public void FannedOut(TimeSpan since, bool withinSilo) => _fanOut.Record(since.TotalSeconds, withinSilo ? SameSilo : OtherSilo);

    public void Stored(TimeSpan since) => _archiveLag.Record(since.TotalSeconds);

    /// <summary>A call has been answered, or has failed.</summary>
    public void Called(in TagList call, TimeSpan duration) => _calls.Record(duration.TotalSeconds, call);

    public void MentionDropped() => _dropped.Add(1);

    public void MentionFailed() => _failed.Add(1);
}
