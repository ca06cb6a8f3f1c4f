using System.Diagnostics.Metrics;

namespace Orleans.Muc.Testing;

/// <summary>One measurement.</summary>
/// <param name="Instrument">The instrument's name.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Tags">As <c>name=value</c>, in order, with commas between.</param>
public sealed record Measured(string Instrument, double Value, string Tags);

/// <summary>Listens to the instruments of one meter factory and keeps everything they measure.</summary>
public sealed class MeterWatch : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<Measured> _measured = [];
    private readonly List<Instrument> _instruments = [];

    public MeterWatch(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope != meters)
                return;
            lock (_gate)
                _instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The instruments of the factory's meters.</summary>
    public IReadOnlyList<Instrument> Instruments
    {
        get
        {
            lock (_gate)
                return [.. _instruments];
        }
    }

    /// <summary>Everything one instrument has measured, in order.</summary>
    public IReadOnlyList<Measured> Of(string instrument)
    {
        lock (_gate)
            return [.. _measured.Where(measured => measured.Instrument == instrument)];
    }

    /// <summary>The sum of what a counter has counted.</summary>
    public double Total(string instrument) => Of(instrument).Sum(measured => measured.Value);

    /// <summary>What an observable instrument says at this moment; not a number when it has never said anything.</summary>
    public double Now(string instrument)
    {
        _listener.RecordObservableInstruments();
        return Of(instrument) is [.., var last] ? last.Value : double.NaN;
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        lock (_gate)
            _measured.Add(new Measured(instrument.Name, value, text));
    }
}
