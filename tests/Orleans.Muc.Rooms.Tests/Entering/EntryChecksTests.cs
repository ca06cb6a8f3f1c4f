using Orleans.Muc.Rooms.Tests.Kit;

namespace Orleans.Muc.Rooms.Tests.Entering;

/// <summary>XEP-0045 §7.2.5 to §7.2.10.</summary>
public sealed class EntryChecksTests
{
    /// <summary>XEP-0045 §7.2.5 M1.</summary>
    [Fact]
    public void Without_or_with_a_wrong_password_nobody_enters()
    {
        var stage = Stage.Open(("muc#roomconfig_roomsecret", "cauldronburn"));

        stage.Enters(stage.Juliet);
        stage.Enters(stage.Juliet, inside: "<password>cauldron</password>");

        Assert.All(stage.Juliet.Received, error =>
        {
            Assert.Equal("not-authorized", error.Condition());
            Assert.Equal("auth", error.ErrorType());
            Assert.Equal(Stage.RoomJid, error.Child("error")!["by"]);
            Assert.Equal($"{Stage.RoomJid}/Juliet", error["from"]);
        });
        Assert.Equal(2, stage.Juliet.Received.Count);
    }

    [Fact]
    public void Right_password_opens()
    {
        var stage = Stage.Open(("muc#roomconfig_roomsecret", "cauldronburn"));

        stage.Enters(stage.Juliet, inside: "<password>cauldronburn</password>");

        Assert.Equal(2, stage.Room.OccupantCount);
    }

    /// <summary>XEP-0045 §7.2.6 M1.</summary>
    [Fact]
    public void Non_members_do_not_enter_a_members_only_room()
    {
        var stage = Stage.Open(("muc#roomconfig_membersonly", "1"));

        stage.Enters(stage.Juliet);

        Assert.Equal("registration-required", Assert.Single(stage.Juliet.Received).Condition());
        Assert.Equal("auth", stage.Juliet.Received[0].ErrorType());
    }

    [Fact]
    public void Members_enter_a_members_only_room()
    {
        var stage = Stage.Open(("muc#roomconfig_membersonly", "1"));
        stage.Grants(stage.Romeo, "member", stage.Juliet);

        stage.Enters(stage.Juliet);

        Assert.Equal(Affiliation.Member, stage.Find("Juliet").Affiliation);
    }

    /// <summary>XEP-0045 §7.2.7 M1.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public void Outcasts_are_forbidden_in_any_room(string membersOnly)
    {
        var stage = Stage.Open(("muc#roomconfig_membersonly", membersOnly));
        stage.Grants(stage.Romeo, "outcast", stage.Juliet);

        stage.Enters(stage.Juliet);

        Assert.Equal("forbidden", stage.Juliet.Received[^1].Condition());
    }

    [Fact]
    public void Ban_of_a_domain_keeps_its_users_out_except_those_with_a_row_of_their_own()
    {
        var stage = Stage.Open(("muc#roomconfig_persistentroom", "1"));
        stage.Grants(stage.Romeo, "member", stage.Mercutio);
        Assert.Equal("result", stage.Administers(stage.Romeo, "<item affiliation='outcast' jid='verona.lit'/>")["type"]);

        stage.Enters(stage.Juliet);
        stage.Enters(stage.Mercutio);

        Assert.Equal("forbidden", stage.Juliet.Received[^1].Condition());
        Assert.Equal(["Mercutio", "Romeo"], stage.Roster.Select(entry => entry.Nick.Value).Order(StringComparer.Ordinal));
    }

    /// <summary>XEP-0045 §7.2.8 M1.</summary>
    [Fact]
    public void Nick_in_use_by_somebody_else_is_a_conflict()
    {
        var stage = Stage.Open();

        stage.Enters(stage.Juliet, "Romeo");

        var error = Assert.Single(stage.Juliet.Received);
        Assert.Equal("conflict", error.Condition());
        Assert.Equal("cancel", error.ErrorType());
        Assert.Empty(stage.Romeo.Received);
    }

    /// <summary>XEP-0045 §7.2.8 M1, §7.12 M5.</summary>
    [Fact]
    public void Nick_reserved_by_somebody_else_is_a_conflict_even_while_they_are_away()
    {
        var stage = Stage.Open();
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Jules'");

        stage.Enters(stage.Rosaline, "Jules");
        stage.Enters(stage.Juliet, "Jules");

        Assert.Equal("conflict", Assert.Single(stage.Rosaline.Received).Condition());
        Assert.Equal("juliet@verona.lit", stage.Find("Jules").BareJid.ToString());
    }

    /// <summary>XEP-0045 §7.2.9 M1, §14.6.</summary>
    [Fact]
    public void Full_room_turns_people_away_but_still_admits_admins()
    {
        var stage = Stage.Open(("muc#roomconfig_maxusers", "2"));
        stage.Grants(stage.Romeo, "admin", stage.Mercutio);
        stage.With(stage.Juliet);

        stage.Enters(stage.Rosaline);
        stage.Enters(stage.Mercutio);

        Assert.Equal("service-unavailable", Assert.Single(stage.Rosaline.Received).Condition());
        Assert.Equal("wait", stage.Rosaline.Received[0].ErrorType());
        Assert.Equal(3, stage.Room.OccupantCount);
    }

    [Fact]
    public void Full_room_admits_another_session_of_who_is_inside()
    {
        var stage = Stage.Open(("muc#roomconfig_maxusers", "2"));
        stage.With(stage.Juliet);
        var phone = stage.Add(new Person("Juliet", "phone"));

        stage.Enters(phone);

        Assert.Equal(2, stage.Find("Juliet").Visits.Length);
    }

    /// <summary>XEP-0045 §7.2.9 M1.</summary>
    [Fact]
    public void Admins_have_but_a_few_seats_in_reserve()
    {
        var stage = new Stage(rules => rules with { ReservedSeats = 0 });
        stage.Enters(stage.Romeo);
        stage.Configures(stage.Romeo, ("muc#roomconfig_maxusers", "1"));
        stage.Grants(stage.Romeo, "admin", stage.Mercutio);

        stage.Enters(stage.Mercutio);

        Assert.Equal("service-unavailable", Assert.Single(stage.Mercutio.Received).Condition());
    }

    /// <summary>XEP-0045 §7.2.17: every condition of its table but not-acceptable, for who must use the reserved nickname is given it (§7.10).</summary>
    [Theory]
    [InlineData("not-authorized", "muc#roomconfig_roomsecret", "cauldronburn")]
    [InlineData("forbidden", "banned", "")]
    [InlineData("item-not-found", "locked", "")]
    [InlineData("not-allowed", "restricted", "")]
    [InlineData("registration-required", "muc#roomconfig_membersonly", "1")]
    [InlineData("conflict", "nick", "")]
    [InlineData("service-unavailable", "muc#roomconfig_maxusers", "1")]
    public void Whoever_is_turned_away_is_told_why(string condition, string obstacle, string value)
    {
        var isField = obstacle.Contains('#', StringComparison.Ordinal);
        var stage = isField ? Stage.Open((obstacle, value)) : obstacle is "locked" or "restricted" ? new Stage(rules => rules with { AnyoneMayCreate = obstacle == "locked" }) : Stage.Open();
        if (obstacle == "locked")
            stage.Enters(stage.Romeo);
        if (obstacle == "banned")
            stage.Grants(stage.Romeo, "outcast", stage.Juliet);
        stage.ForgetAll();

        stage.Enters(stage.Juliet, obstacle == "nick" ? "Romeo" : "Juliet");

        var error = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("presence", "error", condition), (error.Name, error["type"], error.Condition()));
        Assert.NotNull(error.Child("error")!["by"]);
    }

    [Fact]
    public void Service_bounds_a_room_however_it_is_configured()
    {
        var stage = new Stage(rules => rules with { MaxOccupants = 1 });
        stage.Enters(stage.Romeo);
        stage.Configures(stage.Romeo, ("muc#roomconfig_maxusers", "none"));

        stage.Enters(stage.Juliet);

        Assert.Equal("service-unavailable", Assert.Single(stage.Juliet.Received).Condition());
    }

    [Fact]
    public void Service_admin_enters_as_owner()
    {
        var stage = Stage.Open();
        var prince = stage.Add(new Person("Prince"));

        stage.Enters(prince);

        Assert.Equal((Affiliation.Owner, Role.Moderator), (stage.Find("Prince").Affiliation, stage.Find("Prince").Role));
        Assert.Single(stage.Room.Members);
    }
}
