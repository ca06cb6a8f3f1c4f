using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users.Tests;

public sealed class AccountTests
{
    private static readonly Jid Domain = Jid.Parse("montague.example");

    [Fact]
    public void Romeo_may_register_at_his_own_domain() => Assert.Null(AccountRules.Judge(Cast.Romeo, Domain, "secret"));

    [Theory]
    [InlineData("juliet@capulet.example")]
    [InlineData("montague.example")]
    [InlineData("romeo@montague.example/orchard")]
    [InlineData("romeo@rooms.montague.example")]
    public void An_address_that_is_no_user_of_the_domain_is_not_acceptable(string address) =>
        Assert.Equal(StanzaErrorCondition.NotAcceptable, AccountRules.Judge(Jid.Parse(address), Domain, "secret")?.Condition);

    [Fact]
    public void An_empty_password_is_not_acceptable() =>
        Assert.Equal(StanzaErrorCondition.NotAcceptable, AccountRules.Judge(Cast.Romeo, Domain, "")?.Condition);

    [Fact]
    public void A_password_may_have_1024_bytes_and_no_more()
    {
        Assert.Null(AccountRules.Judge(Cast.Romeo, Domain, new string('ä', 512)));
        Assert.Equal(StanzaErrorCondition.NotAcceptable, AccountRules.Judge(Cast.Romeo, Domain, new string('ä', 512) + "a")?.Condition);
    }

    [Theory]
    [InlineData(ScramHash.Sha1, 20)]
    [InlineData(ScramHash.Sha256, 32)]
    public void Credentials_know_the_password_under_both_hashes_and_no_other_password(ScramHash hash, int size)
    {
        var keys = Credentials.Derive("wherefore", Counting()).For(hash);

        Assert.Equal(hash, keys.Hash);
        Assert.Equal(size, keys.StoredKey.Length);
        Assert.True(keys.Iterations >= 4096);
        Assert.True(keys.VerifyPassword("wherefore"));
        Assert.False(keys.VerifyPassword("therefore"));
    }

    [Fact]
    public void Each_hash_has_a_salt_of_its_own_from_the_source_of_randomness()
    {
        var credentials = Credentials.Derive("wherefore", Counting());

        Assert.Equal(Enumerable.Repeat((byte)1, Credentials.SaltBytes), credentials.Sha1.Salt);
        Assert.Equal(Enumerable.Repeat((byte)2, Credentials.SaltBytes), credentials.Sha256.Salt);
    }

    private static FillRandom Counting()
    {
        byte calls = 0;
        return bytes => bytes.Fill(++calls);
    }
}
