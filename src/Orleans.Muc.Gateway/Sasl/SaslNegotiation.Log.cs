using Microsoft.Extensions.Logging;

namespace Orleans.Muc.Gateway.Sasl;

internal sealed partial class SaslNegotiation
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A login failed because the account could not be asked")]
    private static partial void CredentialsNotAvailable(ILogger logger, Exception fault);
}
