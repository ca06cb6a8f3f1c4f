using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orleans.Muc.Gateway.Certificates;

/// <summary>
/// A certificate the server makes for itself at its first start and keeps, so that clients which remember it meet the same one again
/// (RFC 7590 §3.4). Kept in one file, readable by its owner only.
/// </summary>
public sealed class SelfSignedCertificate : ICertificateSource, IDisposable
{
    private const string FileName = "gateway-certificate.pfx";

    /// <summary>Life of a new certificate: short enough that no client calls it overlong (825 days).</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(730);

    /// <summary>What must be left of a kept certificate at start.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromDays(30);

    private SelfSignedCertificate(X509Certificate2 certificate) => Current = new ServerCertificate(certificate);

    public ServerCertificate Current { get; }

    /// <summary>
    /// Takes the certificate kept in <paramref name="directory"/>; makes a new one when there is none for this domain or it ends within 30 days.
    /// </summary>
    /// <exception cref="IOException">The directory can't be written, or holds a file of that name that is no certificate.</exception>
    public static SelfSignedCertificate LoadOrCreate(string directory, string domain, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        var now = time.GetUtcNow();
        if (File.Exists(path))
        {
            var kept = Load(path);
            if (kept.NotAfter.ToUniversalTime() > (now + Reserve).UtcDateTime && kept.MatchesHostname(domain, allowCommonName: false))
                return new SelfSignedCertificate(kept);
            kept.Dispose();
        }

        Write(path, Create(domain, now));
        return new SelfSignedCertificate(Load(path));
    }

    public void Dispose() => Current.Leaf.Dispose();

    private static X509Certificate2 Load(string path)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, null);
        }
        catch (CryptographicException unreadable)
        {
            throw new IOException($"{path} holds no certificate. Move it away and a new one is made.", unreadable);
        }
    }

    private static byte[] Create(string domain, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(domain);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(domain.Length <= 64 ? domain : domain[..64]);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], false));
        // A day back: clocks of clients differ.
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + Life);
        return certificate.Export(X509ContentType.Pfx);
    }

    /// <summary>Whole or not at all, and never readable by others in between.</summary>
    private static void Write(string path, byte[] content)
    {
        var unfinished = path + ".new";
        // One that was left behind keeps the rights it has.
        File.Delete(unfinished);
        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(unfinished, mode))
            file.Write(content);
        File.Move(unfinished, path, overwrite: true);
    }
}
