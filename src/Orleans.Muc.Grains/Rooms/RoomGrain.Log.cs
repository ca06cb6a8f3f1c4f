using Microsoft.Extensions.Logging;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Rooms;

internal static partial class RoomLog
{
    [LoggerMessage(LogLevel.Warning, "Room {Room} could not reach gateway {Connection}; it will be brought up to date when it answers")]
    public static partial void DeliveryFailed(this ILogger log, Exception fault, Jid room, string connection);

    [LoggerMessage(LogLevel.Information, "Room {Room} could not tell {User}")]
    public static partial void OutsideDeliveryFailed(this ILogger log, Exception fault, Jid room, Jid user);

    [LoggerMessage(LogLevel.Warning, "Room {Room} could not store a batch; trying again")]
    public static partial void FlushFailed(this ILogger log, Exception fault, Jid room);

    [LoggerMessage(LogLevel.Error, "Room {Room} gave up storing {Pending} requests and begins anew")]
    public static partial void GaveUp(this ILogger log, Exception fault, Jid room, int pending);

    [LoggerMessage(LogLevel.Information, "Room {Room} woke in epoch {Epoch} with {Occupants} occupants, {Lost} visits lost")]
    public static partial void Woke(this ILogger log, Jid room, long epoch, int occupants, int lost);

    [LoggerMessage(LogLevel.Debug, "Room {Room} woke in epoch {Epoch}, and there is none of that name")]
    public static partial void WokeWithoutRoom(this ILogger log, Jid room, long epoch);

    [LoggerMessage(LogLevel.Error, "Room {Room} failed on a request of {Sender}")]
    public static partial void RequestFailed(this ILogger log, Exception fault, Jid room, Jid sender);

    [LoggerMessage(LogLevel.Warning, "Room {Room} is destroyed, but its rows could not be deleted")]
    public static partial void RowsLeft(this ILogger log, Exception fault, Jid room);

    [LoggerMessage(LogLevel.Warning, "The archive of room {Room} could not be read")]
    public static partial void ArchiveFailed(this ILogger log, Exception fault, Jid room);

    [LoggerMessage(LogLevel.Warning, "What has run out in room {Room} could not be deleted; it will be tried again")]
    public static partial void RetentionFailed(this ILogger log, Exception fault, Jid room);

    [LoggerMessage(LogLevel.Warning, "Room {Room} is hosted elsewhere under epoch {Epoch}; this activation ends")]
    public static partial void Superseded(this ILogger log, Jid room, long epoch);

    [LoggerMessage(LogLevel.Warning, "Room {Room} could not tell the directory or an account's index")]
    public static partial void IndexFailed(this ILogger log, Exception fault, Jid room);
}
