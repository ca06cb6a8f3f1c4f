namespace Orleans.Muc.Host.Telemetry;

/// <summary>What OpenTelemetry's own settings (<c>OTEL_*</c>) ask for. Nothing is measured, traced or exported that they don't ask for.</summary>
internal sealed record TelemetrySettings
{
    /// <summary>Null when no metrics are sent.</summary>
    public OtlpTarget? Metrics { get; init; }

    /// <summary>Null when no traces are sent.</summary>
    public OtlpTarget? Traces { get; init; }

    /// <summary>Whether the metrics can be fetched at <c>/metrics</c> of the operations port.</summary>
    public bool ServesMetrics { get; init; }

    /// <summary>
    /// What is wrong with them, a sentence each. Decision: such a setting is told of and left out, as the OpenTelemetry specification wants it; a chat service is not down because nobody watches it. The value is not
    /// in the sentence: it may be a credential in the wrong place.
    /// </summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];

    public bool HasMetrics => Metrics is not null || ServesMetrics;

    public bool IsOn => HasMetrics || Traces is not null;
}
