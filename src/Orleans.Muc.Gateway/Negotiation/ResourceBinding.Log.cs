using Microsoft.Extensions.Logging;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Negotiation;

internal sealed partial class ResourceBinding
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The session of {FullJid} could not be opened")]
    private static partial void SessionNotOpened(ILogger logger, Jid fullJid, Exception fault);
}
