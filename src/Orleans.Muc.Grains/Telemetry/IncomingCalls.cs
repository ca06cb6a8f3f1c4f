namespace Orleans.Muc.Grains.Telemetry;

/// <summary>Goes on with the trace that a call brings with it.</summary>
internal sealed class IncomingCalls : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) =>
        RequestContext.Get(OutgoingCalls.TraceParent) is string caller && CallInfo.Of(context.InterfaceMethod) is { } call ? Invoke(context, call.Name, caller) : context.Invoke();

    private static async Task Invoke(IIncomingGrainCallContext context, string name, string caller)
    {
        using var span = GrainsActivities.StartCall(name, caller);
        try
        {
            await context.Invoke();
        }
        catch (Exception fault)
        {
            span.Failed(fault);
            throw;
        }
    }
}
