using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>A certificate from files, as an operator sees it.</summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryDirectory _data = new();

    private string CertificatePath => _data.Inside("tls.crt");

    private string KeyPath => _data.Inside("tls.key");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_renewed_certificate_serves_the_next_connection_and_a_broken_one_nobody()
    {
        var (first, second) = (Write("localhost"), Make("localhost"));
        await using var host = await HostProcess.StartAsync(Settings());
        Assert.Equal(first.Thumbprint, await ShownAsync(host));
        await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo with { StartTls = StartTls.Require });
        Assert.False(File.Exists(Path.Combine(_data.Inside("data"), "gateway-certificate.pfx")));

        await File.WriteAllTextAsync(CertificatePath, "a rose by any other name");
        await host.SaysAsync("stays, because its successor can't be used");
        Assert.Equal(first.Thumbprint, await ShownAsync(host));

        Write(second);
        await host.SaysAsync("New connections get another certificate");
        Assert.Equal(second.Thumbprint, await ShownAsync(host));
        await romeo.AskAsync("<iq type='get' id='still' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
        await using var again = await XmppClient.LoginAsync(Verona.Romeo with { StartTls = StartTls.Require }, host.Gateway);
    }

    [Fact]
    public async Task A_certificate_for_somebody_else_is_used_and_warned_of()
    {
        var made = Write("capulet.lit");
        await using var host = await HostProcess.StartAsync(Settings());
        await host.SaysAsync("does not name localhost");
        Assert.Equal(made.Thumbprint, await ShownAsync(host));
    }

    [Fact]
    public async Task A_file_that_is_not_there()
    {
        Write("localhost");
        File.Delete(KeyPath);
        Assert.Contains($"There is no file {KeyPath}", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_that_of_the_certificate()
    {
        var made = Write("localhost");
        Write("localhost");
        await File.WriteAllTextAsync(CertificatePath, made.ExportCertificatePem());
        Assert.Contains(KeyPath, await RefusedAsync(), StringComparison.Ordinal);
    }

    private async Task<string> RefusedAsync()
    {
        var exit = await HostProcess.RunToExitAsync(Settings());
        Assert.Equal(1, exit.Code);
        return Assert.Single(exit.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private HostSettings Settings() => new()
    {
        DataDirectory = _data.Inside("data"),
        Overrides = new Dictionary<string, string> { ["Muc:Certificate:Path"] = CertificatePath, ["Muc:Certificate:KeyPath"] = KeyPath },
    };

    private X509Certificate2 Write(string host) => Write(Make(host));

    private X509Certificate2 Write(X509Certificate2 certificate)
    {
        File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(KeyPath, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return certificate;
    }

    private static X509Certificate2 Make(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        var request = new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256) { CertificateExtensions = { names.Build() } };
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(90));
    }

    private static async Task<string> ShownAsync(HostProcess host)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", host.Settings.TlsPort);
        string? shown = null;
        await using var tls = new SslStream(socket.GetStream(), false, (_, certificate, _, _) => (shown = certificate?.GetCertHashString()) is not null);
        await tls.AuthenticateAsClientAsync("localhost");
        return shown!;
    }
}
