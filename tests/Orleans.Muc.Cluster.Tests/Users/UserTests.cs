using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>People with several devices on several silos, outside of rooms.</summary>
public sealed class UserTests
{
    private const string RosterQuery = "<query xmlns='jabber:iq:roster'/>";

    [Fact]
    public async Task The_devices_of_one_person_see_each_other_come_and_go()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var (orchard, phone) = await cluster.TwoDevicesAsync();

        await orchard.SendAsync("<presence><show>dnd</show></presence>");
        await orchard.ExpectAsync("<presence from='romeo@localhost/orchard'><show>dnd</show></presence>");
        await phone.SendAsync("<presence/>");
        await phone.ExpectAsync("<presence from='romeo@localhost/phone'/>");
        await phone.ExpectAsync("<presence from='romeo@localhost/orchard'><show>dnd</show></presence>");
        await orchard.ExpectAsync("<presence from='romeo@localhost/phone'/>");

        await phone.DisposeAsync();
        await orchard.ExpectAsync("<presence type='unavailable' from='romeo@localhost/phone'/>");
    }

    [Fact]
    public async Task A_newer_session_takes_the_resource_from_one_on_another_silo()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var older = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        var newer = await cluster.LoginAsync("Romeo", cluster.Silos[1], "orchard");

        var end = await Assert.ThrowsAsync<ScenarioException>(() => Drain(older));

        Assert.Contains("conflict", end.Message, StringComparison.Ordinal);
        await newer.SendAsync("<presence/>");
        await newer.ExpectAsync("<presence from='romeo@localhost/orchard'/>");
    }

    [Fact]
    public async Task A_message_reaches_every_willing_device_and_comes_back_when_there_is_none()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0], "balcony");
        var (orchard, phone) = await cluster.TwoDevicesAsync();
        var bot = await cluster.LoginAsync("Romeo", cluster.Silos[1], "bot");
        await juliet.SendAsync("<message type='chat' id='early' to='romeo@localhost'><body>O Romeo</body><no-store xmlns='urn:xmpp:hints'/></message>");
        await juliet.ExpectAsync("<message type='error' id='early' from='romeo@localhost'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");

        await Available(orchard, 0);
        await Available(phone, 5);
        await Available(bot, -1);
        await juliet.SendAsync("<message type='chat' id='late' to='romeo@localhost'><body>wherefore art thou</body></message>");

        await orchard.ExpectAsync("<message type='chat' id='late' from='juliet@localhost/balcony'><body>wherefore art thou</body></message>");
        await phone.ExpectAsync("<message type='chat' id='late' from='juliet@localhost/balcony'><body>wherefore art thou</body></message>");
        await juliet.SendAsync("<message type='chat' id='direct' to='romeo@localhost/bot'><body>good bot</body></message>");
        var heard = await bot.ListenUntilAsync("good bot");
        Assert.Equal(["good bot"], People.Bodies(heard));
    }

    [Fact]
    public async Task Requests_reach_a_device_and_their_answers_come_back()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0], "balcony");
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[1], "orchard");

        await juliet.SendAsync("<iq type='get' id='p1' to='romeo@localhost/orchard'><ping xmlns='urn:xmpp:ping'/></iq>");
        await romeo.ExpectAsync("<iq type='get' id='p1' from='juliet@localhost/balcony'><ping xmlns='urn:xmpp:ping'/></iq>");
        await romeo.SendAsync("<iq type='result' id='p1' to='juliet@localhost/balcony'/>");
        await juliet.ExpectAsync("<iq type='result' id='p1' from='romeo@localhost/orchard'/>");
        foreach (var to in (string[])["romeo@localhost/tomb", "romeo@localhost", "nobody@localhost", "nobody@localhost/nowhere"])
        {
            var answer = await juliet.AskAsync($"<iq type='get' id='to-{to.Length}' to='{to}'><ping xmlns='urn:xmpp:ping'/></iq>");
            Assert.Equal("error", answer.Attribute("type")?.Value);
            Assert.Contains("service-unavailable", answer.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_contact_is_pushed_to_every_device_that_asked_for_the_roster_and_outlives_the_silos()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var (first, home) = await cluster.SomebodyElsewhereAsync();
        var name = first.Settings.Name;
        await using (first)
        await using (var orchard = await cluster.LoginAsync(name, cluster.Silos[0], "orchard"))
        await using (var phone = await cluster.LoginAsync(name, cluster.Silos[1], "phone"))
        {
            await phone.AskAsync($"<iq type='get' id='r1'>{RosterQuery}</iq>");
            var answer = await orchard.AskAsync("<iq type='set' id='r2'><query xmlns='jabber:iq:roster'><item jid='juliet@localhost' name='Jule'><group>Capulets</group></item></query></iq>");
            Assert.Equal("result", answer.Attribute("type")?.Value);
            await phone.ExpectAsync("<iq type='set'><query xmlns='jabber:iq:roster' ver='1'><item jid='juliet@localhost' name='Jule' subscription='none'><group>Capulets</group></item></query></iq>");
        }

        await cluster.KillAsync(home);
        var again = await cluster.LoginAsync(name, cluster.Silos[0], "grave", TimeSpan.FromSeconds(20));
        var roster = await again.AskAsync("<iq type='get' id='r3'><query xmlns='jabber:iq:roster' ver=''/></iq>", TimeSpan.FromSeconds(20));

        Assert.Contains("name=\"Jule\"", roster.ToString(), StringComparison.Ordinal);
        Assert.Empty((await again.AskAsync("<iq type='get' id='r4'><query xmlns='jabber:iq:roster' ver='1'/></iq>")).Elements());
    }

    [Fact]
    public async Task A_user_whose_silo_is_killed_keeps_the_devices_of_the_others()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (first, home) = await cluster.SomebodyElsewhereAsync();
        var (name, account) = (first.Settings.Name, first.Settings.BareJid);
        var others = cluster.Silos.Where(silo => silo != home).ToList();
        var juliet = await cluster.LoginAsync("Juliet", others[0], "balcony");
        var orchard = await cluster.LoginAsync(name, others[0], "orchard");
        var phone = await cluster.LoginAsync(name, others[1], "phone");
        await Available(orchard, 0);
        await Available(phone, 0);

        await cluster.KillAsync(home);
        await Eventually(async () =>
        {
            await juliet.SendAsync($"<message type='chat' to='{account}'><body>art thou there</body></message>");
            return await orchard.ReceiveAsync(TimeSpan.FromSeconds(1)) is { } heard && People.Body(heard) == "art thou there";
        });

        await phone.ExpectAsync("<message type='chat' from='juliet@localhost/balcony'><body>art thou there</body></message>");
        await orchard.SendAsync("<presence><show>away</show></presence>");
        await phone.ExpectAsync($"<presence from='{account}/orchard'><show>away</show></presence>");
    }

    [Fact]
    public async Task A_message_for_a_device_of_a_killed_silo_comes_back()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (first, home) = await cluster.SomebodyElsewhereAsync();
        var (safe, doomed) = (cluster.Silos[0], cluster.Silos.Last(silo => silo != home));
        var juliet = await cluster.LoginAsync("Juliet", safe, "balcony");
        var phone = await cluster.LoginAsync(first.Settings.Name, doomed, "phone");
        await Available(phone, 0);

        await cluster.KillAsync(doomed);
        await juliet.SendAsync($"<message type='chat' id='lost' to='{first.Settings.BareJid}'><body>art thou there</body><no-store xmlns='urn:xmpp:hints'/></message>");

        await juliet.ExpectAsync("<message type='error' id='lost'/>", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Cancelling_an_account_ends_all_its_sessions_and_forgets_it()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var (orchard, phone) = await cluster.TwoDevicesAsync();
        await orchard.AskAsync("<iq type='set' id='r1'><query xmlns='jabber:iq:roster'><item jid='juliet@localhost'/></query></iq>");

        var answer = await orchard.AskAsync("<iq type='set' id='end'><query xmlns='jabber:iq:register'><remove/></query></iq>");

        Assert.Equal("result", answer.Attribute("type")?.Value);
        Assert.Contains("not-authorized", (await Assert.ThrowsAsync<ScenarioException>(() => Drain(orchard))).Message, StringComparison.Ordinal);
        Assert.Contains("not-authorized", (await Assert.ThrowsAsync<ScenarioException>(() => Drain(phone))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ScenarioException>(() => XmppClient.LoginAsync(orchard.Settings, MucCluster.GatewayOf(cluster.Silos[0])));

        var another = await cluster.LoginAsync("Romeo", cluster.Silos[1], "another");
        var roster = await another.AskAsync($"<iq type='get' id='r2'>{RosterQuery}</iq>");
        Assert.DoesNotContain("juliet", roster.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_an_account_ends_its_registration_in_rooms()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[1], "balcony");
        const string Room = "verona@conference.localhost";
        await romeo.CreateAsync(Room, "Romeo");
        await romeo.AskAsync($"<iq type='set' id='m1' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='juliet@localhost'/></query></iq>");

        await juliet.AskAsync("<iq type='set' id='end'><query xmlns='jabber:iq:register'><remove/></query></iq>");

        await Eventually(NobodyIsMember);

        // A room that tells the account of its membership only now, because the call was on its way.
        await romeo.AskAsync($"<iq type='set' id='m3' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='juliet@localhost'/></query></iq>");
        await Eventually(NobodyIsMember);

        async Task<bool> NobodyIsMember()
        {
            var members = await romeo.AskAsync($"<iq type='get' id='m2' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member'/></query></iq>");
            return !members.ToString().Contains("juliet", StringComparison.Ordinal);
        }
    }

    private static async Task Available(XmppClient who, int priority)
    {
        await who.SendAsync($"<presence><priority>{priority}</priority></presence>");
        await who.ExpectAsync($"<presence from='{who.FullJid}'/>");
    }

    private static async Task Drain(XmppClient who)
    {
        while (await who.ReceiveAsync(XmppClient.Patience) is not null)
        {
        }
    }

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(20), end.Token);
    }
}
