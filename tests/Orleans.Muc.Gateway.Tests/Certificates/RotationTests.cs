using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Gateway.Listening;
using Orleans.Muc.Gateway.Tests.Kit;

namespace Orleans.Muc.Gateway.Tests.Certificates;

/// <summary>The certificate is renewed while clients are connected by real sockets.</summary>
public sealed class RotationTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("rotation").FullName;
    private readonly Authority authority = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Who_is_inside_stays_and_who_comes_meets_the_new_one_and_binds_to_it()
    {
        using var first = authority.Issue();
        using var second = authority.Issue();
        Write(first);
        var files = CertificateFiles.Load(new CertificatePlace(In("tls.crt"), In("tls.key"), null, false), TimeProvider.System);
        await using var door = new Door(options => options.RequireEncryption = true, files);
        door.Accounts["romeo@montague.lit"] = door.Accounts["juliet@montague.lit"] = "secret";
        var server = door.Services.GetRequiredService<GatewayServer>();
        await server.StartAsync(CancellationToken.None);
        var (tcp, tls) = (server.Endpoints[0].Address, server.Endpoints[1].Address);

        using var inside = await Guest.Connect(tcp);
        await inside.Secure(first);
        await inside.Login("romeo", first);
        using var halfway = await Guest.Connect(tcp);
        await halfway.Secure(first);

        Write(second);
        Assert.True(files.Refresh().HasChanged);

        // A channel is bound to the certificate that it was made with.
        await halfway.Login("juliet", first);
        foreach (var (endpoint, direct) in new[] { (tcp, false), (tls, true) })
        {
            using var newcomer = await Guest.Connect(endpoint, direct);
            await newcomer.Secure(second);
            await newcomer.Login("romeo", second);
        }

        await inside.Client.Send("<presence/>");
        Assert.StartsWith("opened romeo", await door.Host.Next(), StringComparison.Ordinal);
        await server.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task Who_binds_to_the_old_certificate_on_a_channel_of_the_new_one_is_refused()
    {
        using var first = authority.Issue();
        using var second = authority.Issue();
        Write(first);
        var files = CertificateFiles.Load(new CertificatePlace(In("tls.crt"), In("tls.key"), null, false), TimeProvider.System);
        await using var door = new Door(certificate: files);
        door.Accounts["romeo@montague.lit"] = "secret";
        var server = door.Services.GetRequiredService<GatewayServer>();
        await server.StartAsync(CancellationToken.None);
        Write(second);
        files.Refresh();
        using var romeo = await Guest.Connect(server.Endpoints[0].Address);
        await romeo.Secure(second);
        Assert.Equal("not-authorized", await romeo.Refused("romeo", first));
        await server.StopAsync(new CancellationToken(canceled: true));
    }

    public void Dispose()
    {
        authority.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private string In(string file) => Path.Combine(directory, file);

    private void Write(X509Certificate2 certificate)
    {
        File.WriteAllText(In("tls.crt"), certificate.ExportCertificatePem() + "\n" + authority.RootPem);
        File.WriteAllText(In("tls.key"), Authority.KeyPem(certificate));
    }

    private sealed class Guest(TcpClient socket, bool direct) : IDisposable
    {
        public TestClient Client { get; } = new(new Ends(socket));

        public static async Task<Guest> Connect(IPEndPoint address, bool direct = false)
        {
            var socket = new TcpClient();
            await socket.ConnectAsync(address);
            return new Guest(socket, direct);
        }

        /// <summary>Meets this certificate, and the one of its issuer.</summary>
        public async Task Secure(X509Certificate2 expected)
        {
            if (!direct)
            {
                await Client.Open();
                await Client.Send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
                await Client.NextElement("proceed");
            }

            var issuers = 0;
            await Client.Secure(new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                {
                    issuers = chain!.ChainPolicy.ExtraStore.Count;
                    return certificate?.GetRawCertData().AsSpan().SequenceEqual(expected.RawData) == true;
                },
            });
            Assert.True(issuers > 0, "The issuer's certificate was not shown.");
            await Client.Open();
        }

        public async Task Login(string user, X509Certificate2 bound)
        {
            var scram = await Prove(user, bound);
            Assert.True(scram.Trusts(Encoding.UTF8.GetString(Convert.FromBase64String((await Client.NextElement("success")).Text))));
            Client.ExpectNewStream();
            await Client.Open();
            await Client.Bind(null);
        }

        public async Task<string> Refused(string user, X509Certificate2 bound)
        {
            await Prove(user, bound);
            return (await Client.NextElement("failure")).Children.Single().Name;
        }

        public void Dispose() => socket.Dispose();

        private async Task<ScramClient> Prove(string user, X509Certificate2 bound)
        {
            var scram = new ScramClient(HashAlgorithmName.SHA256, user, "secret") { Header = "p=tls-server-end-point,,", ChannelData = SHA256.HashData(bound.RawData) };
            await Client.Send(TestClient.Auth("SCRAM-SHA-256-PLUS", scram.First));
            var challenge = Encoding.UTF8.GetString(Convert.FromBase64String((await Client.NextElement("challenge")).Text));
            await Client.Send(TestClient.Response(scram.Final(challenge)));
            return scram;
        }
    }

    private sealed class Ends(TcpClient client) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(client.GetStream());

        public PipeWriter Output { get; } = PipeWriter.Create(client.GetStream());
    }
}
