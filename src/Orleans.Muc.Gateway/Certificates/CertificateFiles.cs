using System.Security.Cryptography;

namespace Orleans.Muc.Gateway.Certificates;

/// <summary>
/// A certificate in files that somebody else renews. What counts is what they hold, not when they were written nor what the system tells of changes: a mounted secret of Kubernetes changes by
/// a symbolic link on the way to it.
/// </summary>
public sealed class CertificateFiles : ICertificateSource
{
    private readonly CertificatePlace place;
    private readonly TimeProvider time;
    private ServerCertificate current;
    private string seen;

    private CertificateFiles(CertificatePlace place, TimeProvider time, ServerCertificate current, string seen) =>
        (this.place, this.time, this.current, this.seen) = (place, time, current, seen);

    public ServerCertificate Current => Volatile.Read(ref current);

    /// <exception cref="CertificateFileException">They can't be used. One that has ended can: <see cref="CertificateWarnings"/>.</exception>
    public static CertificateFiles Load(CertificatePlace place, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(place);
        var (certificate, key) = place.Read();
        return new CertificateFiles(place, time, place.Parse(certificate, key), Print(certificate, key));
    }

    public CertificateNews Refresh()
    {
        try
        {
            return Take() ? new CertificateNews(true, null) : CertificateNews.None;
        }
        catch (CertificateFileException)
        {
            // Perhaps read while a pair was replaced.
        }

        try
        {
            return Take() ? new CertificateNews(true, null) : CertificateNews.None;
        }
        catch (CertificateFileException fault) when (seen != fault.Message)
        {
            // Said once; whatever the files hold next is tried again.
            seen = fault.Message;
            return new CertificateNews(false, fault.Message);
        }
        catch (CertificateFileException)
        {
            return CertificateNews.None;
        }
    }

    /// <summary>Handshakes under way still use the one from before, so nobody disposes of it.</summary>
    private bool Take()
    {
        var (certificate, key) = place.Read();
        var print = Print(certificate, key);
        if (print == seen)
            return false;
        var next = place.Parse(certificate, key);
        if (!Holds(next) && Holds(current))
            throw new CertificateFileException($"{place} holds from {next.Leaf.NotBefore.ToUniversalTime():u} to {next.Leaf.NotAfter.ToUniversalTime():u}, which is not now.");
        seen = print;
        // The old files are back after a fault.
        if (Prints(next).SequenceEqual(Prints(current)))
            return false;
        Volatile.Write(ref current, next);
        return true;
    }

    private bool Holds(ServerCertificate certificate) =>
        time.GetUtcNow().UtcDateTime is var now && certificate.Leaf.NotBefore.ToUniversalTime() <= now && now < certificate.Leaf.NotAfter.ToUniversalTime();

    private static IEnumerable<string> Prints(ServerCertificate certificate) =>
        certificate.Issuers.Prepend(certificate.Leaf).Select(one => one.GetCertHashString(HashAlgorithmName.SHA256));

    private static string Print(byte[] certificate, byte[] key) => Convert.ToHexString(SHA256.HashData([.. SHA256.HashData(certificate), .. SHA256.HashData(key)]));
}
