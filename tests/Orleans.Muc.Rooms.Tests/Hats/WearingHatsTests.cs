using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Hats;

/// <summary>XEP-0317 §3.1, §3.5 and §3.6: who wears which hat, and who sees it.</summary>
public sealed class WearingHatsTests
{
    private readonly Stage stage = Stage.Open(("muc#roomconfig_persistentroom", "1"));

    public WearingHatsTests()
    {
        stage.With(stage.Juliet);
        stage.Defines(stage.Romeo, HatActs.Host, "Host", "327.255249");
        stage.Defines(stage.Romeo, HatActs.Presenter, "Presenter");
        stage.ForgetAll();
    }

    [Fact]
    public void Assigned_hat_is_shown_to_everybody_at_once()
    {
        Assert.Equal("completed", stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid).Status());

        Assert.Equal(["iq", "presence"], stage.Romeo.Received.Select(stanza => stanza.Name));
        var seen = stage.Romeo.Received[1];
        Assert.Equal($"{Stage.RoomJid}/Juliet", seen["from"]);
        Xml.AssertSame($"<hats xmlns='{Ns.Hats}'><hat title='Host' uri='{HatActs.Host}' hue='327.255249'/></hats>", seen.Child("hats")!);
        var own = Assert.Single(stage.Juliet.Received);
        Assert.Equal(["Host"], own.Hats());
        Assert.Equal(["110"], own.Codes());
    }

    [Fact]
    public void Hats_are_worn_in_the_order_they_were_given_and_taken_off_one_by_one()
    {
        stage.Assigns(stage.Romeo, HatActs.Presenter, stage.Juliet.BareJid);
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.Unassigns(stage.Romeo, HatActs.Presenter, stage.Juliet.BareJid);
        stage.Unassigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);

        Assert.Equal([["Presenter"], ["Presenter", "Host"], ["Host"], []], stage.Juliet.Received.Select(HatActs.Hats));
        Assert.Null(stage.Juliet.Received[^1].Child("hats"));
    }

    [Fact]
    public void Newcomers_and_those_who_return_see_the_hats()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.Leaves(stage.Juliet);
        stage.ForgetAll();

        stage.Enters(stage.Juliet);
        stage.Enters(stage.Rosaline);

        Assert.Equal(["Host"], Assert.Single(stage.Romeo.From($"{Stage.RoomJid}/Juliet")).Hats());
        Assert.Equal(["Host"], stage.Juliet.From($"{Stage.RoomJid}/Juliet")[0].Hats());
        Assert.Equal(["Host"], Assert.Single(stage.Rosaline.From($"{Stage.RoomJid}/Juliet")).Hats());
    }

    [Fact]
    public void Newcomer_sees_the_hats_as_they_are_now()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.Enters(stage.Rosaline);
        stage.Unassigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);

        stage.Enters(stage.Mercutio);

        Assert.Empty(Assert.Single(stage.Mercutio.From($"{Stage.RoomJid}/Juliet")).Hats());
    }

    [Fact]
    public void Hats_stay_on_through_everything_that_is_shown_of_their_wearer()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.ForgetAll();

        stage.ShowsPresence(stage.Juliet, "Juliet", "<show>away</show>");
        stage.ShowsPresence(stage.Juliet, "Jules");
        stage.Appoints(stage.Romeo, "moderator", "Jules");
        stage.Grants(stage.Romeo, "member", stage.Juliet);

        var seen = stage.Romeo.Received.Where(stanza => stanza.Name == "presence" && stanza["type"] is null).ToList();
        Assert.Equal(4, seen.Count);
        Assert.All(seen, presence => Assert.Equal(["Host"], presence.Hats()));
    }

    [Fact]
    public void Hats_are_the_users_whatever_the_nickname_or_device()
    {
        var phone = stage.Add(new Person("Juliet", "phone"));
        stage.Enters(phone, "Jules");
        stage.ForgetAll();

        stage.Assigns(stage.Romeo, HatActs.Host, phone.FullJid);

        Assert.Equal(["Jules", "Juliet"], stage.Romeo.Received.Where(stanza => stanza.Name == "presence").Select(stanza => stanza["from"]![(Stage.RoomJid.Length + 1)..]).Order());
        Assert.All(stage.Roster.Where(entry => entry.BareJid == phone.Visit.FullJid.Bare), entry => Assert.Equal(["Host"], Xml.Of(entry.PresenceFull).Hats()));
    }

    [Fact]
    public void Hats_may_be_given_to_somebody_who_is_not_in_the_room()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Rosaline.BareJid);
        Assert.DoesNotContain(stage.Juliet.Received, stanza => stanza.Name == "presence");

        stage.Enters(stage.Rosaline);

        Assert.Equal(["Host"], Assert.Single(stage.Juliet.Received).Hats());
    }

    [Fact]
    public void Forged_hats_are_not_shown_and_real_ones_can_not_be_hidden()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.ForgetAll();

        stage.ShowsPresence(stage.Juliet, "Juliet", $"<hats xmlns='{Ns.Hats}'><hat title='Owner' uri='urn:owner'/></hats>");
        stage.Enters(stage.Rosaline, beside: $"<hats xmlns='{Ns.Hats}'><hat title='Owner' uri='urn:owner'/></hats>");

        Assert.Equal([["Host"], []], stage.Romeo.Received.Select(HatActs.Hats));
    }

    [Fact]
    public void Farewell_shows_no_hats()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.ForgetAll();

        stage.Leaves(stage.Juliet);

        Assert.Null(Assert.Single(stage.Romeo.Received).Child("hats"));
    }

    [Fact]
    public void Who_is_not_shown_to_others_sees_the_own_hat_alone()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_presencebroadcast", "moderator"));
        stage.Enters(stage.Rosaline);
        stage.ForgetAll();

        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);

        Assert.Equal(["iq"], stage.Romeo.Received.Select(stanza => stanza.Name));
        Assert.Empty(stage.Rosaline.Received);
        Assert.Equal(["Host"], Assert.Single(stage.Juliet.Received).Hats());
    }

    [Fact]
    public void What_is_so_already_is_done_again_without_a_word()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.ForgetAll();

        Assert.Equal("completed", stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid).Status());
        Assert.Equal("completed", stage.Unassigns(stage.Romeo, HatActs.Presenter, stage.Juliet.BareJid).Status());

        Assert.Empty(stage.Juliet.Received);
    }

    [Theory]
    [InlineData("assign")]
    [InlineData("unassign")]
    public void Form_names_a_user_and_one_of_the_hats(string command)
    {
        var iq = stage.Commands(stage.Romeo, $"action='execute' node='urn:xmpp:hats:commands:{command}'");

        var form = DataForm.From(iq.Child("command", Ns.Commands)!.Child("x", Ns.DataForms))!;
        Assert.Equal(("form", Ns.HatCommands), (form.Type, form.FormType));
        Assert.Equal(("jid-single", true), (form["hats#jid"]!.Type, form["hats#jid"]!.Required));
        Assert.Equal(("list-single", true), (form["hats#uri"]!.Type, form["hats#uri"]!.Required));
        Assert.Equal([("Host", HatActs.Host), ("Presenter", HatActs.Presenter)], form["hats#uri"]!.Options);
    }

    [Theory]
    [InlineData("assign", "")]
    [InlineData("assign", "@")]
    [InlineData("assign", "verona.lit")]
    [InlineData("unassign", "@")]
    public void Address_of_nobody_is_a_bad_request(string command, string jid) =>
        Assert.Equal("bad-payload", stage.Runs(stage.Romeo, command, ("hats#uri", HatActs.Host), ("hats#jid", jid)).CommandCondition());

    [Theory]
    [InlineData("assign")]
    [InlineData("unassign")]
    public void One_hat_at_a_time_and_one_there_is(string command)
    {
        var jid = ("hats#jid", stage.Juliet.BareJid);

        Assert.Equal("bad-payload", stage.Runs(stage.Romeo, command, jid).CommandCondition());
        Assert.Equal("bad-payload", stage.Runs(stage.Romeo, command, jid, ("hats#uri", HatActs.Host), ("hats#uri", HatActs.Presenter)).CommandCondition());
        Assert.Equal("item-not-found", stage.Runs(stage.Romeo, command, jid, ("hats#uri", "urn:nothing")).Condition());
        Assert.Empty(stage.Juliet.Received);
    }

    [Fact]
    public void One_head_has_room_for_ten_hats()
    {
        for (var i = 1; i <= 11; i++)
            stage.Defines(stage.Romeo, $"urn:hat:{i}", $"Hat {i}");
        for (var i = 1; i <= 10; i++)
            Assert.Equal("completed", stage.Assigns(stage.Romeo, $"urn:hat:{i}", stage.Juliet.BareJid).Status());

        Assert.Equal("resource-constraint", stage.Assigns(stage.Romeo, "urn:hat:11", stage.Juliet.BareJid).Condition());
        Assert.Equal("completed", stage.Assigns(stage.Romeo, "urn:hat:11", stage.Rosaline.BareJid).Status());
    }

    [Fact]
    public void Hats_are_worn_a_thousand_times_at_most_in_a_room()
    {
        for (var i = 1; i <= 1_000; i++)
            Assert.Equal("completed", stage.Assigns(stage.Romeo, HatActs.Host, $"guest{i}@verona.lit").Status());

        Assert.Equal("resource-constraint", stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid).Condition());
        stage.Unassigns(stage.Romeo, HatActs.Host, "guest7@verona.lit");
        Assert.Equal("completed", stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid).Status());
    }

    [Fact]
    public void Account_that_is_gone_leaves_its_hats()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.Hand(new AccountRemoved(stage.Juliet.Visit, stage.Juliet.Visit.FullJid.Bare));

        Assert.Empty(stage.Runs(stage.Romeo, "list-assigned").Rows());
        Assert.Empty(stage.Juliet.Received[^1].Hats());
    }

    [Fact]
    public void Ban_is_matched_by_domain_though_the_user_wears_a_hat()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, "tybalt@capulet.lit");
        stage.Administers(stage.Romeo, "<item affiliation='outcast' jid='capulet.lit'/>");

        Assert.Equal(Affiliation.Outcast, stage.Room.AffiliationOf(Jid.Parse("tybalt@capulet.lit")));
    }

    [Fact]
    public void Nothing_of_a_destroyed_rooms_hats_is_left_for_the_next()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");
        stage.Enters(stage.Romeo);
        stage.Configures(stage.Romeo);
        stage.ForgetAll();

        stage.Enters(stage.Juliet);

        Assert.Empty(Assert.Single(stage.Romeo.Received).Hats());
        Assert.Empty(stage.Runs(stage.Romeo, "list").Rows());
        Assert.Empty(stage.Runs(stage.Romeo, "list-assigned").Rows());
    }

    [Fact]
    public void Hats_are_on_when_the_room_comes_back_and_nobody_is_told_what_they_know()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.Assigns(stage.Romeo, HatActs.Presenter, stage.Rosaline.BareJid);
        stage.Restore();

        var woken = stage.Hand(new Woken(stage.Romeo.Visit));
        stage.Enters(stage.Rosaline);

        Assert.Empty(woken.Announcements);
        Assert.Equal(["Host"], Assert.Single(stage.Rosaline.From($"{Stage.RoomJid}/Juliet")).Hats());
        Assert.Equal(["Presenter"], stage.Rosaline.From($"{Stage.RoomJid}/Rosaline")[0].Hats());
        stage.ShowsPresence(stage.Juliet, "Juliet", "<show>away</show>");
        Assert.Single(stage.Romeo.Received[^1].ChildrenNamed("hats"));
    }

    [Fact]
    public void Hats_that_changed_unannounced_are_shown_when_the_room_comes_back()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Romeo.BareJid);
        var shown = stage.Roster.ToList();
        stage.Unassigns(stage.Romeo, HatActs.Host, stage.Romeo.BareJid);
        stage.Assigns(stage.Romeo, HatActs.Presenter, stage.Juliet.BareJid);
        stage.RestoreShowing(shown);
        stage.ForgetAll();

        stage.Hand(new Woken(stage.Romeo.Visit));

        Assert.Equal([[], ["Presenter"]], stage.Juliet.Received.Select(HatActs.Hats));
        Assert.Equal(["Presenter"], Xml.Of(stage.Find("Juliet").PresenceFull).Hats());
    }

    [Fact]
    public void Stored_hat_of_a_list_that_no_longer_has_it_is_worn_by_nobody()
    {
        var stored = RoomStored.Empty(new RoomConfiguration(), new byte[32], stage.Now) with
        {
            Hats = [new Hat("1", "urn:host", "Host", null, null)],
            HatWearers = [new HatWearer(Jid.Parse("juliet@verona.lit"), ["0", "1"]), new HatWearer(Jid.Parse("romeo@verona.lit"), ["0"])],
        };

        var room = Room.Restore(Jid.Parse(Stage.RoomJid), stage.Rules, stored);

        Assert.Equal("1", Assert.Single(Assert.Single(room.Hats.Wearers).Hats));
    }
}
