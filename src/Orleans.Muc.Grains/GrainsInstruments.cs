using System.Diagnostics.Metrics;

namespace Orleans.Muc.Grains;

/// <summary>The metrics of rooms and users, in the meter <c>Orleans.Muc.Grains</c>.</summary>
internal sealed class GrainsInstruments
{
    public const string MeterName = "Orleans.Muc.Grains";
    public const string Dropped = "muc.mentions_dropped";
    public const string Failed = "muc.mentions_failed";

    private readonly Counter<long> _dropped;
    private readonly Counter<long> _failed;

    public GrainsInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _dropped = meter.CreateCounter<long>(Dropped, "{mention}", "Mentions of users who are away that were dropped because the notifier could not keep up");
        _failed = meter.CreateCounter<long>(Failed, "{mention}", "Mentions of users who are away at which the notifier failed");
    }

    public void MentionDropped() => _dropped.Add(1);

    public void MentionFailed() => _failed.Add(1);
}
