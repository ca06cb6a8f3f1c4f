using Microsoft.Extensions.Logging;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Hall;

internal static partial class HallLog
{
    [LoggerMessage(LogLevel.Warning, "Room {Room} could not be reached for {Session}")]
    public static partial void RoomUnreachable(this ILogger log, Exception fault, Jid room, Jid session);

    [LoggerMessage(LogLevel.Error, "Room {Room} did not wake after its silo was lost")]
    public static partial void ResumeFailed(this ILogger log, Exception fault, Jid room);

    [LoggerMessage(LogLevel.Warning, "Something of room {Room} was missed on {Connection}; asking for it")]
    public static partial void GapFound(this ILogger log, Jid room, string connection);

    [LoggerMessage(LogLevel.Error, "A stanza of {Session} could not be routed")]
    public static partial void RoutingFailed(this ILogger log, Exception fault, Jid session);

    [LoggerMessage(LogLevel.Warning, "Not every session left its rooms in time; they leave when their streams end")]
    public static partial void NotSeenOut(this ILogger log, Exception fault);
}
