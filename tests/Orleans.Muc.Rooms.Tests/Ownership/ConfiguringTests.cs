using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Ownership;

/// <summary>XEP-0045 §10.1 and §10.2.</summary>
public sealed class ConfiguringTests
{
    private readonly Stage stage = Stage.Open();

    public ConfiguringTests() => stage.With(stage.Juliet);

    /// <summary>XEP-0045 §10.2 M2, M3.</summary>
    [Fact]
    public void Owner_gets_the_form_with_the_current_values()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_roomname", "A Dark Cave"), ("muc#roomconfig_maxusers", "50"));

        var form = Form(stage.Romeo);

        Assert.Equal(("form", Ns.MucRoomConfig), (form.Type, form.FormType));
        Assert.Equal("A Dark Cave", form["muc#roomconfig_roomname"]!.Value);
        Assert.Equal("50", form["muc#roomconfig_maxusers"]!.Value);
        Assert.Equal("romeo@verona.lit", form["muc#roomconfig_roomowners"]!.Value);
        Assert.Equal(["visitor", "participant", "moderator"], form["muc#roomconfig_presencebroadcast"]!.Values);
        Assert.Equal(4, form["muc#roomconfig_presencebroadcast"]!.Options.Count);
        Assert.All(form.Fields.Where(field => field.Var != "FORM_TYPE"), field => Assert.NotNull(field.Label));
    }

    /// <summary>XEP-0045 §16.5.3: under its name and of its type, and the three names that servers have for the archive mean one field.</summary>
    [Fact]
    public void Form_has_every_registered_field()
    {
        var form = Form(stage.Romeo);

        Assert.All(Registered, field => Assert.Equal(field, (form[field.Var!]?.Var, form[field.Var!]?.Type)));
        foreach (var name in (string[])["muc#roomconfig_enablearchiving", "muc#roomconfig_mam", "mam"])
        {
            stage.Configures(stage.Romeo, ("muc#roomconfig_enablearchiving", "1"));
            stage.Configures(stage.Romeo, (name, "0"));
            Assert.False(stage.Room.Configuration.EnableArchiving);
        }
    }

    [Fact]
    public void Submitting_the_form_unchanged_changes_nothing()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_roomname", "A Dark Cave"), ("muc#roomconfig_roomsecret", "cauldronburn"));
        var form = Form(stage.Romeo);
        form.Type = "submit";

        var answer = stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'>{form.ToElement()}</query>");

        Assert.Equal("result", answer["type"]);
        Assert.Empty(stage.Last.Events);
    }

    /// <summary>XEP-0045 §10.2 M1.</summary>
    [Fact]
    public void Others_are_forbidden()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);

        Assert.Equal("forbidden", stage.Asks(stage.Juliet, "get", $"<query xmlns='{Ns.MucOwner}'/>").Condition());
        Assert.Equal("forbidden", stage.Configures(stage.Juliet, ("muc#roomconfig_roomname", "Mine")).Condition());
        Assert.Equal("forbidden", stage.Asks(stage.Juliet, "set", Cancel).Condition());
    }

    /// <summary>XEP-0045 §10.2 M4.</summary>
    [Fact]
    public void Cancelling_later_leaves_everything_as_it_was()
    {
        Assert.Equal("result", stage.Asks(stage.Romeo, "set", Cancel)["type"]);

        Assert.Empty(stage.Last.Events);
        Assert.Equal(RoomStatus.Open, stage.Room.Status);
    }

    /// <summary>XEP-0045 §10.2.1.</summary>
    [Fact]
    public void Change_is_answered_and_then_told_to_all_with_104()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_roomname", "A Dark Cave"));

        Assert.Equal(["iq", "message"], stage.Romeo.Received.Select(stanza => stanza.Name));
        var notice = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("groupchat", Stage.RoomJid), (notice["type"], notice["from"]));
        Xml.AssertUser("<status code='104'/>", notice);
    }

    [Fact]
    public void Partial_form_keeps_the_rest()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_roomname", "A Dark Cave"));
        stage.Configures(stage.Romeo, ("muc#roomconfig_roomdesc", "The place for all good witches!"));

        Assert.Equal(("A Dark Cave", "The place for all good witches!"), (stage.Room.Configuration.RoomName, stage.Room.Configuration.RoomDesc));
    }

    /// <summary>XEP-0045 §10.1.3 M4.</summary>
    [Theory]
    [InlineData("muc#roomconfig_membersonly", "perhaps")]
    [InlineData("muc#roomconfig_whois", "none")]
    [InlineData("muc#roomconfig_allowpm", "friends")]
    [InlineData("muc#roomconfig_maxusers", "-1")]
    [InlineData("muc#roomconfig_maxusers", "0")]
    [InlineData("muc#roomconfig_maxusers", "many")]
    [InlineData("muc#roomconfig_presencebroadcast", "king")]
    [InlineData("muc#maxhistoryfetch", "-5")]
    [InlineData("muc#roomconfig_roomadmins", "@")]
    [InlineData("muc#roomconfig_passwordprotectedroom", "1")]
    public void Bad_values_are_not_acceptable_and_nothing_is_taken(string var, string value)
    {
        var answer = stage.Configures(stage.Romeo, ("muc#roomconfig_roomname", "Taken"), (var, value));

        Assert.Equal("not-acceptable", answer.Condition());
        Assert.Equal("modify", answer.ErrorType());
        Assert.Equal("", stage.Room.Configuration.RoomName);
    }

    [Fact]
    public void Too_long_a_name_is_not_acceptable()
    {
        Assert.Equal("not-acceptable", stage.Configures(stage.Romeo, ("muc#roomconfig_roomname", new string('x', 257))).Condition());
    }

    [Fact]
    public void Form_of_another_type_is_not_acceptable_and_no_form_a_bad_request()
    {
        var form = new DataForm("submit", Ns.MucRegister);

        Assert.Equal("not-acceptable", stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'>{form.ToElement()}</query>").Condition());
        Assert.Equal("bad-request", stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'/>").Condition());
    }

    [Fact]
    public void Secret_alone_protects_and_an_empty_one_opens()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_roomsecret", "cauldronburn"));
        Assert.Equal("cauldronburn", stage.Room.Configuration.RoomSecret);
        Assert.Equal("1", Form(stage.Romeo)["muc#roomconfig_passwordprotectedroom"]!.Value);

        stage.Asks(
            stage.Romeo,
            "set",
            $"<query xmlns='{Ns.MucOwner}'><x xmlns='{Ns.DataForms}' type='submit'><field var='muc#roomconfig_roomsecret'/></x></query>");
        Assert.Null(stage.Room.Configuration.RoomSecret);
    }

    [Fact]
    public void Switch_and_secret_must_agree()
    {
        Assert.Equal("not-acceptable", stage.Configures(
            stage.Romeo,
            ("muc#roomconfig_passwordprotectedroom", "1"),
            ("muc#roomconfig_roomsecret", "")).Condition());

        stage.Configures(stage.Romeo, ("muc#roomconfig_passwordprotectedroom", "1"), ("muc#roomconfig_roomsecret", "cauldronburn"));
        Assert.Equal("cauldronburn", stage.Room.Configuration.RoomSecret);
        stage.Configures(stage.Romeo, ("muc#roomconfig_passwordprotectedroom", "0"));
        Assert.Null(stage.Room.Configuration.RoomSecret);
    }

    /// <summary>XEP-0045 §10.2.1 M1, §14.3, §14.5.</summary>
    [Theory]
    [InlineData("muc#roomconfig_enablelogging", "1", "170")]
    [InlineData("muc#roomconfig_whois", "anyone", "172")]
    [InlineData("muc#roomconfig_presencebroadcast", "none", "102")]
    public void Change_of_privacy_has_a_code_of_its_own(string var, string value, string code)
    {
        stage.Configures(
            stage.Romeo,
            (var, value),
            ("muc#roomconfig_presencebroadcast", "visitor"),
            ("muc#roomconfig_presencebroadcast", "participant"),
            ("muc#roomconfig_presencebroadcast", "moderator"));

        Assert.Equal(["104", code], Assert.Single(stage.Juliet.Received).Codes());
    }

    /// <summary>XEP-0045 §10.2.1 M1.</summary>
    [Fact]
    public void And_back_again()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_enablelogging", "1"), ("muc#roomconfig_whois", "anyone"));
        stage.ForgetAll();

        stage.Configures(stage.Romeo, ("muc#roomconfig_enablelogging", "0"), ("muc#roomconfig_whois", "moderators"));

        Assert.Equal(["104", "171", "173"], Assert.Single(stage.Juliet.Received).Codes());
    }

    [Fact]
    public void Room_that_becomes_semi_anonymous_hides_jids_at_once()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_whois", "anyone"));
        stage.Enters(stage.Rosaline);
        Assert.Contains(stage.Rosaline.Received, stanza => stanza.Codes().Contains("100"));
        stage.ForgetAll();

        stage.Configures(stage.Romeo, ("muc#roomconfig_whois", "moderators"));
        stage.ShowsPresence(stage.Juliet, "Juliet", "<show>away</show>");

        Assert.DoesNotContain(stage.Rosaline.Received, stanza => stanza.ToString().Contains("juliet@", StringComparison.Ordinal));
        Assert.False(stage.Find("Rosaline").SeesJids);
    }

    /// <summary>XEP-0045 §10.2 M10.</summary>
    [Fact]
    public void Room_that_becomes_members_only_removes_others_with_322()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.With(stage.Rosaline);

        stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"));

        Assert.Equal(["322", "110"], stage.Rosaline.Received[^1].Codes());
        Assert.Equal(["322"], stage.Juliet.Received[^1].Codes());
        Assert.Equal(["Juliet", "Romeo"], stage.Roster.Select(entry => entry.Nick.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Roles_that_are_no_longer_broadcast_are_seen_to_go_and_to_come_back()
    {
        stage.With(stage.Rosaline);

        stage.Configures(stage.Romeo, ("muc#roomconfig_presencebroadcast", "moderator"));
        Assert.Equal("unavailable", Assert.Single(stage.Rosaline.From($"{Stage.RoomJid}/Juliet"))["type"]);
        Assert.Null(Assert.Single(stage.Rosaline.From($"{Stage.RoomJid}/Rosaline"))["type"]);
        stage.ForgetAll();

        stage.Configures(stage.Romeo, ("muc#roomconfig_presencebroadcast", "moderator"), ("muc#roomconfig_presencebroadcast", "participant"));
        Assert.Null(Assert.Single(stage.Rosaline.From($"{Stage.RoomJid}/Juliet"))["type"]);
    }

    [Fact]
    public void Voice_outlives_a_change_of_moderation()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_moderatedroom", "1"));
        Assert.Equal(Role.Participant, stage.Find("Juliet").Role);
        stage.Enters(stage.Rosaline);

        stage.Configures(stage.Romeo, ("muc#roomconfig_moderatedroom", "0"));

        Assert.Equal(Role.Visitor, stage.Find("Rosaline").Role);
    }

    [Fact]
    public void Lists_of_admins_and_owners_are_taken_in_full()
    {
        stage.Configures(
            stage.Romeo,
            ("muc#roomconfig_roomadmins", "juliet@verona.lit"),
            ("muc#roomconfig_roomowners", "romeo@verona.lit"),
            ("muc#roomconfig_roomowners", "mercutio@verona.lit"));
        Assert.Equal((Affiliation.Admin, Role.Moderator), (stage.Find("Juliet").Affiliation, stage.Find("Juliet").Role));
        Assert.Equal(Affiliation.Owner, stage.Room.AffiliationOf(Jid.Parse("mercutio@verona.lit")));

        stage.Configures(stage.Romeo, ("muc#roomconfig_roomadmins", "rosaline@verona.lit"), ("muc#roomconfig_roomowners", "mercutio@verona.lit"));

        Assert.Equal((Affiliation.Member, Role.Participant), (stage.Find("Juliet").Affiliation, stage.Find("Juliet").Role));
        Assert.Equal(Affiliation.Admin, stage.Find("Romeo").Affiliation);
    }

    [Fact]
    public void Service_admin_dropped_from_the_lists_is_still_moderator()
    {
        var prince = stage.Add(new Person("Prince"));
        stage.Enters(prince);
        stage.Configures(stage.Romeo, ("muc#roomconfig_roomadmins", "prince@verona.lit"));

        stage.Configures(stage.Romeo, ("muc#roomconfig_roomadmins", ""));

        Assert.Equal((Affiliation.Owner, Role.Moderator), (stage.Find("Prince").Affiliation, stage.Find("Prince").Role));
    }

    /// <summary>XEP-0045 §10 M1, §10.2 M8.</summary>
    [Fact]
    public void Lists_without_an_owner_are_a_conflict()
    {
        Assert.Equal("conflict", stage.Configures(stage.Romeo, ("muc#roomconfig_roomowners", "")).Condition());
        Assert.Equal("conflict", stage.Configures(stage.Romeo, ("muc#roomconfig_roomadmins", "romeo@verona.lit")).Condition());
    }

    [Fact]
    public void Configuration_survives_storage()
    {
        stage.Configures(
            stage.Romeo,
            ("muc#roomconfig_roomname", "A Dark Cave"),
            ("muc#roomconfig_lang", "en"),
            ("muc#roomconfig_persistentroom", "1"),
            ("muc#roomconfig_publicroom", "0"),
            ("muc#roomconfig_maxusers", "77"),
            ("muc#roomconfig_allowpm", "moderators"),
            ("muc#roomconfig_roomsecret", "cauldronburn"),
            ("muc#roomconfig_presencebroadcast", "none"),
            ("muc#roomconfig_whois", "anyone"),
            ("muc#maxhistoryfetch", "7"));

        Assert.Equal(stage.Room.Configuration, RoomConfiguration.FromFields(stage.Room.Configuration.ToFields()));
        var senseless = new Dictionary<string, string[]> { ["unknown"] = ["x"], ["muc#roomconfig_whois"] = ["?"] };
        Assert.Equal(new RoomConfiguration(), RoomConfiguration.FromFields(senseless));
    }

    private static (string? Var, string? Type)[] Registered =>
    [
        ("muc#maxhistoryfetch", "text-single"),
        ("muc#roomconfig_allowpm", "list-single"),
        ("muc#roomconfig_allowinvites", "boolean"),
        ("muc#roomconfig_changesubject", "boolean"),
        ("muc#roomconfig_enablelogging", "boolean"),
        ("muc#roomconfig_getmemberlist", "list-multi"),
        ("muc#roomconfig_lang", "text-single"),
        ("muc#roomconfig_pubsub", "text-single"),
        ("muc#roomconfig_maxusers", "list-single"),
        ("muc#roomconfig_membersonly", "boolean"),
        ("muc#roomconfig_moderatedroom", "boolean"),
        ("muc#roomconfig_passwordprotectedroom", "boolean"),
        ("muc#roomconfig_persistentroom", "boolean"),
        ("muc#roomconfig_presencebroadcast", "list-multi"),
        ("muc#roomconfig_publicroom", "boolean"),
        ("muc#roomconfig_roomadmins", "jid-multi"),
        ("muc#roomconfig_roomdesc", "text-single"),
        ("muc#roomconfig_roomname", "text-single"),
        ("muc#roomconfig_roomowners", "jid-multi"),
        ("muc#roomconfig_roomsecret", "text-private"),
        ("muc#roomconfig_whois", "list-single"),
    ];

    private static string Cancel => $"<query xmlns='{Ns.MucOwner}'><x xmlns='{Ns.DataForms}' type='cancel'/></query>";

    private DataForm Form(Person who) =>
        DataForm.From(Assert.Single(stage.Asks(who, "get", $"<query xmlns='{Ns.MucOwner}'/>").Children).Child("x", Ns.DataForms))!;
}
