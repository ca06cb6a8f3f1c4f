using Microsoft.Extensions.Logging;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

internal sealed partial class SessionCensus
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Connection {Connection} did not report the sessions of {Account}; they count as gone until they are heard of.")]
    private partial void LogUnreached(string connection, Jid account, Exception fault);
}
