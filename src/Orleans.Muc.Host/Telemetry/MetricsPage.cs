using Microsoft.AspNetCore.Builder;
using OpenTelemetry.Metrics;
using Orleans.Muc.Host.Operations;

namespace Orleans.Muc.Host.Telemetry;

/// <summary><c>/metrics</c>, in Prometheus' form.</summary>
internal sealed class MetricsPage(MeterProvider meters) : IOperationsPage
{
    private const string Path = "/metrics";

    public void AddTo(IApplicationBuilder pages) =>
        pages.UseOpenTelemetryPrometheusScrapingEndpoint(meters, predicate: null, Path, configureBranchedPipeline: null, optionsName: null);
}
