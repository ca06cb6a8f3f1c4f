using System.Net.Security;
using System.Security.Authentication;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Negotiation;

/// <summary>TLS inside the stream (RFC 6120 §5) and before it (XEP-0368).</summary>
public class StartTlsTests
{
    private const string StartTls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

    [Fact]
    public async Task Romeo_secures_his_stream_and_logs_in()
    {
        await using var door = new Door(options => options.RequireEncryption = true);
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect();
        var before = await romeo.Open();
        Assert.NotNull(before.Child("starttls", Ns.Tls)!.Child("required"));
        Assert.Null(before.Child("mechanisms", Ns.Sasl));
        Assert.Null(before.Child("register", Ns.RegisterFeature));
        await romeo.StartTls();
        var features = await romeo.Open();
        Assert.Null(features.Child("starttls", Ns.Tls));
        Assert.Equal(
            ["SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"],
            features.Child("mechanisms", Ns.Sasl)!.Children.Select(mechanism => mechanism.Text));
        Assert.NotNull(features.Child("register", Ns.RegisterFeature));
        await romeo.Login("romeo", "secret");
        await romeo.Bind("garden");
        await romeo.Send("</stream:stream>");
        await romeo.Next<StreamItem.Closed>();
        await romeo.Disconnected();
        await door.Quiet();
    }

    [Fact]
    public async Task What_was_slipped_in_before_the_handshake_is_forgotten()
    {
        await using var door = new Door();
        door.Accounts["mercutio@montague.lit"] = "secret";
        var romeo = door.Connect();
        await romeo.Open();
        // Somebody on the way appends a login of his own to the request, hoping that it counts as if it came through TLS.
        await romeo.Send(StartTls + TestClient.Header() + TestClient.Plain("\0mercutio\0secret"));
        await romeo.NextElement("proceed");
        await romeo.Secure();
        var features = await romeo.Open();
        Assert.NotNull(features.Child("mechanisms", Ns.Sasl));
        Assert.Null(features.Child("bind", Ns.Bind));
        door.Accounts["romeo@montague.lit"] = "other";
        await romeo.Login("romeo", "other");
        Assert.Equal("romeo@montague.lit", (await romeo.Bind(null)).Bare.ToString());
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("SCRAM-SHA-256")]
    public async Task Where_TLS_is_required_nobody_logs_in_without(string mechanism)
    {
        await using var door = new Door(options => options.RequireEncryption = true);
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send(TestClient.Auth(mechanism, "\0romeo\0secret"));
        Assert.Equal("encryption-required", (await romeo.NextElement("failure")).Children.Single().Name);
    }

    [Fact]
    public async Task Where_TLS_is_required_nobody_registers_without()
    {
        await using var door = new Door(options => options.RequireEncryption = true);
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send("<iq type='set' id='r1'><query xmlns='jabber:iq:register'><username>romeo</username><password>secret</password></query></iq>");
        Assert.NotNull((await romeo.NextStanza()).Payload.Element("error", Ns.Client)!.Child("not-allowed", Ns.Stanzas));
        Assert.Null(door.Accounts["romeo@montague.lit"]);
    }

    [Fact]
    public async Task TLS_on_TLS_fails()
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.StartTls();
        await romeo.Open();
        await romeo.Send(StartTls);
        Assert.Equal(Ns.Tls, (await romeo.NextElement("failure")).Namespace);
        await romeo.Next<StreamItem.Closed>();
    }

    [Fact]
    public async Task A_client_that_never_shakes_hands_is_cut_off()
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send(StartTls);
        await romeo.NextElement("proceed");
        door.Time.Advance(TimeSpan.FromSeconds(31));
        await romeo.Disconnected();
        await door.Quiet();
    }

    [Fact]
    public async Task Plain_text_in_place_of_a_handshake_ends_the_connection()
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send(StartTls);
        await romeo.NextElement("proceed");
        await romeo.Send(TestClient.Header());
        await door.Quiet();
    }

    [Theory]
    [InlineData("xmpp-client")]
    [InlineData(null)]
    public async Task TLS_may_come_first(string? protocol)
    {
        await using var door = new Door(options => options.RequireEncryption = true);
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect(InMemoryLink.Create(), direct: true);
        var tls = await romeo.Secure(new SslClientAuthenticationOptions
        {
            ApplicationProtocols = protocol is null ? null : [new SslApplicationProtocol(protocol)],
        });
        Assert.Equal(protocol ?? "", tls.NegotiatedApplicationProtocol.ToString());
        Assert.Contains(tls.SslProtocol, new[] { SslProtocols.Tls12, SslProtocols.Tls13 });
        var features = await romeo.Open();
        Assert.Null(features.Child("starttls", Ns.Tls));
        await romeo.Login("romeo", "secret");
        await romeo.Bind("garden");
    }

    [Fact]
    public async Task A_client_of_another_protocol_is_refused_in_the_handshake()
    {
        await using var door = new Door();
        var browser = door.Connect(InMemoryLink.Create(), direct: true);
        await Assert.ThrowsAnyAsync<AuthenticationException>(() =>
            browser.Secure(new SslClientAuthenticationOptions { ApplicationProtocols = [SslApplicationProtocol.Http2] }));
        await door.Quiet();
    }
}
