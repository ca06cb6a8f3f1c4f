using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Gateway.Connections;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Gateway.Tests.Certificates;

public sealed class SelfSignedCertificateTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("certificate").FullName;
    private readonly ManualTimeProvider time = new();

    [Fact]
    public void The_first_start_makes_one_for_the_domain_and_the_next_keeps_it()
    {
        using var made = SelfSignedCertificate.LoadOrCreate(Path.Combine(directory, "data"), "montague.lit", time);
        Assert.True(made.Current.Leaf.HasPrivateKey);
        Assert.True(made.Current.Leaf.MatchesHostname("montague.lit", allowCommonName: false));
        Assert.True(made.Current.Leaf.NotBefore.ToUniversalTime() < time.GetUtcNow().UtcDateTime);
        using var kept = SelfSignedCertificate.LoadOrCreate(Path.Combine(directory, "data"), "montague.lit", time);
        Assert.Equal(made.Current.Leaf.Thumbprint, kept.Current.Leaf.Thumbprint);
        Assert.True(kept.Current.Leaf.HasPrivateKey);
    }

    [Fact]
    public void One_for_another_domain_is_replaced()
    {
        using var made = SelfSignedCertificate.LoadOrCreate(directory, "montague.lit", time);
        using var other = SelfSignedCertificate.LoadOrCreate(directory, "capulet.lit", time);
        Assert.NotEqual(made.Current.Leaf.Thumbprint, other.Current.Leaf.Thumbprint);
        Assert.True(other.Current.Leaf.MatchesHostname("capulet.lit", allowCommonName: false));
    }

    [Theory]
    [InlineData(690, true)]
    [InlineData(710, false)]
    public void One_that_is_about_to_end_is_replaced(int daysLater, bool kept)
    {
        using var made = SelfSignedCertificate.LoadOrCreate(directory, "montague.lit", time);
        time.Advance(TimeSpan.FromDays(daysLater));
        using var later = SelfSignedCertificate.LoadOrCreate(directory, "montague.lit", time);
        Assert.Equal(kept, made.Current.Leaf.Thumbprint == later.Current.Leaf.Thumbprint);
    }

    [Fact]
    public void Nobody_else_can_read_the_key()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var made = SelfSignedCertificate.LoadOrCreate(directory, "montague.lit", time);
        foreach (var file in Directory.GetFiles(directory))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_named()
    {
        using (SelfSignedCertificate.LoadOrCreate(directory, "montague.lit", time))
        {
        }

        var file = Directory.GetFiles(directory).Single();
        File.WriteAllText(file, "nonsense");
        var fault = Assert.Throws<IOException>(() => SelfSignedCertificate.LoadOrCreate(directory, "montague.lit", time));
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
        Assert.Equal("nonsense", File.ReadAllText(file));
    }

    [Fact]
    public void A_new_certificate_serves_the_next_handshake()
    {
        using var made = SelfSignedCertificate.LoadOrCreate(directory, "montague.lit", time);
        using var renewed = SelfSignedCertificate.LoadOrCreate(directory, "capulet.lit", time);
        var source = new Changing { Current = made.Current };
        var offer = new TlsOffer(source);
        Assert.Equal(SHA256.HashData(made.Current.Leaf.RawData), offer.Make(direct: false).EndPoint);
        source.Current = renewed.Current;
        Assert.Equal(SHA256.HashData(renewed.Current.Leaf.RawData), offer.Make(direct: false).EndPoint);
        Assert.Same(renewed.Current.Leaf, offer.Make(direct: true).Options.ServerCertificateContext!.TargetCertificate);
    }

    [Theory]
    [InlineData("SHA256", "SHA256")]
    [InlineData("SHA384", "SHA384")]
    [InlineData("SHA512", "SHA512")]
    public void The_channel_is_bound_by_the_hash_of_the_signature(string signature, string hash)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=montague.lit", key, new HashAlgorithmName(signature), RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(time.GetUtcNow(), time.GetUtcNow().AddDays(1));
        Assert.Equal(CryptographicOperations.HashData(new HashAlgorithmName(hash), certificate.RawData), TlsOffer.EndPointOf(certificate));
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private sealed class Changing : ICertificateSource
    {
        public required ServerCertificate Current { get; set; }
    }
}
