using Microsoft.Extensions.Logging;

namespace Orleans.Muc.Gateway.Certificates;

internal sealed partial class CertificateWatch
{
    [LoggerMessage(LogLevel.Information, "New connections get another certificate: {Thumbprint}, until {NotAfter:u}")]
    private partial void Changed(string thumbprint, DateTime notAfter);

    [LoggerMessage(LogLevel.Error, "The certificate until {NotAfter:u} stays, because its successor can't be used: {Fault}")]
    private partial void Stays(DateTime notAfter, string fault);

    [LoggerMessage(LogLevel.Error, "The certificate could not be looked after; it is tried again")]
    private partial void NotLookedAfter(Exception fault);

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private partial void Warn(string warning);
}
