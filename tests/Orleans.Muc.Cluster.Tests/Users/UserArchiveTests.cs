using Orleans.Muc.Cluster.Tests.Kit;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>The archives of people who talk to each other, on several silos.</summary>
public sealed class UserArchiveTests
{
    [Fact]
    public async Task Both_sides_of_a_talk_have_it_each_by_ids_of_its_own()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[1], "balcony");

        await juliet.SendAsync(
            "<message type='chat' id='m1' to='romeo@localhost/orchard'><body>What man art thou</body><stanza-id xmlns='urn:xmpp:sid:0' by='romeo@localhost' id='forged'/>"
            + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@localhost' id='forged'/><stanza-id xmlns='urn:xmpp:sid:0' by='nurse@localhost' id='hers'/></message>");
        var heard = (await romeo.ListenUntilAsync("What man art thou"))[^1];
        await romeo.SendAsync("<message type='chat' id='m2' to='juliet@localhost/balcony'><body>I know not how to tell thee</body></message>");
        var answered = (await juliet.ListenUntilAsync("I know not how to tell thee"))[^1];

        var (his, hers) = (await romeo.SearchAsync(), await juliet.SearchAsync());
        foreach (var found in new[] { his, hers })
        {
            Assert.Equal(["What man art thou", "I know not how to tell thee"], found.Bodies);
            Assert.Equal([("juliet@localhost/balcony", "romeo@localhost/orchard"), ("romeo@localhost/orchard", "juliet@localhost/balcony")],
                found.Stanzas.Select(stanza => (stanza.Attribute("from")!.Value, stanza.Attribute("to")!.Value)));
            Assert.True(found.IsComplete);
            Assert.Equal((found.Ids[0], found.Ids[1], "2"), (found.First, found.Last, found.Count));
        }

        Assert.Empty(his.Ids.Intersect(hers.Ids));
        Assert.Equal([("nurse@localhost", "hers"), ("romeo@localhost", his.Ids[0])], Archives.Marks(heard));
        Assert.Equal([("juliet@localhost", hers.Ids[1])], Archives.Marks(answered));
    }

    [Fact]
    public async Task A_message_for_somebody_who_is_away_waits_in_the_archive()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0], "balcony");
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[1], "orchard");
        await romeo.DisposeAsync();

        await juliet.SendAsync("<message type='chat' to='romeo@localhost'><body>O Romeo, Romeo</body></message>");
        await juliet.SendAsync("<message to='romeo@localhost'><body>wherefore art thou</body></message>");
        await juliet.SendAsync("<message type='chat' id='whisper' to='romeo@localhost'><body>I love thee</body><no-permanent-store xmlns='urn:xmpp:hints'/></message>");
        await juliet.SendAsync("<message type='chat' id='nobody' to='nobody@localhost'><body>Who is there</body></message>");

        // What comes back comes in the order of sending to each; of the two that were stored nothing comes.
        var errors = new[] { await juliet.ReceiveAsync(TimeSpan.FromSeconds(30)), await juliet.ReceiveAsync(TimeSpan.FromSeconds(30)) };
        Assert.Equal(["nobody", "whisper"], errors.Select(error => error!.Attribute("id")!.Value).Order());
        Assert.All(errors, error => Assert.Contains("service-unavailable", error!.ToString(), StringComparison.Ordinal));
        var back = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        Assert.Equal(["O Romeo, Romeo", "wherefore art thou"], (await back.SearchAsync()).Bodies);
        Assert.Equal(["O Romeo, Romeo", "wherefore art thou", "Who is there"], (await juliet.SearchAsync()).Bodies);
    }

    [Fact]
    public async Task Pages_put_together_are_the_talk()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[1], "balcony");
        string[] said = [.. Enumerable.Range(1, 25).Select(n => $"vow {n}")];
        foreach (var vow in said)
            await romeo.SendAsync($"<message type='chat' to='juliet@localhost/balcony'><body>{vow}</body></message>");
        await juliet.ListenUntilAsync(said[^1]);

        for (var size = 1; size <= 26; size += 5)
        {
            List<string> forward = [], backward = [];
            for (var (page, mark) = (await juliet.SearchAsync(Archives.Set($"<max>{size}</max>")), ""); ; page = await juliet.SearchAsync(Archives.Set($"<max>{size}</max><after>{mark}</after>")))
            {
                forward.AddRange(page.Bodies);
                Assert.Equal(forward.Count == said.Length, page.IsComplete);
                mark = page.Last;
                if (page.IsComplete)
                    break;
            }

            for (var (page, mark) = (await juliet.SearchAsync(Archives.Set($"<max>{size}</max><before/>")), ""); ; page = await juliet.SearchAsync(Archives.Set($"<max>{size}</max><before>{mark}</before>")))
            {
                backward.InsertRange(0, page.Bodies);
                Assert.Equal(backward.Count == said.Length, page.IsComplete);
                mark = page.First;
                if (page.IsComplete)
                    break;
            }

            Assert.Equal(said, forward);
            Assert.Equal(said, backward);
        }

        var none = await juliet.SearchAsync(Archives.Set("<max>0</max>"));
        Assert.Equal(("25", false, 0), (none.Count, none.IsComplete, none.Ids.Count));
        var flipped = await juliet.SearchAsync(Archives.Set("<max>3</max><before/>") + "<flip-page/>");
        Assert.Equal(["vow 25", "vow 24", "vow 23"], flipped.Bodies);
        Assert.Equal((flipped.Ids[2], flipped.Ids[0]), (flipped.First, flipped.Last));
    }

    [Fact]
    public async Task What_was_shown_is_in_the_archive_when_the_silo_of_the_user_dies_and_more_follows_in_order()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (first, home) = await cluster.SomebodyElsewhereAsync();
        var (name, account) = (first.Settings.Name, first.Settings.BareJid);
        var others = cluster.Silos.Where(silo => silo != home).ToList();
        var juliet = await cluster.LoginAsync("Juliet", others[0], "balcony");
        var phone = await cluster.LoginAsync(name, others[1], "phone");
        foreach (var n in Enumerable.Range(1, 20))
            await juliet.SendAsync($"<message type='chat' to='{account}/phone'><body>line {n}</body></message>");
        var shown = await phone.ListenUntilAsync("line 20");

        await cluster.KillAsync(home);
        await juliet.SendAsync($"<message type='chat' to='{account}/phone'><body>line 21</body></message>");
        shown.AddRange(await phone.ListenUntilAsync("line 21"));

        var found = await phone.SearchAsync();
        Assert.Equal(Enumerable.Range(1, 21).Select(n => $"line {n}"), found.Bodies);
        Assert.Equal(found.Ids.Order(StringComparer.Ordinal), found.Ids);
        Assert.Equal(found.Ids, shown.Where(stanza => People.Body(stanza) is not null).Select(stanza => Assert.Single(Archives.Marks(stanza)).Id));
    }

    [Fact]
    public async Task An_archive_is_its_owners_and_goes_with_the_account()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[1], "balcony");
        await romeo.SendAsync("<message type='chat' to='juliet@localhost/balcony'><body>My lips, two blushing pilgrims</body></message>");
        await juliet.ListenUntilAsync("My lips, two blushing pilgrims");

        foreach (var (type, payload) in new[] { ("set", "query"), ("get", "query"), ("get", "metadata"), ("get", "prefs") })
            foreach (var account in new[] { "romeo@localhost", "nobody@localhost" })
            {
                var refusal = await juliet.AskAsync($"<iq type='{type}' id='q-{type}-{payload}-{account}' to='{account}'><{payload} xmlns='urn:xmpp:mam:2'/></iq>");
                Assert.Contains("forbidden", refusal.ToString(), StringComparison.Ordinal);
            }

        await romeo.AskAsync("<iq type='set' id='end'><query xmlns='jabber:iq:register'><remove/></query></iq>");
        var another = await cluster.LoginAsync("Romeo", cluster.Silos[1], "another");
        Assert.Empty((await another.SearchAsync()).Ids);
        Assert.Single((await juliet.SearchAsync()).Ids);
    }

    [Fact]
    public async Task Preferences_are_obeyed_and_outlive_the_silos()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var (first, home) = await cluster.SomebodyElsewhereAsync();
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0], "balcony");
        var nurse = await cluster.LoginAsync("Nurse", cluster.Silos[0], "kitchen");
        const string Prefs = "<prefs xmlns='urn:xmpp:mam:2' default='roster'><always><jid>nurse@localhost</jid></always><never/></prefs>";
        await first.SendAsync($"<iq type='set' id='p1'>{Prefs}</iq>");
        await first.ExpectAsync($"<iq type='result' id='p1'>{Prefs}</iq>");
        await first.DisposeAsync();
        await cluster.KillAsync(home);

        var me = await cluster.LoginAsync(first.Settings.Name, cluster.Silos[0], "orchard", TimeSpan.FromSeconds(20));
        await me.SendAsync("<iq type='get' id='p2'><prefs xmlns='urn:xmpp:mam:2'/></iq>");
        await me.ExpectAsync($"<iq type='result' id='p2'>{Prefs}</iq>", TimeSpan.FromSeconds(20));
        await juliet.SendAsync($"<message type='chat' to='{me.FullJid}'><body>not kept</body></message>");
        Assert.Empty(Archives.Marks((await me.ListenUntilAsync("not kept"))[^1]));
        await nurse.SendAsync($"<message type='chat' to='{me.FullJid}'><body>always kept</body></message>");
        await me.ListenUntilAsync("always kept");
        await me.AskAsync("<iq type='set' id='r1'><query xmlns='jabber:iq:roster'><item jid='juliet@localhost'/></query></iq>");
        await juliet.SendAsync($"<message type='chat' to='{me.FullJid}'><body>kept now</body></message>");
        await me.ListenUntilAsync("kept now");

        Assert.Equal(["always kept", "kept now"], (await me.SearchAsync()).Bodies);
        Assert.Equal(["kept now"], (await me.SearchAsync(Archives.Form("with", "juliet@localhost"))).Bodies);
    }
}
