using System.Text;

namespace Orleans.Muc.Xmpp.Tests.Sasl;

public sealed class ScramKeysTests
{
    /// <summary>The exchanges of RFC 5802 §5 and RFC 7677 §3.</summary>
    [Theory]
    [InlineData(
        ScramHash.Sha1,
        "QSXCR+Q6sek8bf92",
        "n=user,r=fyko+d2lbbFgONRv9qkxdawL,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096,c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j",
        "v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        "rmF9pqV8S7suAoZWja4dJRkFsKQ=")]
    [InlineData(
        ScramHash.Sha256,
        "W22ZaJ0SNY7soEsUEjb6gQ==",
        "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
        "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    public void Keys_accept_the_rfc_s_proof_and_make_its_signature(ScramHash hash, string salt, string authMessage, string proof, string signature)
    {
        var keys = ScramKeys.Derive("pencil", hash, Convert.FromBase64String(salt), 4096);
        var message = Encoding.UTF8.GetBytes(authMessage);
        Assert.True(keys.VerifyProof(message, Convert.FromBase64String(proof)));
        Assert.Equal(signature, Convert.ToBase64String(keys.SignServer(message)));

        var forged = Convert.FromBase64String(proof);
        forged[0] ^= 1;
        Assert.False(keys.VerifyProof(message, forged));
        Assert.False(keys.VerifyProof(message, []));
    }

    [Fact]
    public void Keys_know_their_password_and_no_other()
    {
        var keys = ScramKeys.Derive("pencil", ScramHash.Sha256, new byte[16], 1000);
        Assert.True(keys.VerifyPassword("pencil"));
        Assert.False(keys.VerifyPassword("Pencil"));
    }
}
