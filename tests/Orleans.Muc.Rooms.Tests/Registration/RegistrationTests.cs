using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Registration;

/// <summary>XEP-0045 §7.10 and §7.12.</summary>
public sealed class RegistrationTests
{
    private readonly Stage stage = Stage.Open();

    public RegistrationTests()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.With(stage.Juliet, stage.Rosaline);
    }

    /// <summary>XEP-0045 §7.10 M4, M6.</summary>
    [Fact]
    public void Member_gets_the_form()
    {
        Xml.AssertSame(
            $"""
             <query xmlns='{Ns.Register}'><x type='form' xmlns='{Ns.DataForms}'>
             <field type='hidden' var='FORM_TYPE'><value>{Ns.MucRegister}</value></field>
             <field type='text-single' label='Nickname' var='muc#register_roomnick'><required/></field></x></query>
             """,
            Assert.Single(Reads(stage.Juliet).Children));
    }

    /// <summary>XEP-0045 §7.10 M8.</summary>
    [Fact]
    public void Registering_shows_new_presence_before_the_result()
    {
        stage.Registers(stage.Juliet, "Juliet");

        Assert.Equal(["presence", "iq"], stage.Juliet.Received.Select(stanza => stanza.Name));
        Xml.AssertUser(
            "<item affiliation='member' jid='juliet@verona.lit/orchard' role='participant'/><status code='110'/>",
            stage.Juliet.Received[0]);
        Assert.Single(stage.Rosaline.Received);
        Assert.Equal("Juliet", stage.Room.Members.Single(member => member.Affiliation == Affiliation.Member).ReservedNick?.Value);
    }

    /// <summary>XEP-0045 §7.10 M3.</summary>
    [Fact]
    public void Registered_user_is_told_the_nick()
    {
        stage.Registers(stage.Juliet, "Jules");

        Xml.AssertSame($"<query xmlns='{Ns.Register}'><registered/><username>Jules</username></query>", Assert.Single(Reads(stage.Juliet).Children));
    }

    /// <summary>XEP-0045 §7.10 M2.</summary>
    [Fact]
    public void Unaffiliated_users_need_an_affiliation_first()
    {
        Assert.Equal("registration-required", Reads(stage.Rosaline).Condition());
        var answer = stage.Registers(stage.Rosaline, "Rosaline");
        Assert.Equal(("registration-required", "auth"), (answer.Condition(), answer.ErrorType()));
        Assert.Equal("registration-required", stage.Unregisters(stage.Rosaline).Condition());
    }

    [Fact]
    public void Outcasts_are_forbidden()
    {
        stage.Grants(stage.Romeo, "outcast", stage.Rosaline);

        Assert.Equal("forbidden", Reads(stage.Rosaline).Condition());
        Assert.Equal("forbidden", stage.Registers(stage.Rosaline, "Rosaline").Condition());
    }

    /// <summary>XEP-0045 §7.10 M5.</summary>
    [Fact]
    public void Nick_in_use_or_reserved_by_another_is_a_conflict()
    {
        stage.Registers(stage.Romeo, "Montague");

        Assert.Equal("conflict", stage.Registers(stage.Juliet, "Rosaline").Condition());
        Assert.Equal("conflict", stage.Registers(stage.Juliet, "Montague").Condition());
    }

    /// <summary>XEP-0045 §7.10 M7.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("<x xmlns='jabber:x:data' type='submit'/>")]
    [InlineData("<x xmlns='jabber:x:data' type='submit'><field var='muc#register_roomnick'><value> </value></field></x>")]
    [InlineData("<username>Juliet</username>")]
    public void Without_a_valid_form_it_is_a_bad_request(string content)
    {
        Assert.Equal("bad-request", stage.Asks(stage.Juliet, "set", $"<query xmlns='{Ns.Register}'>{content}</query>").Condition());
    }

    [Fact]
    public void Cancelled_form_changes_nothing()
    {
        Assert.Equal("result", stage.Asks(stage.Juliet, "set", $"<query xmlns='{Ns.Register}'><x xmlns='{Ns.DataForms}' type='cancel'/></query>")["type"]);
        Assert.Empty(stage.Last.Events);
    }

    [Fact]
    public void Unregistering_ends_membership_and_frees_the_nick()
    {
        stage.Registers(stage.Juliet, "Jules");
        stage.Leaves(stage.Juliet);
        stage.ForgetAll();

        stage.Unregisters(stage.Juliet);

        Xml.AssertUser("<item jid='juliet@verona.lit' affiliation='none'/>", Assert.Single(stage.Romeo.Received));
        Assert.Empty(stage.Rosaline.Received);
        stage.Enters(stage.Mercutio, "Jules");
        Assert.Equal("mercutio@verona.lit", stage.Find("Jules").BareJid.ToString());
    }

    [Fact]
    public void Unregistering_owner_stays_owner()
    {
        stage.Registers(stage.Romeo, "Montague");

        Assert.Equal("result", stage.Unregisters(stage.Romeo)["type"]);

        Assert.Equal(Affiliation.Owner, stage.Find("Romeo").Affiliation);
        Assert.Null(stage.Room.Members.Single(member => member.Affiliation == Affiliation.Owner).ReservedNick);
    }

    [Fact]
    public void Unregistering_from_a_members_only_room_is_leaving_it()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"));
        stage.ForgetAll();

        stage.Unregisters(stage.Juliet);

        Assert.Equal(["321", "110"], stage.Juliet.Received[0].Codes());
        Assert.Equal("result", stage.Juliet.Received[1]["type"]);
    }

    [Fact]
    public void Service_admin_has_a_nick_reserved_without_becoming_an_owner_on_the_list()
    {
        var prince = stage.Add(new Person("Prince"));
        stage.Enters(prince);

        Assert.Equal("result", stage.Registers(prince, "Escalus")["type"]);

        var row = stage.Room.Members.Single(member => member.ReservedNick is not null);
        Assert.Equal((Affiliation.None, "prince@verona.lit"), (row.Affiliation, row.Jid.ToString()));
        Assert.Equal(Affiliation.Owner, stage.Find("Prince").Affiliation);
        stage.Unregisters(prince);
        Assert.DoesNotContain(stage.Room.Members, member => member.Jid == row.Jid);
    }

    [Fact]
    public void Removed_account_leaves_neither_row_nor_reservation()
    {
        stage.Registers(stage.Juliet, "Jules");
        stage.Leaves(stage.Juliet);

        stage.Hand(new AccountRemoved(stage.Mercutio.Visit, Jid.Parse(stage.Juliet.BareJid)));

        Assert.Equal("romeo@verona.lit", Assert.Single(stage.Room.Members).Jid.ToString());
        stage.Enters(stage.Mercutio, "Jules");
        Assert.Equal("mercutio@verona.lit", stage.Find("Jules").BareJid.ToString());
    }

    [Fact]
    public void Removed_account_that_is_still_inside_a_members_only_room_is_put_out()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"));
        stage.ForgetAll();

        stage.Hand(new AccountRemoved(stage.Mercutio.Visit, Jid.Parse(stage.Juliet.BareJid)));

        Assert.Equal(["321"], Assert.Single(stage.Romeo.Received).Codes());
    }

    [Fact]
    public void Removed_account_takes_neither_its_ban_nor_the_last_owner_along()
    {
        stage.Grants(stage.Romeo, "outcast", stage.Rosaline);

        Assert.Empty(stage.Hand(new AccountRemoved(stage.Mercutio.Visit, Jid.Parse(stage.Rosaline.BareJid))).Events);
        Assert.Empty(stage.Hand(new AccountRemoved(stage.Mercutio.Visit, Jid.Parse(stage.Romeo.BareJid))).Events);

        Assert.Equal(Affiliation.Outcast, stage.Room.AffiliationOf(Jid.Parse(stage.Rosaline.BareJid)));
        Assert.Equal(Affiliation.Owner, stage.Room.AffiliationOf(Jid.Parse(stage.Romeo.BareJid)));
    }

    /// <summary>XEP-0045 §7.12 M1 to M4.</summary>
    [Fact]
    public void Reserved_nick_is_discovered_and_an_empty_query_says_there_is_none()
    {
        var query = $"<query xmlns='{Ns.DiscoInfo}' node='x-roomuser-item'/>";
        Xml.AssertSame(query, Assert.Single(stage.Asks(stage.Juliet, "get", query).Children));

        stage.Registers(stage.Juliet, "Jules");

        Xml.AssertSame(
            $"<query xmlns='{Ns.DiscoInfo}' node='x-roomuser-item'><identity category='conference' name='Jules' type='text'/></query>",
            Assert.Single(stage.Asks(stage.Juliet, "get", query).Children));
    }

    /// <summary>XEP-0045 §7.10 M1.</summary>
    [Fact]
    public void Room_that_does_not_exist_is_not_found()
    {
        var empty = new Stage();

        Assert.Equal("item-not-found", empty.Asks(empty.Juliet, "get", $"<query xmlns='{Ns.Register}'/>").Condition());
    }

    private Element Reads(Person who) => stage.Asks(who, "get", $"<query xmlns='{Ns.Register}'/>");
}
