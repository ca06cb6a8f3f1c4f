using System.Diagnostics;

namespace Orleans.Muc.Grains.Telemetry;

/// <summary>Measures the calls that are made on this silo, and sends the trace they belong to with them. In the silo only where telemetry is exported: a filter costs every call.</summary>
internal sealed class OutgoingCalls(GrainsInstruments instruments, TimeProvider time) : IOutgoingGrainCallFilter
{
    /// <summary>The trace's name in the request context (W3C Trace Context §3.2).</summary>
    public const string TraceParent = "traceparent";

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (CallInfo.Of(context.InterfaceMethod) is not { } call)
            return context.Invoke();
        var isMeasured = call.IsAnswered && instruments.MeasuresCalls;
        return isMeasured || IsTraced || RequestContext.Get(TraceParent) is not null ? Invoke(context, call, isMeasured) : context.Invoke();
    }

    private static bool IsTraced => Activity.Current is { Recorded: true };

    private async Task Invoke(IOutgoingGrainCallContext context, CallInfo call, bool isMeasured)
    {
        // For this call only. What a grain does of itself, begun long ago within somebody's call, is not part of that any more.
        if (IsTraced)
            RequestContext.Set(TraceParent, Activity.Current!.Id!);
        else
            RequestContext.Remove(TraceParent);
        var start = time.GetTimestamp();
        try
        {
            await context.Invoke();
            if (isMeasured)
                instruments.Called(call.Tags(null), time.GetElapsedTime(start));
        }
        catch (Exception fault)
        {
            if (isMeasured)
                instruments.Called(call.Tags(fault), time.GetElapsedTime(start));
            throw;
        }
    }
}
