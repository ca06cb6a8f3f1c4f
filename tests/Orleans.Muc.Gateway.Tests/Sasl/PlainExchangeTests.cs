using System.Text;
using Orleans.Muc.Gateway.Sasl;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Sasl;

public class PlainExchangeTests
{
    private readonly Accounts accounts = new();
    private readonly PlainExchange exchange;

    public PlainExchangeTests()
    {
        accounts["romeo@montague.lit"] = "secret";
        accounts["juliet@montague.lit"] = "secret";
        exchange = new PlainExchange(accounts.Guard, Jid.Parse(TestClient.Domain));
    }

    [Theory]
    [InlineData("\0romeo\0secret")]
    [InlineData("\0ROMEO\0secret")]
    [InlineData("romeo@montague.lit\0romeo\0secret")]
    public async Task Romeo_logs_in_as_himself(string message)
    {
        var success = Assert.IsType<SaslReply.Success>(await Receive(message));
        Assert.Equal("romeo@montague.lit", success.Account.ToString());
        Assert.Null(success.Data);
    }

    [Theory]
    [InlineData("\0romeo\0wrong")]
    [InlineData("\0tybalt\0secret")]
    [InlineData("\0no@localpart\0secret")]
    public async Task A_wrong_password_and_an_unknown_user_get_one_answer(string message) =>
        Assert.Equal(SaslReply.Fail(SaslError.NotAuthorized), await Receive(message));

    [Theory]
    [InlineData("juliet@montague.lit\0romeo\0secret")]
    [InlineData("romeo@montague.lit/garden\0romeo\0secret")]
    [InlineData("romeo@capulet.lit\0romeo\0secret")]
    [InlineData("romeo\0romeo\0secret")]
    [InlineData("@@\0romeo\0secret")]
    public async Task Romeo_acts_as_nobody_else(string message) =>
        Assert.Equal(SaslReply.Fail(SaslError.InvalidAuthzid), await Receive(message));

    [Theory]
    [InlineData("")]
    [InlineData("romeo\0secret")]
    [InlineData("\0romeo\0")]
    [InlineData("\0\0secret")]
    [InlineData("\0romeo\0secret\0more")]
    public async Task A_malformed_message_is_refused(string message) =>
        Assert.Equal(SaslReply.Fail(SaslError.MalformedRequest), await Receive(message));

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_refused() =>
        Assert.Equal(SaslReply.Fail(SaslError.MalformedRequest), await exchange.Receive(new byte[] { 0, 0xFF, 0, (byte)'x' }));

    private ValueTask<SaslReply> Receive(string message) => exchange.Receive(Encoding.UTF8.GetBytes(message));
}
