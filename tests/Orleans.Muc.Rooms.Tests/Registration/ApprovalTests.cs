using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Registration;

/// <summary>XEP-0045 §7.10 where others than members register, and §9.9.</summary>
public sealed class ApprovalTests
{
    private const string Who = "{urn:orleans-muc:roomconfig}registration";
    private readonly Stage stage = Stage.Open((Who, "approval"));

    public ApprovalTests()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.With(stage.Rosaline);
    }

    /// <summary>XEP-0045 §7.10 M4, M9.</summary>
    [Fact]
    public void In_an_open_room_anybody_becomes_a_member_by_registering()
    {
        stage.Configures(stage.Romeo, (Who, "open"));
        stage.ForgetAll();

        Assert.Equal("form", stage.Asks(stage.Rosaline, "get", $"<query xmlns='{Ns.Register}'/>").Child("query")!.Child("x", Ns.DataForms)!["type"]);
        stage.ForgetAll();
        Assert.Equal("result", stage.Registers(stage.Rosaline, "Rose")["type"]);

        Assert.Equal(Affiliation.Member, stage.Find("Rosaline").Affiliation);
        Assert.Equal("member", Assert.Single(stage.Romeo.Received).Item()["affiliation"]);
        Assert.Equal("Rose", stage.Room.Members.Single(member => member.Affiliation == Affiliation.Member).ReservedNick?.Value);
    }

    [Fact]
    public void Registering_gives_a_visitor_the_voice_of_members()
    {
        stage.Configures(stage.Romeo, (Who, "open"), ("muc#roomconfig_moderatedroom", "1"));
        stage.Enters(stage.Mercutio);
        Assert.Equal(Role.Visitor, stage.Find("Mercutio").Role);

        stage.Registers(stage.Mercutio, "Mercutio");

        Assert.Equal(Role.Participant, stage.Find("Mercutio").Role);
    }

    [Fact]
    public void Request_goes_to_admins_and_owners_and_changes_nothing_yet()
    {
        Assert.Equal("result", stage.Registers(stage.Rosaline, "Rose")["type"]);

        Assert.Equal(["juliet@verona.lit", "romeo@verona.lit"], stage.Letters.Select(letter => letter.To.ToString()).Order());
        var form = Form(stage.Letters[0]);
        Assert.Equal(("form", Ns.MucRegister), (form.Type, form.FormType));
        Assert.Equal("rosaline@verona.lit", form["muc#jid"]!.Value);
        Assert.Equal("Rose", form["muc#register_roomnick"]!.Value);
        Assert.Equal("0", form["muc#register_allow"]!.Value);
        Assert.Equal(Affiliation.None, stage.Find("Rosaline").Affiliation);
        Assert.Empty(stage.Last.Events);
    }

    [Fact]
    public void Admin_who_approves_makes_a_member_inside_or_outside()
    {
        Answer(stage.Juliet, "rosaline@verona.lit", "Rose", "1");
        Assert.Equal(Affiliation.Member, stage.Find("Rosaline").Affiliation);

        Answer(stage.Romeo, "mercutio@verona.lit", "Merc", "true");
        Assert.Equal("Merc", stage.Room.Members.Single(member => member.Jid.Localpart == "mercutio").ReservedNick?.Value);
    }

    [Fact]
    public void Admin_who_does_not_approve_changes_nothing()
    {
        Answer(stage.Juliet, "rosaline@verona.lit", "Rose", "0");

        Assert.Empty(stage.Last.Events);
        Assert.Empty(stage.Last.Announcements);
    }

    /// <summary>XEP-0045 §9.5, §18.1.</summary>
    [Fact]
    public void Who_was_approved_while_away_is_told_or_invited_where_only_members_enter()
    {
        Answer(stage.Romeo, "mercutio@verona.lit", "Merc", "1");
        Assert.Contains("101", Element.Parse(System.Text.Encoding.UTF8.GetBytes(Assert.Single(stage.Letters).Stanza.ToString())).Codes());

        stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"));
        stage.ForgetAll();
        Answer(stage.Romeo, "tybalt@verona.lit", "Tybalt", "1");
        Assert.Contains("<invite from=", Assert.Single(stage.Letters).Stanza.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Others_cannot_approve()
    {
        Answer(stage.Rosaline, "rosaline@verona.lit", "Rose", "1");

        Assert.Equal("forbidden", Assert.Single(stage.Rosaline.Received).Condition());
    }

    [Fact]
    public void Nickname_taken_meanwhile_is_a_conflict_and_a_ban_stands()
    {
        stage.Enters(stage.Mercutio, "Rose");
        stage.ForgetAll();
        Answer(stage.Romeo, "rosaline@verona.lit", "Rose", "1");
        Assert.Equal("conflict", Assert.Single(stage.Romeo.Received).Condition());

        stage.Grants(stage.Romeo, "outcast", stage.Rosaline);
        stage.ForgetAll();
        Answer(stage.Romeo, "rosaline@verona.lit", "Rosaline", "1");
        Assert.Equal("not-allowed", Assert.Single(stage.Romeo.Received).Condition());
        Assert.Equal(Affiliation.Outcast, stage.Room.AffiliationOf(Jid.Parse("rosaline@verona.lit")));
    }

    [Fact]
    public void Who_asks_again_at_once_has_to_wait()
    {
        stage.Registers(stage.Rosaline, "Rose");
        Assert.Equal("resource-constraint", stage.Registers(stage.Rosaline, "Rosalind").Condition());
        Assert.Equal(2, stage.Letters.Count);

        stage.Now += TimeSpan.FromMinutes(1);
        Assert.Equal("result", stage.Registers(stage.Rosaline, "Rosalind")["type"]);
    }

    [Fact]
    public void Who_is_affiliated_needs_no_approval()
    {
        stage.Registers(stage.Juliet, "Jules");

        Assert.Empty(stage.Letters);
        Assert.Equal("Jules", stage.Room.Members.Single(member => member.Affiliation == Affiliation.Admin).ReservedNick?.Value);
    }

    [Fact]
    public void Who_is_not_registered_cannot_unregister() =>
        Assert.Equal("registration-required", stage.Unregisters(stage.Rosaline).Condition());

    [Theory]
    [InlineData("@", "Rose", "1", "jid-malformed")]
    [InlineData("rosaline@verona.lit", " ", "1", "bad-request")]
    [InlineData("rosaline@verona.lit", "Rose", "maybe", "bad-request")]
    public void Form_that_makes_no_sense_is_refused(string user, string nick, string allow, string condition)
    {
        Answer(stage.Romeo, user, nick, allow);

        Assert.Equal(condition, Assert.Single(stage.Romeo.Received).Condition());
    }

    private void Answer(Person who, string user, string nick, string allow)
    {
        var form = new DataForm("submit", Ns.MucRegister);
        form.Fields.Add(new FormField("muc#jid", null, user));
        form.Fields.Add(new FormField("muc#register_roomnick", null, nick));
        form.Fields.Add(new FormField("muc#register_allow", null, allow));
        stage.Send(who, $"<message>{form.ToElement()}</message>");
    }

    private static DataForm Form(ToUser letter) => DataForm.From(letter.Stanza.Payload.Element("x", Ns.DataForms))!;
}
