using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Sasl;

/// <summary>Logins as a stream shows them (RFC 6120 §6.4).</summary>
public class LoginTests
{
    [Theory]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("SCRAM-SHA-256")]
    public async Task Romeo_logs_in_by_SCRAM(string mechanism)
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect();
        await romeo.Open();
        var scram = new ScramClient(mechanism == "SCRAM-SHA-1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256, "romeo", "secret");
        await Exchange(romeo, mechanism, scram);
        Assert.NotNull((await romeo.Open()).Child("bind", Ns.Bind));
    }

    [Theory]
    [InlineData("SCRAM-SHA-1-PLUS")]
    [InlineData("SCRAM-SHA-256-PLUS")]
    public async Task Romeo_binds_his_login_to_the_channel(string mechanism)
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.StartTls();
        var features = await romeo.Open();
        Assert.Equal("tls-server-end-point", features.Child("sasl-channel-binding", Ns.ChannelBinding)?.Child("channel-binding")?["type"]);
        var scram = new ScramClient(mechanism == "SCRAM-SHA-1-PLUS" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256, "romeo", "secret")
        {
            Header = "p=tls-server-end-point,,",
            ChannelData = SHA256.HashData(Door.ServerCertificate.RawData),
        };
        await Exchange(romeo, mechanism, scram);
        Assert.NotNull((await romeo.Open()).Child("bind", Ns.Bind));
    }

    [Fact]
    public async Task Without_an_initial_response_the_challenge_is_empty()
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>");
        Assert.Equal("", (await romeo.NextElement("challenge")).Text);
        await romeo.Send(TestClient.Response("\0romeo\0secret"));
        await romeo.NextElement("success");
    }

    [Theory]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>***</auth>", "incorrect-encoding")]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'> AHJvbWVvAHNlY3JldA== </auth>", "incorrect-encoding")]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>=</auth>", "malformed-request")]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='DIGEST-MD5'>=</auth>", "invalid-mechanism")]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>=</auth>", "invalid-mechanism")]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1-PLUS'>=</auth>", "invalid-mechanism")]
    public async Task A_bad_attempt_is_answered_by_name_and_another_may_follow(string auth, string failure)
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send(auth);
        Assert.Equal(failure, (await romeo.NextElement("failure")).Children.Single().Name);
        await romeo.Login("romeo", "secret");
    }

    [Fact]
    public async Task An_aborted_login_fails_as_aborted()
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send(TestClient.Auth("SCRAM-SHA-1", "n,,n=romeo,r=nonce"));
        await romeo.NextElement("challenge");
        await romeo.Send("<abort xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
        Assert.Equal("aborted", (await romeo.NextElement("failure")).Children.Single().Name);
    }

    [Fact]
    public async Task The_third_failure_ends_the_stream()
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        var mercutio = door.Connect();
        await mercutio.Open();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await mercutio.Send(TestClient.Plain("\0romeo\0guess" + attempt));
            Assert.Equal("not-authorized", (await mercutio.NextElement("failure")).Children.Single().Name);
        }

        await mercutio.EndsWith("policy-violation");
    }

    [Fact]
    public async Task When_accounts_cannot_be_asked_the_failure_is_temporary()
    {
        await using var door = new Door();
        door.Accounts.Fault = new TimeoutException("no silo");
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send(TestClient.Plain("\0romeo\0secret"));
        var failure = romeo.NextElement("failure");

        // The account may be moving to another silo: it is asked again until 15 s are over.
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var second = 0; second < 29 && !failure.IsCompleted; second++)
        {
            door.Time.Advance(TimeSpan.FromSeconds(1));
            await pulse.WaitForNextTickAsync();
        }

        Assert.Equal("temporary-auth-failure", (await failure).Children.Single().Name);
    }

    private static async Task Exchange(TestClient client, string mechanism, ScramClient scram)
    {
        await client.Send(TestClient.Auth(mechanism, scram.First));
        var challenge = await client.NextElement("challenge");
        await client.Send(TestClient.Response(scram.Final(Text(challenge))));
        Assert.True(scram.Trusts(Text(await client.NextElement("success"))));
        client.ExpectNewStream();
    }

    private static string Text(Element element) => Encoding.UTF8.GetString(Convert.FromBase64String(element.Text));
}
