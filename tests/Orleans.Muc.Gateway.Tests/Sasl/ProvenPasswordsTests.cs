using System.Security.Cryptography;
using Orleans.Muc.Gateway.Sasl;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Sasl;

public class ProvenPasswordsTests
{
    private static readonly Jid Romeo = Jid.Parse("romeo@montague.lit");
    private static readonly Jid Juliet = Jid.Parse("juliet@capulet.lit");

    private readonly ProvenPasswords passwords = new();

    [Fact]
    public async Task A_password_that_was_right_is_right_again_and_a_wrong_one_never()
    {
        var keys = KeysOf("star-crossed");
        Assert.False(await passwords.Verify(Romeo, keys, "guess"));
        Assert.True(await passwords.Verify(Romeo, keys, "star-crossed"));
        Assert.True(await passwords.Verify(Romeo, keys, "star-crossed"));
        Assert.False(await passwords.Verify(Romeo, keys, "guess"));
        Assert.False(await passwords.Verify(Romeo, keys, "star-crosse"));
    }

    [Fact]
    public async Task It_is_recognised_without_deriving_its_keys()
    {
        var keys = KeysOf("star-crossed");
        Assert.True(await passwords.Verify(Romeo, keys, "star-crossed"));

        // Nobody could derive anything from these terms; the stored key alone tells that they are the same keys.
        Assert.True(await passwords.Verify(Romeo, keys with { Iterations = -1 }, "star-crossed"));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await passwords.Verify(Romeo, keys with { Iterations = -1 }, "guess"));
    }

    [Fact]
    public async Task After_a_change_the_old_password_is_wrong()
    {
        Assert.True(await passwords.Verify(Romeo, KeysOf("old"), "old"));
        var changed = KeysOf("new");
        Assert.False(await passwords.Verify(Romeo, changed, "old"));
        Assert.True(await passwords.Verify(Romeo, changed, "new"));
    }

    [Fact]
    public async Task One_account_proves_nothing_for_another()
    {
        Assert.True(await passwords.Verify(Romeo, KeysOf("secret"), "secret"));
        Assert.False(await passwords.Verify(Juliet, KeysOf("other"), "secret"));
    }

    [Fact]
    public async Task The_same_password_stored_anew_is_derived_again()
    {
        Assert.True(await passwords.Verify(Romeo, KeysOf("secret"), "secret"));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await passwords.Verify(Romeo, KeysOf("secret") with { Iterations = -1 }, "secret"));
    }

    private static ScramKeys KeysOf(string password) => ScramKeys.Derive(password, ScramHash.Sha256, RandomNumberGenerator.GetBytes(16), iterations: 4096);
}
