using OpenTelemetry.Exporter;

namespace Orleans.Muc.Host.Telemetry;

/// <summary>Where the metrics, or the traces, go.</summary>
/// <param name="Endpoint">The collector; with HTTP the whole address, path included.</param>
/// <param name="Protocol">How it is spoken to.</param>
internal sealed record OtlpTarget(Uri Endpoint, OtlpExportProtocol Protocol)
{
    /// <summary>As in <c>OTEL_EXPORTER_OTLP_HEADERS</c>: mostly a credential.</summary>
    public string? Headers { get; init; }

    /// <summary>For one export; null for the default of 10 s.</summary>
    public int? TimeoutMilliseconds { get; init; }

    public void ApplyTo(OtlpExporterOptions options)
    {
        options.Endpoint = Endpoint;
        options.Protocol = Protocol;
        options.Headers = Headers;
        if (TimeoutMilliseconds is { } timeout)
            options.TimeoutMilliseconds = timeout;
    }

    /// <summary>Address and headers may hold credentials.</summary>
    public override string ToString() => $"{nameof(OtlpTarget)} by {Protocol}";
}
