using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Administration;

/// <summary>XEP-0045 §9.1 to §9.5 and §10.3 to §10.8.</summary>
public sealed class AffiliationTests
{
    private readonly Stage stage = Stage.Open();

    public AffiliationTests() => stage.With(stage.Juliet, stage.Rosaline);

    /// <summary>XEP-0045 §9.3 M2, §9.5 M3, M9.</summary>
    [Fact]
    public void Somebody_present_gets_new_presence_then_comes_the_result()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet);

        Xml.AssertUser(
            "<item jid='juliet@verona.lit/orchard' affiliation='member' role='participant'><actor jid='romeo@verona.lit/orchard' nick='Romeo'/></item>",
            stage.Romeo.Received[0]);
        Assert.Equal("result", stage.Romeo.Received[1]["type"]);
        Xml.AssertUser(
            "<item jid='juliet@verona.lit/orchard' affiliation='member' role='participant'><actor nick='Romeo'/></item><status code='110'/>",
            Assert.Single(stage.Juliet.Received));
        Xml.AssertUser("<item affiliation='member' role='participant'><actor nick='Romeo'/></item>", Assert.Single(stage.Rosaline.Received));
    }

    [Fact]
    public void Somebody_away_is_told_of_to_those_who_see_jids_only()
    {
        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        var message = stage.Romeo.Received[0];
        Assert.Null(message["type"]);
        Assert.Equal(Stage.RoomJid, message["from"]);
        Xml.AssertUser("<item jid='mercutio@verona.lit' affiliation='member'/>", message);
        Assert.Equal("result", stage.Romeo.Received[1]["type"]);
        Assert.Empty(stage.Juliet.Received);
    }

    /// <summary>XEP-0045 §18.1: in a message from the room to the user, with 101.</summary>
    [Theory]
    [InlineData("member")]
    [InlineData("outcast")]
    [InlineData("owner")]
    public void Somebody_away_is_told_of_the_new_affiliation(string affiliation)
    {
        stage.Grants(stage.Romeo, affiliation, stage.Mercutio);

        var letter = Assert.Single(stage.Letters);
        Assert.Equal((stage.Mercutio.BareJid, Stage.RoomJid, null), (letter.To.ToString(), letter.Stanza.From!.ToString(), letter.Stanza.Type));
        Xml.AssertSame(
            $"<x xmlns='{Ns.MucUser}'><status code='101'/><item affiliation='{affiliation}' role='none'/></x>",
            letter.Stanza.Payload.Element("x", Ns.MucUser)!);
    }

    /// <summary>XEP-0045 §9 M1.</summary>
    [Fact]
    public void Non_admin_is_forbidden()
    {
        Assert.Equal("forbidden", stage.Grants(stage.Juliet, "member", stage.Rosaline).Condition());
        Assert.Equal("forbidden", stage.Grants(stage.Mercutio, "member", stage.Rosaline).Condition());
    }

    /// <summary>XEP-0045 §9.1 M5, M6.</summary>
    [Fact]
    public void Ban_removes_with_301_reason_and_actor()
    {
        stage.Administers(stage.Romeo, $"<item affiliation='outcast' jid='{stage.Juliet.BareJid}'><reason>Treason</reason></item>");

        Xml.AssertUser(
            "<status code='301'/><item jid='juliet@verona.lit/orchard' affiliation='outcast' role='none'><actor nick='Romeo'/><reason>Treason</reason></item><status code='110'/>",
            Assert.Single(stage.Juliet.Received));
        Assert.Equal("unavailable", stage.Juliet.Received[0]["type"]);
        Xml.AssertUser(
            "<status code='301'/><item affiliation='outcast' role='none'><actor nick='Romeo'/><reason>Treason</reason></item>",
            Assert.Single(stage.Rosaline.Received));
        Assert.Equal(2, stage.Room.OccupantCount);
    }

    /// <summary>XEP-0045 §9.1 M3.</summary>
    [Fact]
    public void Ban_takes_the_reserved_nick_away()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Juliet'");

        stage.Grants(stage.Romeo, "outcast", stage.Juliet);
        stage.Enters(stage.Mercutio, "Juliet");

        Assert.Equal("mercutio@verona.lit", stage.Find("Juliet").BareJid.ToString());
    }

    [Fact]
    public void Domain_is_nobody_who_could_be_a_member_or_more()
    {
        Assert.Equal("not-acceptable", stage.Administers(stage.Romeo, "<item affiliation='owner' jid='verona.lit'/>").Condition());
        Assert.Equal("not-acceptable", stage.Configures(stage.Romeo, ("muc#roomconfig_roomowners", "romeo@verona.lit"), ("muc#roomconfig_roomowners", "verona.lit")).Condition());
        Assert.Null(stage.Administers(stage.Romeo, "<item affiliation='none' jid='verona.lit'/>").Condition());
    }

    /// <summary>XEP-0045 §9.1, §9.2.</summary>
    [Fact]
    public void Ban_of_a_domain_removes_its_people()
    {
        var stranger = stage.Add(new Person("Paris"));
        var visit = new Visit("paris", Jid.Parse("paris@mantua.lit/x"), "gateway-1");
        stage.Hand(new Enter(visit, Nick.Parse("Paris"), null, HistoryLimits.None));
        stage.ForgetAll();
        Assert.Equal(4, stage.Room.OccupantCount);

        stage.Administers(stage.Romeo, "<item affiliation='outcast' jid='mantua.lit'/>");

        Assert.Equal(3, stage.Room.OccupantCount);
        Assert.Contains("301", Assert.Single(stage.Juliet.Received).Codes());
        Assert.Empty(stranger.Received);
    }

    /// <summary>XEP-0045 §9.1 M8.</summary>
    [Fact]
    public void Nobody_bans_himself()
    {
        Assert.Equal("conflict", stage.Grants(stage.Romeo, "outcast", stage.Romeo).Condition());
    }

    /// <summary>XEP-0045 §9.1 M7.</summary>
    [Fact]
    public void Admin_bans_neither_owner_nor_admin()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.Grants(stage.Romeo, "admin", stage.Rosaline);

        Assert.Equal("not-allowed", stage.Grants(stage.Juliet, "outcast", stage.Romeo).Condition());
        Assert.Equal("not-allowed", stage.Grants(stage.Juliet, "outcast", stage.Rosaline).Condition());
    }

    /// <summary>XEP-0045 §10.3 M1, §10.4 M1, §10.5 M3, §10.6 M1, §10.7 M1, §10.8 M3.</summary>
    [Fact]
    public void Admin_manages_members_but_not_admins_and_owners()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.Grants(stage.Romeo, "admin", stage.Rosaline);

        Assert.Equal("result", stage.Grants(stage.Juliet, "member", stage.Mercutio)["type"]);
        Assert.Equal("forbidden", stage.Grants(stage.Juliet, "admin", stage.Mercutio).Condition());
        Assert.Equal("forbidden", stage.Grants(stage.Juliet, "owner", stage.Juliet).Condition());
        Assert.Equal("forbidden", stage.Grants(stage.Juliet, "none", stage.Rosaline).Condition());
        Assert.Equal("forbidden", stage.Grants(stage.Juliet, "none", stage.Romeo).Condition());
    }

    [Fact]
    public void Admin_may_reserve_a_nick_for_himself()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);

        Assert.Equal("result", stage.Grants(stage.Juliet, "admin", stage.Juliet, "nick='Jules'")["type"]);
    }

    [Fact]
    public void Granting_admin_makes_a_moderator_and_taking_it_back_a_participant()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        Assert.Equal((Role.Moderator, true), (stage.Find("Juliet").Role, stage.Find("Juliet").SeesJids));

        stage.Grants(stage.Romeo, "none", stage.Juliet);
        Assert.Equal((Role.Participant, false), (stage.Find("Juliet").Role, stage.Find("Juliet").SeesJids));
    }

    [Fact]
    public void Membership_brings_voice_in_a_moderated_room()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_moderatedroom", "1"));
        stage.Enters(stage.Mercutio);

        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        Assert.Equal(Role.Participant, stage.Find("Mercutio").Role);
    }

    [Fact]
    public void Membership_leaves_moderators_what_they_are()
    {
        stage.Appoints(stage.Romeo, "moderator", "Juliet");

        stage.Grants(stage.Romeo, "member", stage.Juliet);

        Assert.Equal(Role.Moderator, stage.Find("Juliet").Role);
    }

    /// <summary>XEP-0045 §10 M1, §10.4 M2, §10.5 M4.</summary>
    [Fact]
    public void Last_owner_stays()
    {
        Assert.Equal("conflict", stage.Grants(stage.Romeo, "admin", stage.Romeo).Condition());
        Assert.Equal("conflict", stage.Grants(stage.Romeo, "none", stage.Romeo).Condition());
        Assert.Equal(Affiliation.Owner, stage.Find("Romeo").Affiliation);
    }

    [Fact]
    public void Owner_may_go_when_there_is_another_even_in_the_same_delta()
    {
        var answer = stage.Administers(
            stage.Romeo,
            $"<item affiliation='none' jid='{stage.Romeo.BareJid}'/><item affiliation='owner' jid='{stage.Juliet.BareJid}'/>");

        Assert.Equal("result", answer["type"]);
        Assert.Equal((Affiliation.None, Affiliation.Owner), (stage.Find("Romeo").Affiliation, stage.Find("Juliet").Affiliation));
    }

    /// <summary>XEP-0045 §9.2 M6.</summary>
    [Fact]
    public void Delta_is_taken_whole_or_not_at_all()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.ForgetAll();

        var answer = stage.Administers(
            stage.Juliet,
            $"<item affiliation='outcast' jid='{stage.Rosaline.BareJid}'/><item affiliation='outcast' jid='{stage.Romeo.BareJid}'/>");

        Assert.Equal("not-allowed", answer.Condition());
        Assert.Empty(stage.Last.Events);
        Assert.Empty(stage.Rosaline.Received);
    }

    /// <summary>XEP-0045 §17.4.</summary>
    [Theory]
    [InlineData("<item affiliation='member' role='visitor' jid='juliet@verona.lit' nick='Juliet'/>", "bad-request")]
    [InlineData("<item affiliation='member' jid='juliet@verona.lit'/><item role='visitor' nick='Rosaline'/>", "bad-request")]
    [InlineData("<item affiliation='member' jid='juliet@verona.lit'/><item affiliation='admin' jid='juliet@verona.lit/x'/>", "bad-request")]
    [InlineData("<item affiliation='king' jid='juliet@verona.lit'/>", "bad-request")]
    [InlineData("<item affiliation='member'/>", "bad-request")]
    [InlineData("<item jid='juliet@verona.lit'/>", "bad-request")]
    [InlineData("", "bad-request")]
    [InlineData("<item affiliation='member' jid='@'/>", "jid-malformed")]
    [InlineData("<item affiliation='member' nick='Tybalt'/>", "item-not-found")]
    public void Senseless_items_are_refused(string items, string condition)
    {
        Assert.Equal(condition, stage.Administers(stage.Romeo, items).Condition());
        Assert.Empty(stage.Last.Events);
    }

    [Fact]
    public void Full_jid_means_its_user_and_a_nick_alone_means_the_occupant()
    {
        stage.Administers(stage.Romeo, $"<item affiliation='member' jid='{stage.Juliet.FullJid}'/>");
        stage.Administers(stage.Romeo, "<item affiliation='member' nick='Rosaline'/>");

        Assert.Equal(["juliet@verona.lit", "rosaline@verona.lit"], Members().Select(member => member.Jid.ToString()));
        Assert.All(Members(), member => Assert.Null(member.ReservedNick));
    }

    /// <summary>XEP-0045 §9.4 M3, §9.5 M6.</summary>
    [Fact]
    public void Lost_membership_is_told_and_in_a_members_only_room_removes_with_321()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.Grants(stage.Romeo, "none", stage.Juliet);
        Assert.Equal("none", stage.Juliet.Received[^1].Item()["affiliation"]);
        Assert.Null(stage.Juliet.Received[^1]["type"]);
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"));
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "none", stage.Juliet);

        Assert.Equal("unavailable", Assert.Single(stage.Juliet.Received)["type"]);
        Assert.Equal(["321", "110"], stage.Juliet.Received[0].Codes());
    }

    /// <summary>XEP-0045 §9.5.</summary>
    [Fact]
    public void New_member_of_a_members_only_room_is_invited()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"));

        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        var letter = Assert.Single(stage.Letters);
        Assert.Equal("mercutio@verona.lit", letter.To.ToString());
        Assert.Equal($"{Stage.RoomJid}/Romeo", letter.Stanza.Payload.Element("x", Ns.MucUser)!.Child("invite")!["from"]);
    }

    [Fact]
    public void Reserving_a_nick_evicts_who_else_uses_it()
    {
        stage.Enters(stage.Mercutio, "Capulet");
        stage.Leaves(stage.Juliet);
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Capulet'");

        Xml.AssertUser(
            "<status code='307'/><item affiliation='none' role='none' jid='mercutio@verona.lit/orchard'><reason>This nickname is reserved</reason></item><status code='110'/>",
            Assert.Single(stage.Mercutio.Received));
        Assert.Equal(["presence", "message", "iq"], stage.Romeo.Received.Select(stanza => stanza.Name));
    }

    [Fact]
    public void Nick_is_reserved_once_and_not_over_the_head_of_higher_affiliation()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Jules'");
        stage.Grants(stage.Romeo, "admin", stage.Rosaline);

        Assert.Equal("conflict", stage.Grants(stage.Romeo, "member", stage.Mercutio, "nick='Jules'").Condition());
        Assert.Equal("conflict", stage.Grants(stage.Rosaline, "member", stage.Mercutio, "nick='Romeo'").Condition());
        Assert.Equal("conflict", stage.Grants(stage.Rosaline, "member", stage.Mercutio, "nick='Rosaline'").Condition());
    }

    [Fact]
    public void Nick_changes_hands_within_one_delta()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Jules'");

        var answer = stage.Administers(
            stage.Romeo,
            $"<item affiliation='member' jid='{stage.Mercutio.BareJid}' nick='Jules'/><item affiliation='member' jid='{stage.Juliet.BareJid}' nick=''/>");

        Assert.Equal("result", answer["type"]);
        Assert.Equal("Jules", Members().Single(member => member.ReservedNick is not null).ReservedNick!.Value);
        Assert.Equal("mercutio@verona.lit", Members().Single(member => member.ReservedNick is not null).Jid.ToString());
    }

    [Fact]
    public void Empty_nick_gives_the_reservation_up_and_a_missing_one_leaves_it_alone()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Jules'");

        stage.Grants(stage.Romeo, "member", stage.Juliet);
        Assert.Equal("Jules", Assert.Single(Members()).ReservedNick?.Value);
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick=''");
        Assert.Null(Assert.Single(Members()).ReservedNick);
    }

    [Fact]
    public void Service_admin_is_beyond_any_list()
    {
        var prince = stage.Add(new Person("Prince"));

        Assert.Equal("not-allowed", stage.Grants(stage.Romeo, "outcast", prince).Condition());
        Assert.Equal("not-allowed", stage.Grants(stage.Romeo, "member", prince).Condition());
        Assert.Equal("result", stage.Grants(prince, "admin", stage.Juliet)["type"]);
    }

    [Fact]
    public void Too_many_items_are_refused()
    {
        var small = new Stage(rules => rules with { MaxAdminItems = 1 });
        small.Enters(small.Romeo);
        small.Configures(small.Romeo);

        Assert.Equal("policy-violation", small.Administers(
            small.Romeo,
            "<item affiliation='member' jid='a@verona.lit'/><item affiliation='member' jid='b@verona.lit'/>").Condition());
    }

    [Fact]
    public void A_configuration_form_changes_no_more_affiliations_than_that_either()
    {
        var small = new Stage(rules => rules with { MaxAdminItems = 1 });
        small.Enters(small.Romeo);
        small.Configures(small.Romeo);

        Assert.Equal("policy-violation", small.Configures(
            small.Romeo, ("muc#roomconfig_roomadmins", "a@verona.lit\nb@verona.lit")).Condition());
        Assert.Empty(small.Listed("admin"));
    }

    [Fact]
    public void A_configuration_form_adds_nobody_to_a_list_that_is_full()
    {
        var small = new Stage(rules => rules with { MaxAffiliations = 2 });
        small.Enters(small.Romeo);
        small.Configures(small.Romeo, ("muc#roomconfig_roomadmins", "a@verona.lit"));

        Assert.Equal("resource-constraint", small.Configures(
            small.Romeo, ("muc#roomconfig_roomadmins", "a@verona.lit\nb@verona.lit")).Condition());
        Assert.Equal(["a@verona.lit"], small.Listed("admin"));
    }

    private Member[] Members() => [.. stage.Room.Members.Where(member => member.Affiliation == Affiliation.Member).OrderBy(member => member.Jid)];
}
