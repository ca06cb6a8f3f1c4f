using System.Text;
using Orleans.Muc.Gateway.Sasl;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Sasl;

/// <summary>The worked examples of RFC 5802 §5 and RFC 7677 §3.</summary>
public class ScramVectorTests
{
    [Fact]
    public async Task The_example_of_RFC_5802_logs_in()
    {
        var exchange = Exchange(ScramHash.Sha1, "QSXCR+Q6sek8bf92", "3rfcNHYJY1ZVvWVs7j");
        Assert.Equal(
            "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
            await Challenge(exchange, "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"));
        Assert.Equal(
            "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
            await Success(exchange, "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="));
    }

    [Fact]
    public async Task The_example_of_RFC_7677_logs_in()
    {
        var exchange = Exchange(ScramHash.Sha256, "W22ZaJ0SNY7soEsUEjb6gQ==", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        Assert.Equal(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            await Challenge(exchange, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"));
        Assert.Equal(
            "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
            await Success(exchange, "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
    }

    private static ScramExchange Exchange(ScramHash hash, string salt, string nonce)
    {
        var accounts = new Accounts { Salt = Convert.FromBase64String(salt), StoredIterations = 4096 };
        accounts["user@montague.lit"] = "pencil";
        return new ScramExchange(new ScramTerms(hash, false, null, nonce), accounts.Guard, Jid.Parse(TestClient.Domain));
    }

    private static async Task<string> Challenge(ScramExchange exchange, string message) =>
        Encoding.UTF8.GetString(Assert.IsType<SaslReply.Challenge>(await exchange.Receive(Encoding.UTF8.GetBytes(message))).Data);

    private static async Task<string> Success(ScramExchange exchange, string message)
    {
        var success = Assert.IsType<SaslReply.Success>(await exchange.Receive(Encoding.UTF8.GetBytes(message)));
        Assert.Equal("user@montague.lit", success.Account.ToString());
        return Encoding.UTF8.GetString(success.Data!);
    }
}
