using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>Accounts of other servers often come with keys for one hash only.</summary>
public sealed class ImportedKeysTests
{
    [Theory]
    [InlineData(ScramHash.Sha1, "SCRAM-SHA-1")]
    [InlineData(ScramHash.Sha256, "SCRAM-SHA-256")]
    public async Task An_account_with_keys_for_one_hash_is_one_like_any_other(ScramHash hash, string mechanism)
    {
        await using var cluster = await MucCluster.StartAsync(1);
        var settings = new ClientSettings("Romeo") { BareJid = "romeo@localhost", Password = "secret", Resource = "orchard", Mechanism = mechanism };
        // Whose password is the same.
        await TestAccounts.RegisterAsync(settings with { BareJid = "benvolio@localhost" }, cluster.Gateways[0]);
        var (benvolio, _) = await cluster.AccountAsync("benvolio@localhost");
        await cluster.StoreAccountAsync("romeo@localhost", state => state with { Keys = [.. benvolio.Keys.Where(keys => keys.Hash == hash)] });

        await using var romeo = await XmppClient.LoginAsync(settings, cluster.Gateways[0]);
        await romeo.SendAsync("<message type='chat' to='romeo@localhost/orchard'><body>O Romeo</body></message>");
        await romeo.ListenUntilAsync("O Romeo");
        Assert.Equal(["O Romeo"], (await romeo.SearchAsync()).Bodies.Distinct());
    }
}
