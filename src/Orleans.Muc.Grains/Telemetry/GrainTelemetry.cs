using Orleans.Muc.Grains.Telemetry;

namespace Orleans.Muc.Grains;

/// <summary>What telemetry needs beyond the instruments, which are always there.</summary>
public static class GrainTelemetry
{
    /// <summary>The meter and the activity source of rooms and users.</summary>
    public const string Name = GrainsInstruments.MeterName;

    /// <summary>Measures calls of grains, and lets traces go on through them. Where nobody listens it only costs.</summary>
    public static ISiloBuilder AddMucTelemetry(this ISiloBuilder silo) =>
        silo.AddOutgoingGrainCallFilter<OutgoingCalls>().AddIncomingGrainCallFilter<IncomingCalls>();
}
