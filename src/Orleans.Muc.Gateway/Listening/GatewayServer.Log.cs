using System.Net;
using Microsoft.Extensions.Logging;

namespace Orleans.Muc.Gateway.Listening;

public sealed partial class GatewayServer
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Listening for {Transport} on {Address}")]
    private static partial void Listening(ILogger logger, GatewayTransport transport, EndPoint address);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Accepting for {Transport} failed; nobody can connect there any more")]
    private static partial void AcceptingFailed(ILogger logger, GatewayTransport transport, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} connections had not ended when the gateway had to stop")]
    private static partial void StoppedEarly(ILogger logger, int count);
}
