using System.Diagnostics.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orleans.Muc.Host.Telemetry;

/// <summary>Tells the log what is wrong with the settings of telemetry, and when it can't be exported, once a minute at most: the SDK itself keeps that to itself.</summary>
internal sealed partial class TelemetryWatch(TelemetrySettings settings, TimeProvider time, ILogger<TelemetryWatch> log) : EventListener, IHostedService
{
    private const string Sdk = "OpenTelemetry";

    /// <summary>Warnings by which the exporter says of gRPC what it says of HTTP by errors; its others are about less than a whole export.</summary>
    private static readonly string[] Telling = ["TransientHttpError", "RequestTimedOut", "OperationUnexpectedlyCanceled", "GrpcStatusWarning"];

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _told;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var mistake in settings.Mistakes)
            Mistaken(mistake);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (IsOfSdk(eventSource))
            EnableEvents(eventSource, EventLevel.Warning);
    }

    /// <summary>The event's name alone is told: what it says may hold the collector's address with a password.</summary>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // Counters that others have asked a source for come to everybody.
        if (!IsOfSdk(eventData.EventSource) || (eventData.Level == EventLevel.Warning && !Telling.Contains(eventData.EventName)))
            return;
        lock (_gate)
        {
            if (_told is { } before && time.GetElapsedTime(before) < Pause)
                return;
            _told = time.GetTimestamp();
        }

        NotExported(eventData.EventSource.Name, eventData.EventName);
    }

    private static bool IsOfSdk(EventSource source) => source.Name.StartsWith(Sdk, StringComparison.Ordinal);

    [LoggerMessage(LogLevel.Warning, "{Mistake}")]
    private partial void Mistaken(string mistake);

    [LoggerMessage(LogLevel.Warning, "Metrics or traces could not be exported ({Source}: {Trouble})")]
    private partial void NotExported(string source, string? trouble);
}
