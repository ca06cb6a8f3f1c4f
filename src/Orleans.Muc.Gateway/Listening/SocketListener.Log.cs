using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Orleans.Muc.Gateway.Listening;

internal sealed partial class SocketListener
{
    [LoggerMessage(Level = LogLevel.Error, Message = "No client of {EndPoint} can be accepted for now ({Error}): the limit of open files is reached; raise it (ulimit -n), or lower Muc:Gateway:MaxConnections")]
    private static partial void NothingLeft(ILogger logger, EndPoint endPoint, SocketError error);
}
