using System.Diagnostics;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Telemetry;

/// <summary>
/// The gateway's part of traces, in the source <see cref="SourceName"/>. Decision: no span says who speaks, where or what, because traces are kept by others than those who keep the messages; the log names rooms.
/// </summary>
internal static class GatewayActivities
{
    public const string SourceName = "Orleans.Muc.Gateway";

    /// <summary>The span of <see cref="StartRequest"/>.</summary>
    public const string Request = "muc.request";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>What a client asked of a room, from its being received until the room has taken it. Null when nobody traces it, and for what no client asked.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="waited">How long ago it was received.</param>
    /// <param name="time">The clock.</param>
    public static Activity? StartRequest(RoomCall call, TimeSpan waited, TimeProvider time)
    {
        if (call.Stanza is not { } stanza || !Source.HasListeners())
            return null;
        var span = Source.StartActivity(Request, ActivityKind.Server, parentContext: default, startTime: time.GetUtcNow() - waited);
        return span?.SetTag("muc.stanza", Kind(stanza));
    }

    /// <summary>A fault by its type alone: what it says may hold anything.</summary>
    public static void Failed(this Activity? span, Exception fault) => span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", fault.GetType().FullName);

    /// <summary>Says on the span that is being recorded, if any, for how many sessions an event was.</summary>
    public static void Delivered(int stanzas) => Activity.Current?.SetTag("muc.deliveries", stanzas);

    private static string Kind(Stanza stanza) => stanza switch
    {
        { Kind: StanzaKind.Message, Type: "groupchat" } => "groupchat",
        { Kind: StanzaKind.Message } => "message",
        { Kind: StanzaKind.Presence } => "presence",
        _ => "iq",
    };
}
