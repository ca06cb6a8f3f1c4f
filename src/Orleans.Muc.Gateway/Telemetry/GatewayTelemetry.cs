using Orleans.Muc.Gateway.Telemetry;

namespace Orleans.Muc.Gateway;

/// <summary>Where the gateway's telemetry is found.</summary>
public static class GatewayTelemetry
{
    /// <summary>The meter and the activity source of the gateway.</summary>
    public const string Name = GatewayInstruments.MeterName;
}
