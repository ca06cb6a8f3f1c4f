using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Orleans.Muc.Gateway.Certificates;

/// <summary>The files that hold a certificate and its key.</summary>
/// <param name="Path">PEM: the server's own certificate, then those of its issuers; or PKCS#12.</param>
/// <param name="KeyPath">The private key as PEM; null when it is in the same file.</param>
/// <param name="Password">Of the private key; null without one.</param>
/// <param name="IsPkcs12">Whether it is PKCS#12.</param>
public sealed record CertificatePlace(string Path, string? KeyPath, string? Password, bool IsPkcs12)
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";

    /// <summary>What <see cref="object.ToString"/> shows: never the password.</summary>
    public override string ToString() => Path;

    /// <summary>The bytes of the files as they are now. Two files are read one after the other, so a pair that is being replaced may come from before and after.</summary>
    /// <exception cref="CertificateFileException">One can't be read.</exception>
    internal (byte[] Certificate, byte[] Key) Read()
    {
        var certificate = Bytes(Path);
        return (certificate, KeyPath is null ? certificate : Bytes(KeyPath));
    }

    /// <exception cref="CertificateFileException">They are no certificate with its key.</exception>
    internal ServerCertificate Parse(byte[] certificate, byte[] key)
    {
        try
        {
            var parsed = IsPkcs12 ? FromPkcs12(certificate) : FromPem(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key));
            return parsed.Leaf.HasPrivateKey ? parsed : throw new CertificateFileException($"{Path} holds a certificate without its private key; name the key's file in Muc:Certificate:KeyPath.");
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new CertificateFileException(Sentence(fault), fault);
        }
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CertificateFileException($"There is no file {path}: see Muc:Certificate.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CertificateFileException($"{path} can't be read ({fault.Message.TrimEnd('.')}): see Muc:Certificate.", fault);
        }
    }

    private ServerCertificate FromPem(string certificate, string key)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(certificate);
        // A block that is cut off is passed over by the parser.
        if (all.Count == 0 || all.Count != certificate.Split(Begin).Length - 1)
            throw new CertificateFileException($"{Path} holds no whole certificates as PEM: either it is something else, or half of it is missing.");
        using var leaf = Password is null ? X509Certificate2.CreateFromPem(certificate, key) : X509Certificate2.CreateFromEncryptedPem(certificate, key, Password);
        var issuers = new X509Certificate2Collection(all.Skip(1).ToArray());
        all[0].Dispose();
        // Windows can't use a key in a handshake that is in memory alone.
        return new ServerCertificate(X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pfx), null), issuers);
    }

    private ServerCertificate FromPkcs12(byte[] content)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(content, Password);
        var leaf = all.FirstOrDefault(one => one.HasPrivateKey) ?? throw new CertificateFileException($"{Path} holds no private key.");
        all.Remove(leaf);
        return new ServerCertificate(leaf, all);
    }

    private string Sentence(Exception fault) => IsPkcs12
        ? $"{Path} is no PKCS#12 file that can be opened {(Password is null ? "without a password; is Muc:Certificate:Password missing" : "with Muc:Certificate:Password")} ({fault.Message.TrimEnd('.')})."
        : $"{Path} and {KeyPath ?? "the key in it"} are no certificate with its own private key ({fault.Message.TrimEnd('.')}); the server's certificate has to come first, and an encrypted key needs Muc:Certificate:Password.";
}
