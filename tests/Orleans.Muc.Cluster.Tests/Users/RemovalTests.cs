using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Testing;
using Orleans.Muc.Testing.Survival;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>An account is cancelled (XEP-0077 §3.2): at once nobody can use it, and some time later nothing of it is left.</summary>
public sealed class RemovalTests
{
    private const string Roster = "<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>";

    private static readonly Jid Romeo = Jid.Parse("romeo@localhost");

    [Fact]
    public async Task Nobody_can_use_the_account_while_a_long_archive_is_still_being_deleted()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0], "balcony");
        var (orchard, phone) = await cluster.TwoDevicesAsync();
        await FurnishAsync(orchard, juliet);
        var deletion = cluster.Archives.HoldDeletion("romeo@localhost");

        var answer = await orchard.AskAsync(Removals.Remove);

        Assert.Equal("result", answer.Attribute("type")?.Value);
        Assert.Contains("not-authorized", await orchard.EndAsync(), StringComparison.Ordinal);
        Assert.Contains("not-authorized", await phone.EndAsync(), StringComparison.Ordinal);
        await deletion.Caught;
        await Assert.ThrowsAsync<ScenarioException>(() => XmppClient.LoginAsync(orchard.Settings, MucCluster.GatewayOf(cluster.Silos[1])));
        await juliet.SendAsync("<message type='chat' id='late' to='romeo@localhost'><body>Too late</body></message>");
        await juliet.ExpectAsync("<message type='error' id='late'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
        var refusal = await Assert.ThrowsAsync<ScenarioException>(() => TestAccounts.RegisterAsync(orchard.Settings, MucCluster.GatewayOf(cluster.Silos[0])));
        Assert.Contains("resource-constraint", refusal.Message, StringComparison.Ordinal);

        deletion.LetGo();
        var another = await cluster.LoginAsync("Romeo", cluster.Silos[1], "another");
        Assert.Empty((await another.SearchAsync()).Ids);
        Assert.DoesNotContain("juliet", (await another.AskAsync(Roster)).ToString(), StringComparison.Ordinal);
        Assert.Empty(await cluster.LeavingAsync());
    }

    [Fact]
    public async Task Cancelling_waits_for_nothing_that_is_being_stored_and_nothing_of_it_stays()
    {
        await using var cluster = await MucCluster.StartAsync(1);
        var grains = Cellar.Factory(cluster);
        await grains.GetGrain<IUserRegistrationGrain>("romeo@localhost").Register("secret");
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0], "balcony");
        var storing = cluster.Archives.HoldStoring("romeo@localhost");
        await juliet.SendAsync("<message type='chat' to='romeo@localhost'><body>O Romeo</body></message>");
        await storing.Caught;

        Assert.True(await grains.GetGrain<IUserRegistrationGrain>("romeo@localhost").Cancel());
        Assert.True((await cluster.AccountAsync("romeo@localhost")).Account.IsLeaving);

        storing.LetGo();
        await cluster.GoneAsync("romeo@localhost");
    }

    [Fact]
    public async Task The_removal_goes_on_without_anybody_asking_when_the_silo_dies_that_was_at_it()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0], "balcony");
        var asked = cluster.CallsOf<IUserGrain>(nameof(IUserGrain.Forget));
        var (account, deletion, remover) = await cluster.RemoveElsewhereAsync(juliet, FurnishAsync);

        await cluster.KillAsync(remover);

        await Eventually.So(() => asked.Any(call => call.To.Key.ToString() == account && !call.From.Equals(remover.SiloAddress)), "another silo goes on");
        deletion.LetGo();
        await cluster.GoneAsync(account);
    }

    [Fact]
    public async Task The_removal_goes_on_without_anybody_asking_when_the_service_is_started_again()
    {
        var database = new MemoryDatabase();
        await using (var cluster = await MucCluster.StartAsync(1, database: database))
        {
            var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0], "balcony");
            var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
            await FurnishAsync(romeo, juliet);
            var deletion = cluster.Archives.HoldDeletion("romeo@localhost");
            await romeo.AskAsync(Removals.Remove);
            await deletion.Caught;
        }

        await using var again = await MucCluster.StartAsync(1, database: database);
        await again.GoneAsync("romeo@localhost");
    }

    [Fact]
    public async Task Who_logged_in_while_the_account_was_cancelled_does_not_bring_it_back()
    {
        await using var cluster = await MucCluster.StartAsync(1);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0], "balcony");
        var (_, user) = await cluster.AccountAsync("juliet@localhost");

        await Cellar.Factory(cluster).GetGrain<IUserGrain>("romeo@localhost").Bind(new BoundSession(Jid.Parse("romeo@localhost/orchard"), "late", Assert.Single(user.Connections), 1));

        Assert.Empty((await cluster.AccountAsync("romeo@localhost")).User.Connections);
        await juliet.SendAsync("<message type='chat' id='m1' to='romeo@localhost/orchard'><body>Art thou there</body></message>");
        await juliet.ExpectAsync("<message type='error' id='m1' from='romeo@localhost/orchard'/>");
        Assert.Empty((await cluster.Archives.Query(Romeo, new ArchiveQuery { Most = 1 }, TestContext.Current.CancellationToken)).Items);
    }

    [Fact]
    public async Task Who_has_the_name_now_is_not_touched_by_a_removal_that_comes_late()
    {
        await using var cluster = await MucCluster.StartAsync(1);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0], "balcony");
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        await FurnishAsync(romeo, juliet);
        var user = Cellar.Factory(cluster).GetGrain<IUserGrain>("romeo@localhost");

        await user.Remove();
        Assert.False(await user.Forget());

        Assert.Equal(["O Romeo"], (await romeo.SearchAsync()).Bodies);
        Assert.Contains("juliet", (await romeo.AskAsync(Roster)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_the_name_next_is_written_to_before_the_first_login()
    {
        await using var cluster = await MucCluster.StartAsync(1);
        var account = Cellar.Factory(cluster).GetGrain<IUserRegistrationGrain>("romeo@localhost");
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        await romeo.AskAsync(Removals.Remove);
        await romeo.EndAsync();
        await cluster.GoneAsync("romeo@localhost");
        Assert.Equal(RegisterOutcome.Registered, await account.Register("secret"));

        var message = new Stanza(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add("O Romeo"))) { Type = "chat", From = Jid.Parse("juliet@localhost/balcony"), To = Romeo };
        await Cellar.Factory(cluster).GetGrain<IUserGrain>("romeo@localhost").Deliver(new UserDelivery("juliet", 1, message));

        var later = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        Assert.Equal(["O Romeo"], (await later.SearchAsync()).Bodies);
    }

    /// <summary>A contact and a message.</summary>
    private static async Task FurnishAsync(XmppClient romeo, XmppClient juliet)
    {
        await romeo.AskAsync("<iq type='set' id='contact'><query xmlns='jabber:iq:roster'><item jid='juliet@localhost'/></query></iq>");
        await juliet.SendAsync($"<message type='chat' to='{romeo.FullJid}'><body>O Romeo</body></message>");
        await romeo.ListenUntilAsync("O Romeo");
    }
}
