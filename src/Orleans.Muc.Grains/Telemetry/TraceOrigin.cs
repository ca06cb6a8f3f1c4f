using System.Diagnostics;

namespace Orleans.Muc.Grains.Telemetry;

/// <summary>When a room took a request, and the trace that it belongs to.</summary>
/// <param name="Since">A timestamp of the room's clock.</param>
/// <param name="Trace">Empty when nobody traces it.</param>
internal sealed record TraceOrigin(long Since, ActivityContext Trace)
{
    /// <summary>For what a room takes at this moment; null when nobody wants to know.</summary>
    public static TraceOrigin? Now(GrainsInstruments? instruments, TimeProvider time)
    {
        var trace = Activity.Current?.Context ?? default;
        return instruments is { MeasuresRooms: true } || trace != default ? new TraceOrigin(time.GetTimestamp(), trace) : null;
    }
}
