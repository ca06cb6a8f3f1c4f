using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Gateway.Sasl;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Sasl;

public class ScramExchangeTests
{
    private static readonly byte[] Channel = SHA256.HashData("certificate"u8);

    private readonly Accounts accounts = new();

    public ScramExchangeTests()
    {
        accounts["romeo@montague.lit"] = "secret";
    }

    [Theory]
    [InlineData("n,,")]
    [InlineData("n,a=romeo@montague.lit,")]
    [InlineData("y,,")]
    public async Task Romeo_logs_in_as_himself(string header)
    {
        var romeo = new ScramClient(HashAlgorithmName.SHA256, "romeo", "secret") { Header = header };
        var success = Assert.IsType<SaslReply.Success>(await Run(Exchange(), romeo));
        Assert.Equal("romeo@montague.lit", success.Account.ToString());
        Assert.True(romeo.Trusts(Encoding.UTF8.GetString(success.Data!)));
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var mercutio = new ScramClient(HashAlgorithmName.SHA256, "romeo", "guess");
        Assert.Equal(SaslReply.Fail(SaslError.NotAuthorized), await Run(Exchange(), mercutio));
    }

    [Fact]
    public async Task Romeo_cannot_act_as_Juliet()
    {
        accounts["juliet@montague.lit"] = "other";
        var romeo = new ScramClient(HashAlgorithmName.SHA256, "romeo", "secret") { Header = "n,a=juliet@montague.lit," };
        Assert.Equal(SaslReply.Fail(SaslError.InvalidAuthzid), await Run(Exchange(), romeo));
    }

    [Fact]
    public async Task An_unknown_user_is_challenged_like_a_known_one_always_alike()
    {
        var stranger = new ScramClient(HashAlgorithmName.SHA256, "tybalt", "secret");
        var known = Parts(await First(Exchange(), new ScramClient(HashAlgorithmName.SHA256, "romeo", "secret").First));
        var one = Parts(await First(Exchange(), stranger.First));
        var again = Parts(await First(Exchange(), stranger.First));
        Assert.Equal(one, again);
        Assert.Equal(known['i'], one['i']);
        Assert.Equal(known['s'].Length, one['s'].Length);
        Assert.NotEqual(known['s'], one['s']);
        Assert.Equal(SaslReply.Fail(SaslError.NotAuthorized), await Run(Exchange(), stranger));
    }

    [Fact]
    public async Task A_user_name_may_hold_an_escaped_equals_sign_and_comma()
    {
        accounts["a=b,c@montague.lit"] = "secret";
        var success = Assert.IsType<SaslReply.Success>(await Run(Exchange(), new ScramClient(HashAlgorithmName.SHA256, "a=3Db=2Cc", "secret")));
        Assert.Equal("a=b,c@montague.lit", success.Account.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("n,,n=romeo")]
    [InlineData("n,,r=nonce,n=romeo")]
    [InlineData("n,,n=,r=nonce")]
    [InlineData("n,,n=romeo,r=")]
    [InlineData("n,,n=ro=meo,r=nonce")]
    [InlineData("n,,m=future,n=romeo,r=nonce")]
    [InlineData("n,,n=romeo,r=not printable")]
    [InlineData("x,,n=romeo,r=nonce")]
    [InlineData("n,juliet,n=romeo,r=nonce")]
    [InlineData("n,,n=romeo\0,r=nonce")]
    [InlineData("p=tls-server-end-point,,n=romeo,r=nonce")]
    public async Task A_malformed_first_message_is_refused(string message) =>
        Assert.Equal(SaslReply.Fail(SaslError.MalformedRequest), await Exchange().Receive(Encoding.UTF8.GetBytes(message)));

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_refused() =>
        Assert.Equal(SaslReply.Fail(SaslError.MalformedRequest), await Exchange().Receive(new byte[] { (byte)'n', (byte)',', 0xFF, 0xFE }));

    [Theory]
    [InlineData("c=biws,r=other-nonce,p=AAAA", "NotAuthorized")]
    [InlineData("c=eSws,r=fyko+d2lbbFgONRv9qkxdawLserver,p=AAAA", "NotAuthorized")]
    [InlineData("c=biws,r=fyko+d2lbbFgONRv9qkxdawLserver,p=AAAA", "NotAuthorized")]
    [InlineData("c=biws,r=fyko+d2lbbFgONRv9qkxdawLserver,p=A", "MalformedRequest")]
    [InlineData("c=biws,r=fyko+d2lbbFgONRv9qkxdawLserver", "MalformedRequest")]
    [InlineData("", "MalformedRequest")]
    public async Task A_wrong_final_message_is_refused(string message, string error)
    {
        var exchange = Exchange();
        await First(exchange, new ScramClient(HashAlgorithmName.SHA256, "romeo", "secret").First);
        Assert.Equal(SaslReply.Fail(Enum.Parse<SaslError>(error)), await exchange.Receive(Encoding.UTF8.GetBytes(message)));
    }

    [Fact]
    public async Task A_proof_for_another_nonce_is_refused()
    {
        var replaying = new ScramClient(HashAlgorithmName.SHA256, "romeo", "secret") { ForeignNonce = "fyko+d2lbbFgONRv9qkxdawLearlier" };
        Assert.Equal(SaslReply.Fail(SaslError.NotAuthorized), await Run(Exchange(), replaying));
    }

    [Fact]
    public async Task A_bound_login_succeeds_on_the_channel_it_is_bound_to()
    {
        var romeo = new ScramClient(HashAlgorithmName.SHA256, "romeo", "secret") { Header = "p=tls-server-end-point,,", ChannelData = Channel };
        Assert.IsType<SaslReply.Success>(await Run(Exchange(plus: true, Channel), romeo));
    }

    [Fact]
    public async Task A_bound_login_fails_on_another_channel()
    {
        var victim = new ScramClient(HashAlgorithmName.SHA256, "romeo", "secret")
        {
            Header = "p=tls-server-end-point,,",
            ChannelData = SHA256.HashData("certificate in the middle"u8),
        };
        Assert.Equal(SaslReply.Fail(SaslError.NotAuthorized), await Run(Exchange(plus: true, Channel), victim));
    }

    [Fact]
    public async Task A_client_that_was_kept_from_binding_is_refused()
    {
        var downgraded = new ScramClient(HashAlgorithmName.SHA256, "romeo", "secret") { Header = "y,," };
        Assert.Equal(SaslReply.Fail(SaslError.NotAuthorized), await Run(Exchange(plus: false, Channel), downgraded));
    }

    [Fact]
    public async Task A_binding_the_server_does_not_have_is_refused()
    {
        var unique = new ScramClient(HashAlgorithmName.SHA256, "romeo", "secret") { Header = "p=tls-unique,,", ChannelData = Channel };
        Assert.Equal(SaslReply.Fail(SaslError.NotAuthorized), await Run(Exchange(plus: true, Channel), unique));
    }

    [Fact]
    public async Task The_PLUS_mechanism_without_a_binding_is_refused()
    {
        var unbound = new ScramClient(HashAlgorithmName.SHA256, "romeo", "secret");
        Assert.Equal(SaslReply.Fail(SaslError.MalformedRequest), await Run(Exchange(plus: true, Channel), unbound));
    }

    private ScramExchange Exchange(bool plus = false, byte[]? channel = null) =>
        new(new ScramTerms(ScramHash.Sha256, plus, channel, "server"), accounts.Guard, Jid.Parse(TestClient.Domain));

    private static async Task<SaslReply> Run(ScramExchange exchange, ScramClient client)
    {
        var reply = await exchange.Receive(Encoding.UTF8.GetBytes(client.First));
        return reply is SaslReply.Challenge challenge
            ? await exchange.Receive(Encoding.UTF8.GetBytes(client.Final(Encoding.UTF8.GetString(challenge.Data))))
            : reply;
    }

    private static async Task<string> First(ScramExchange exchange, string message) =>
        Encoding.UTF8.GetString(Assert.IsType<SaslReply.Challenge>(await exchange.Receive(Encoding.UTF8.GetBytes(message))).Data);

    private static Dictionary<char, string> Parts(string message) => message.Split(',').ToDictionary(part => part[0], part => part[2..]);
}
