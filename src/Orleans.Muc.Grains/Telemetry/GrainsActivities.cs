using System.Diagnostics;

namespace Orleans.Muc.Grains.Telemetry;

/// <summary>
/// The part of rooms and users in traces, in the source <see cref="SourceName"/>. A trace is begun by what a client asks, never here. Decision: no span says which room, account or message it is about, because
/// traces are kept by others than those who keep the messages.
/// </summary>
internal static class GrainsActivities
{
    public const string SourceName = "Orleans.Muc.Grains";

    /// <summary>A batch is written.</summary>
    public const string Commit = "muc.commit";

    /// <summary>A batch is brought to one gateway.</summary>
    public const string FanOut = "muc.fanout";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The call of a grain by somebody whose trace came with it.</summary>
    public static Activity? StartCall(string name, string? caller) =>
        Source.HasListeners() && ActivityContext.TryParse(caller, null, isRemote: true, out var parent) ? Source.StartActivity(name, ActivityKind.Server, parent) : null;

    /// <summary>What is done for several requests at once: it belongs to the trace of the first of them that is recorded, and is linked to those of the others. Null when none is.</summary>
    public static Activity? StartBatch<T>(string name, IReadOnlyList<T> requests, Func<T, TraceOrigin?> originOf)
    {
        if (!Source.HasListeners())
            return null;
        ActivityContext? parent = null;
        List<ActivityLink>? links = null;
        foreach (var request in requests)
        {
            if (originOf(request) is not { } origin || !origin.Trace.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
                continue;
            if (parent is null)
                parent = origin.Trace;
            else
                (links ??= []).Add(new ActivityLink(origin.Trace));
        }

        return parent is { } first ? Source.StartActivity(name, ActivityKind.Internal, first, links: links) : null;
    }

    /// <summary>A fault by its type alone: what it says may hold anything.</summary>
    public static void Failed(this Activity? span, Exception fault) => span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", fault.GetType().FullName);
}
