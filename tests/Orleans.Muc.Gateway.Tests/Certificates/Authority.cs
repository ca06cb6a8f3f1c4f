using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orleans.Muc.Gateway.Tests.Certificates;

/// <summary>Somebody who makes certificates, with a root that is its own.</summary>
internal sealed class Authority : IDisposable
{
    private readonly RSA key = RSA.Create(2048);
    private readonly X509Certificate2 root;
    private readonly DateTimeOffset now;
    private int serial;

    public Authority(DateTimeOffset now)
    {
        this.now = now;
        var request = new CertificateRequest("CN=Verona", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root = request.CreateSelfSigned(now.AddYears(-1), now.AddYears(10));
    }

    public string RootPem => root.ExportCertificatePem() + "\n";

    public byte[] Root => root.RawData;

    /// <summary>A new certificate for a host, with its key.</summary>
    public X509Certificate2 Issue(string host = "montague.lit", int days = 90)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + host, own, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(root.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), now.AddDays(-1), now.AddDays(days), [1, (byte)++serial]);
        return issued.CopyWithPrivateKey(own);
    }

    public static string KeyPem(X509Certificate2 certificate) => certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    public static string KeyPem(X509Certificate2 certificate, string password) =>
        certificate.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000));

    public void Dispose()
    {
        root.Dispose();
        key.Dispose();
    }
}
