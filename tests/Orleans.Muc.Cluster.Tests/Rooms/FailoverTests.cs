using Orleans.Muc.Cluster.Tests.Kit;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>Rooms outlive the silo they run on, with their occupants in place.</summary>
public sealed class FailoverTests
{
    [Theory]
    [InlineData("")]
    [InlineData("<field var='muc#roomconfig_persistentroom'><value>1</value></field>")]
    public async Task Talk_goes_on_when_the_silo_of_the_room_is_killed(string configuration)
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync(configuration);
        await romeo.SayAsync(room, "before");
        await romeo.HearAsync(room, "Romeo", "before");
        await juliet.HearAsync(room, "Romeo", "before");

        await cluster.KillAsync(cluster.HomeOf(room)!);
        await romeo.SayAsync(room, "meanwhile");
        var heardByRomeo = await romeo.ListenUntilAsync("meanwhile");
        await juliet.SayAsync(room, "after");
        heardByRomeo.AddRange(await romeo.ListenUntilAsync("after"));
        var heardByJuliet = await juliet.ListenUntilAsync("after");

        Assert.Empty(People.Presences(heardByRomeo));
        Assert.Empty(People.Presences(heardByJuliet));
        Assert.Equal(["meanwhile", "after"], People.Bodies(heardByRomeo));
        Assert.Equal(["meanwhile", "after"], People.Bodies(heardByJuliet));

        var rosaline = await cluster.LoginAsync("Rosaline", cluster.Silos[0]);
        await rosaline.SendAsync($"<presence to='{room}/Rosaline'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        var history = await rosaline.ListenUntilAsync("after");
        Assert.Equal(["before", "meanwhile", "after"], People.Bodies(history));
        await juliet.ExpectAsync($"<presence from='{room}/Rosaline'/>");
    }

    [Fact]
    public async Task A_quiet_room_wakes_by_itself()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, _, room) = await cluster.BalconyAsync();
        await cluster.KillAsync(cluster.HomeOf(room)!);
        Assert.True(await Eventually(() => cluster.HomeOf(room) is not null), "The room did not wake.");
        await romeo.SayAsync(room, "anybody here");
        await romeo.HearAsync(room, "Romeo", "anybody here");
    }

    [Fact]
    public async Task Avatar_and_versions_of_affiliations_outlive_the_silo_of_the_room()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync("<field var='muc#roomconfig_whois'><value>anyone</value></field>");
        const string Card = "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>cm9zZQ==</BINVAL></PHOTO></vCard>";
        await romeo.AskAsync($"<iq type='set' id='v1' to='{room}'>{Card}</iq>");
        await romeo.SendAsync($"<presence to='{room}/Romeo'><x xmlns='http://jabber.org/protocol/muc'><mav xmlns='urn:xmpp:muc:affiliations:1'/></x></presence>");
        var self = await romeo.ExpectAsync($"<presence from='{room}/Romeo'><x xmlns='http://jabber.org/protocol/muc#user' scansion:strict='false'><status code='110'/></x></presence>");
        var known = People.Version(self);

        await Grant("tybalt");
        await cluster.KillAsync(cluster.HomeOf(room)!);
        await Grant("benvolio");

        await juliet.SendAsync($"<iq type='get' id='v2' to='{room}'><vCard xmlns='vcard-temp'/></iq>");
        await juliet.ExpectAsync($"<iq type='result' id='v2' from='{room}'>{Card}</iq>", TimeSpan.FromSeconds(30));
        await romeo.SendAsync($"<presence to='{room}/Romeo'><x xmlns='http://jabber.org/protocol/muc'><mav xmlns='urn:xmpp:muc:affiliations:1' since='{known}'/></x></presence>");
        await romeo.ExpectAsync(
            $"<message from='{room}'><x xmlns='http://jabber.org/protocol/muc#user'><mav xmlns='urn:xmpp:muc:affiliations:1' since='{known}' until='{{scansion:any}}'/>"
            + "<item jid='tybalt@localhost' affiliation='member'/><item jid='benvolio@localhost' affiliation='member'/></x></message>",
            TimeSpan.FromSeconds(30));

        // Each change is told to a session that follows with its versions, on whichever silo the room is.
        async Task Grant(string name)
        {
            await romeo.SendAsync($"<iq type='set' id='{name}' to='{room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='{name}@localhost'/></query></iq>");
            await romeo.ExpectAsync(
                $"<message from='{room}'><x xmlns='http://jabber.org/protocol/muc#user'><mav xmlns='urn:xmpp:muc:affiliations:1' since='{{scansion:any}}' until='{{scansion:any}}'/>"
                + $"<item jid='{name}@localhost' affiliation='member'/></x></message>",
                TimeSpan.FromSeconds(30));
            await juliet.ExpectAsync(
                $"<message from='{room}'><x xmlns='http://jabber.org/protocol/muc#user'><item jid='{name}@localhost' affiliation='member'/></x></message>", TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task A_change_of_nick_outlives_the_silo_of_the_room()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();
        await juliet.SendAsync($"<presence to='{room}/Jule'/>");
        await juliet.ExpectAsync($"<presence from='{room}/Jule'/>");
        await romeo.ExpectAsync($"<presence from='{room}/Jule'/>");

        await cluster.KillAsync(cluster.HomeOf(room)!);
        await juliet.SayAsync(room, "still me");
        var heard = await romeo.ListenUntilAsync("still me");

        Assert.Empty(People.Presences(heard));
        Assert.Equal($"{room}/Jule", (string?)heard[^1].Attribute("from"));
    }

    [Fact]
    public async Task Who_asks_while_the_room_moves_is_answered_when_it_has_moved()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.BalconyAsync();

        await cluster.KillAsync(cluster.HomeOf(room)!);
        await juliet.SendAsync($"<presence to='{room}/Juliet'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        await romeo.SendAsync($"<message type='groupchat' to='{room}' id='s1'><subject>Moving</subject></message>");
        var form = await romeo.AskAsync($"<iq type='get' id='form' to='{room}'><query xmlns='http://jabber.org/protocol/muc#owner'/></iq>", TimeSpan.FromSeconds(30));

        Assert.Equal("result", (string?)form.Attribute("type"));
        await juliet.ExpectAsync($"<presence from='{room}/Romeo'/>", TimeSpan.FromSeconds(30));
        var self = await juliet.ExpectAsync($"<presence from='{room}/Juliet'/>");
        Assert.True(People.HasStatus(self, "110"));
        await juliet.ExpectAsync("<message type='groupchat'><subject/></message>");
        await juliet.SayAsync(room, "here I am");
        await romeo.HearAsync(room, "Juliet", "here I am");
    }

    [Fact]
    public async Task Occupants_of_a_killed_gateway_are_announced_unavailable()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var third = cluster.Silos[2];
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
        var mercutio = await cluster.LoginAsync("Mercutio", third);
        var room = await cluster.CreateAwayFromAsync(romeo, "", third);
        await mercutio.EnterAsync(room, "Mercutio");
        await romeo.ExpectAsync($"<presence from='{room}/Mercutio'/>");

        await cluster.KillAsync(third);
        var gone = await romeo.ExpectAsync($"<presence type='unavailable' from='{room}/Mercutio'/>", TimeSpan.FromSeconds(20));

        Assert.True(People.HasStatus(gone, "333"));
        Assert.False(People.HasStatus(gone, "307"));
        await romeo.SayAsync(room, "poor Mercutio");
        await romeo.HearAsync(room, "Romeo", "poor Mercutio");
    }

    /// <summary>XEP-0045 §11.1.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_is_cut_off_is_told_from_one_that_leaves(bool cutOff)
    {
        await using var cluster = await MucCluster.StartAsync(1);
        var (home, room) = (cluster.Silos[0], "verona@conference.localhost");
        var (romeo, juliet) = (await cluster.LoginAsync("Romeo", home), await cluster.LoginAsync("Juliet", home));
        await romeo.CreateAsync(room, "Romeo");
        await juliet.EnterAsync(room, "Juliet");

        await (cutOff ? juliet.DisposeAsync().AsTask() : juliet.CloseAsync());

        var gone = await romeo.ExpectAsync($"<presence type='unavailable' from='{room}/Juliet'/>");
        Assert.Equal(cutOff, People.HasStatus(gone, "333"));
        Assert.False(People.HasStatus(gone, "307"));
    }

    [Fact]
    public async Task A_room_moves_when_its_silo_stops_in_order()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();

        await cluster.StopAsync(cluster.HomeOf(room)!);
        await romeo.SayAsync(room, "still here");
        var heard = await juliet.ListenUntilAsync("still here");

        Assert.Empty(People.Presences(heard));
    }

    /// <summary>XEP-0045 §11.2.</summary>
    [Fact]
    public async Task A_gateway_that_stops_in_order_sees_its_people_out_of_their_rooms()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();

        await cluster.StopAsync(cluster.Silos[1]);

        var told = await juliet.ExpectAsync($"<presence type='unavailable' from='{room}/Juliet'/>");
        var gone = await romeo.ExpectAsync($"<presence type='unavailable' from='{room}/Juliet'/>");
        Assert.All([told, gone], presence => Assert.True(People.HasStatus(presence, "332")));
    }

    /// <summary>As many exits to as many who are leaving themselves would be of no use to anybody.</summary>
    [Fact]
    public async Task Those_on_a_gateway_that_stops_are_told_of_their_own_exits_only()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();
        var rosaline = await cluster.LoginAsync("Rosaline", cluster.Silos[1]);
        await rosaline.EnterAsync(room, "Rosaline");
        await juliet.ExpectAsync($"<presence from='{room}/Rosaline'/>");

        await cluster.StopAsync(cluster.Silos[1]);

        foreach (var (who, nick) in new[] { (juliet, "Juliet"), (rosaline, "Rosaline") })
        {
            var gone = People.Presences(await who.ListenUntilOverAsync()).Where(presence => (string?)presence.Attribute("type") == "unavailable");
            Assert.Equal($"{room}/{nick}", (string?)Assert.Single(gone).Attribute("from"));
        }

        await romeo.SayAsync(room, "alone");
        var left = People.Presences(await romeo.ListenUntilAsync("alone")).Where(presence => (string?)presence.Attribute("type") == "unavailable");
        Assert.Equal([$"{room}/Juliet", $"{room}/Rosaline"], left.Select(presence => (string?)presence.Attribute("from")).Order(StringComparer.Ordinal));
    }

    private static async Task<bool> Eventually(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!condition())
        {
            if (patience.IsCancellationRequested || !await pulse.WaitForNextTickAsync())
                return false;
        }

        return true;
    }
}
