using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orleans.Muc.Gateway.Certificates;

/// <summary>
/// Why clients may refuse a certificate that can be used. Decision: warnings and not a refusal to start, because there are names that aren't looked at here (RFC 6120 §13.7.1.2: XmppAddr, SRVName),
/// and because those who are inside stay inside.
/// </summary>
internal static class CertificateWarnings
{
    /// <summary>Renewal by itself is usually done a month before the end, so that something is wrong from here on.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static IEnumerable<string> Of(X509Certificate2 certificate, string domain, DateTimeOffset now)
    {
        var (begin, end) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        if (end <= now.UtcDateTime)
            yield return $"The certificate ended on {Day(end)}: clients refuse it.";
        else if (end <= (now + Soon).UtcDateTime)
            yield return $"The certificate ends on {Day(end)}: it has to be renewed before.";
        if (begin > now.UtcDateTime)
            yield return $"The certificate begins on {Day(begin)}: clients refuse it until then.";
        if (!Names(certificate, domain))
            yield return $"The certificate does not name {domain} as a host: clients of that domain are likely to refuse it.";
    }

    private static bool Names(X509Certificate2 certificate, string domain)
    {
        try
        {
            return certificate.MatchesHostname(new IdnMapping().GetAscii(domain), allowWildcards: true, allowCommonName: false);
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            // No name that certificates of hosts could have, or names in the certificate that nobody can read.
            return false;
        }
    }

    private static string Day(DateTime time) => time.ToString("u", CultureInfo.InvariantCulture);
}
