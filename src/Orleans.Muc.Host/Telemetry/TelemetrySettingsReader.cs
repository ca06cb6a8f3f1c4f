using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace Orleans.Muc.Host.Telemetry;

/// <summary>Reads <see cref="TelemetrySettings"/>. The names and their meaning are those of the OpenTelemetry specification ("Environment variables", "OTLP exporter configuration").</summary>
internal sealed class TelemetrySettingsReader
{
    private const string Otlp = "otlp";
    private const string Prometheus = "prometheus";
    private const string MetricsExporter = "OTEL_METRICS_EXPORTER";
    private const string TracesExporter = "OTEL_TRACES_EXPORTER";

    /// <summary>Counts of milliseconds and of spans, which the SDK reads for itself.</summary>
    private static readonly string[] Numbers =
    [
        "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT", "OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
    ];

    private static readonly string[] Samplers = ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    private readonly IConfiguration _configuration;
    private readonly bool _hasPage;
    private readonly List<string> _mistakes = [];

    private TelemetrySettingsReader(IConfiguration configuration, bool hasPage) => (_configuration, _hasPage) = (configuration, hasPage);

    /// <param name="configuration">All of the program's configuration.</param>
    /// <param name="hasPage">Whether there is a port where metrics can be fetched.</param>
    public static TelemetrySettings Read(IConfiguration configuration, bool hasPage)
    {
        var reader = new TelemetrySettingsReader(configuration, hasPage);
        return string.Equals(reader.Text("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase) ? new TelemetrySettings() : reader.Read();
    }

    private TelemetrySettings Read()
    {
        var metrics = Exporters(MetricsExporter, [Otlp, Prometheus]);
        var traces = Exporters(TracesExporter, [Otlp]);
        if (metrics.Contains(Prometheus) && !_hasPage)
            Mistake(MetricsExporter, "names prometheus, but Muc:Operations:Port is -1, so there is no port to fetch them at");
        foreach (var name in Numbers)
            _ = Number(name);
        CheckSampler();
        return new TelemetrySettings
        {
            Metrics = metrics.Contains(Otlp) ? Target("METRICS", "v1/metrics", Text(MetricsExporter) is not null) : null,
            Traces = traces.Contains(Otlp) ? Target("TRACES", "v1/traces", Text(TracesExporter) is not null) : null,
            ServesMetrics = metrics.Contains(Prometheus) && _hasPage,
            Mistakes = _mistakes,
        };
    }

    private string? Text(string name) => _configuration[name]?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>OTLP unless something else is said, which then needs an address.</summary>
    private string[] Exporters(string name, string[] known)
    {
        var wanted = Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [Otlp];
        if (wanted is ["none"])
            return [];
        if (wanted.Except(known).Any())
            Mistake(name, $"names an exporter that this server doesn't have; it has none, {string.Join(", ", known)}");
        return wanted;
    }

    /// <summary>Decision: unless OTLP is asked for by name, nothing is sent to the specification's default address, where mostly nobody is.</summary>
    private OtlpTarget? Target(string signal, string path, bool isNamed)
    {
        var (name, text) = Own(signal, "ENDPOINT");
        if (text is null && !isNamed)
            return null;
        var protocol = Protocol(signal);
        text ??= protocol == OtlpExportProtocol.Grpc ? "http://localhost:4317" : "http://localhost:4318";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
        {
            Mistake(name, "is no http or https address, so nothing is sent there");
            return null;
        }

        // Only the address for all signals is completed by the path of one.
        if (protocol == OtlpExportProtocol.HttpProtobuf && !name.Contains(signal, StringComparison.Ordinal))
            endpoint = new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/" + path);
        return new OtlpTarget(endpoint, protocol) { Headers = Headers(signal), TimeoutMilliseconds = Number(Own(signal, "TIMEOUT").Name) };
    }

    private OtlpExportProtocol Protocol(string signal)
    {
        var (name, text) = Own(signal, "PROTOCOL");
        switch (text)
        {
            case null or "grpc":
                return OtlpExportProtocol.Grpc;
            case "http/protobuf":
                return OtlpExportProtocol.HttpProtobuf;
            default:
                Mistake(name, "is neither grpc nor http/protobuf, so grpc is spoken");
                return OtlpExportProtocol.Grpc;
        }
    }

    /// <summary>Pairs of a name and a value, as W3C Baggage writes them; each name once. Judged as the exporter reads them, which throws: it unescapes the whole before it splits it.</summary>
    private string? Headers(string signal)
    {
        var (name, text) = Own(signal, "HEADERS");
        if (text is null)
            return null;
        var pairs = Uri.UnescapeDataString(text).Split(',');
        if (pairs.All(pair => pair.IndexOf('=', StringComparison.Ordinal) > 0 && !pair.Any(char.IsControl)) && pairs.DistinctBy(pair => pair.Split('=')[0].Trim(), StringComparer.OrdinalIgnoreCase).Count() == pairs.Length)
            return text;
        Mistake(name, "is no list of name=value with each name once, so none of it is sent");
        return null;
    }

    private int? Number(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return number;
        Mistake(name, "is no whole number above 0, so the default is used");
        return null;
    }

    private void CheckSampler()
    {
        const string Sampler = "OTEL_TRACES_SAMPLER";
        const string Argument = "OTEL_TRACES_SAMPLER_ARG";
        var isShare = Text(Sampler) is { } sampler && sampler.EndsWith("traceidratio", StringComparison.OrdinalIgnoreCase);
        if (Text(Sampler) is { } name && !Samplers.Contains(name, StringComparer.OrdinalIgnoreCase))
            Mistake(Sampler, $"is none of {string.Join(", ", Samplers)}, so every trace is recorded");
        else if (isShare && Text(Argument) is { } share && !(double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1))
            Mistake(Argument, "is no number from 0 to 1, so every trace is recorded");
    }

    /// <summary>The setting for one signal goes before the one for all.</summary>
    private (string Name, string? Text) Own(string signal, string setting)
    {
        var own = $"OTEL_EXPORTER_OTLP_{signal}_{setting}";
        var all = $"OTEL_EXPORTER_OTLP_{setting}";
        return Text(own) is { } text ? (own, text) : (all, Text(all));
    }

    private void Mistake(string name, string what)
    {
        var sentence = $"{name} {what}.";
        if (!_mistakes.Contains(sentence))
            _mistakes.Add(sentence);
    }
}
