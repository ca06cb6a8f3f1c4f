using Microsoft.Extensions.Logging;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Connections;

internal sealed partial class Connection
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The stream on connection {Connection} failed")]
    private static partial void StreamFailed(ILogger logger, string connection, Exception fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The TLS handshake on connection {Connection} failed")]
    private static partial void HandshakeFailed(ILogger logger, string connection);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{FullJid} is disconnected: more than {Limit} bytes wait for it (DisconnectSlowClient)")]
    private static partial void SlowClient(ILogger logger, Jid? fullJid, int limit);

    [LoggerMessage(Level = LogLevel.Error, Message = "The session of {FullJid} could not be closed")]
    private static partial void SessionNotClosed(ILogger logger, Jid fullJid, Exception fault);
}
