using Microsoft.Extensions.Logging;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

internal sealed partial class UserGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Connection {Connection} can't be reached; the sessions of {Account} on it count as gone until they are heard of.")]
    private partial void LogConnectionLost(string connection, Jid account, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A stanza for {User} could not be delivered.")]
    private partial void LogNotDelivered(Jid user, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Messages of {Account} can't be stored; their senders are told to try again.")]
    private partial void LogNotStored(Jid account, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The archive of {Account} can't be read.")]
    private partial void LogNotAnswered(Jid account, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "User {Account} was deactivated before everything for its sessions was sent.")]
    private partial void LogUnsent(Jid account);
}
