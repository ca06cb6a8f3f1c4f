using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Muc.Gateway;
using Orleans.Muc.Grains;
using Orleans.Muc.Host.Operations;

namespace Orleans.Muc.Host.Telemetry;

/// <summary>Exports metrics and traces as <see cref="TelemetrySettings"/> say.</summary>
internal static class TelemetryServices
{
    /// <summary>Unless <c>OTEL_SERVICE_NAME</c> says otherwise.</summary>
    private const string ServiceName = "orleans-muc";

    private static readonly string[] Meters = [GrainTelemetry.Name, GatewayTelemetry.Name, "Microsoft.Orleans", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Decision: not those of Orleans, whose spans carry the keys of grains, which are addresses of people, and the text of faults.</summary>
    private static readonly string[] Sources = [GrainTelemetry.Name, GatewayTelemetry.Name];

    /// <summary>Adds nothing at all when nothing is asked for, but the sentences about what is wrong.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder, TelemetrySettings settings, string version)
    {
        if (settings.IsOn || settings.Mistakes.Count > 0)
            builder.Services.AddSingleton(settings).AddHostedService<TelemetryWatch>();
        if (!settings.IsOn)
            return;
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService(ServiceName, serviceVersion: version)
            .AddAttributes([new("host.name", Environment.MachineName)])
            .AddEnvironmentVariableDetector());
        if (settings.HasMetrics)
            telemetry.WithMetrics(metrics => Add(metrics, settings));
        if (settings.ServesMetrics)
            builder.Services.AddSingleton<IOperationsPage, MetricsPage>();
        if (settings.Traces is { } target)
            telemetry.WithTracing(traces => traces.AddSource(Sources).AddOtlpExporter(target.ApplyTo));
        builder.UseOrleans(silo => silo.AddMucTelemetry());
    }

    private static void Add(MeterProviderBuilder metrics, TelemetrySettings settings)
    {
        metrics.AddMeter(Meters);
        if (settings.Metrics is { } target)
            metrics.AddOtlpExporter(target.ApplyTo);
        if (settings.ServesMetrics)
            metrics.AddPrometheusExporter();
    }
}
