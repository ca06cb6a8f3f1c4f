using Orleans.Muc.Rooms.Tests.Kit;

namespace Orleans.Muc.Rooms.Tests.Administration;

/// <summary>XEP-0045 §8.2 to §8.5 and §9.6 to §9.8.</summary>
public sealed class RoleTests
{
    private readonly Stage stage = Stage.Open();

    public RoleTests() => stage.With(stage.Juliet, stage.Rosaline, stage.Mercutio);

    /// <summary>XEP-0045 §8.2 M1 to M3.</summary>
    [Fact]
    public void Kick_removes_with_307_actor_and_reason()
    {
        stage.Appoints(stage.Romeo, "none", "Juliet", "<reason>Avaunt!</reason>");

        Xml.AssertUser(
            "<status code='307'/><item jid='juliet@verona.lit/orchard' affiliation='none' role='none'><actor nick='Romeo'/><reason>Avaunt!</reason></item><status code='110'/>",
            Assert.Single(stage.Juliet.Received));
        Xml.AssertUser(
            "<status code='307'/><item affiliation='none' role='none'><actor nick='Romeo'/><reason>Avaunt!</reason></item>",
            Assert.Single(stage.Rosaline.Received));
        Assert.Equal("result", stage.Romeo.Received[^1]["type"]);
        Assert.DoesNotContain(stage.Roster, entry => entry.Nick.Value == "Juliet");
    }

    [Fact]
    public void Kicked_occupant_may_come_back()
    {
        stage.Appoints(stage.Romeo, "none", "Juliet");
        stage.ForgetAll();

        stage.Enters(stage.Juliet);

        Assert.Contains(stage.Juliet.Received, stanza => stanza.Codes().Contains("110"));
    }

    /// <summary>XEP-0045 §8 M1.</summary>
    [Fact]
    public void Mere_participant_may_kick_nobody()
    {
        Assert.Equal("forbidden", stage.Appoints(stage.Juliet, "none", "Rosaline").Condition());
    }

    /// <summary>XEP-0045 §8.2 M4.</summary>
    [Fact]
    public void Moderator_kicks_nobody_of_higher_affiliation_and_no_other_moderator()
    {
        stage.Appoints(stage.Romeo, "moderator", "Juliet");
        stage.Appoints(stage.Romeo, "moderator", "Rosaline");
        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        Assert.Equal("not-allowed", stage.Appoints(stage.Juliet, "none", "Romeo").Condition());
        Assert.Equal("not-allowed", stage.Appoints(stage.Juliet, "none", "Rosaline").Condition());
        Assert.Equal("not-allowed", stage.Appoints(stage.Juliet, "none", "Mercutio").Condition());
        Assert.Equal(4, stage.Room.OccupantCount);
    }

    /// <summary>XEP-0045 §8.2 M4.</summary>
    [Fact]
    public void Admin_kicks_a_moderator_but_not_an_owner()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.Appoints(stage.Romeo, "moderator", "Rosaline");

        Assert.Equal("result", stage.Appoints(stage.Juliet, "none", "Rosaline")["type"]);
        Assert.Equal("not-allowed", stage.Appoints(stage.Juliet, "none", "Romeo").Condition());
    }

    [Fact]
    public void Kicking_the_last_occupant_of_a_temporary_room_ends_it()
    {
        var alone = Stage.Open();

        Assert.Equal("result", alone.Appoints(alone.Romeo, "none", "Romeo")["type"]);

        Assert.Equal(RoomStatus.Destroyed, alone.Room.Status);
    }

    [Fact]
    public void Voice_is_granted_and_revoked()
    {
        stage.Appoints(stage.Romeo, "visitor", "Juliet", "<reason>Not so worthy after all!</reason>");
        Assert.Equal(Role.Visitor, stage.Find("Juliet").Role);
        Assert.Equal("Not so worthy after all!", Assert.Single(stage.Rosaline.Received).Item().Child("reason")!.Text);
        Assert.Equal("visitor", stage.Rosaline.Received[0].Item()["role"]);

        stage.Appoints(stage.Romeo, "participant", "Juliet");
        Assert.Equal(Role.Participant, stage.Find("Juliet").Role);
    }

    /// <summary>XEP-0045 §8.4 M3.</summary>
    [Fact]
    public void Moderator_takes_voice_from_those_of_lower_affiliation_only()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.Appoints(stage.Romeo, "moderator", "Juliet");
        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        Assert.Equal("result", stage.Appoints(stage.Juliet, "visitor", "Rosaline")["type"]);
        Assert.Equal("not-allowed", stage.Appoints(stage.Juliet, "visitor", "Mercutio").Condition());
    }

    /// <summary>XEP-0045 §8.4 M4.</summary>
    [Fact]
    public void Voice_of_admins_and_owners_is_safe_from_anybody()
    {
        stage.Grants(stage.Romeo, "owner", stage.Juliet);
        stage.Grants(stage.Romeo, "admin", stage.Rosaline);

        Assert.Equal("not-allowed", stage.Appoints(stage.Romeo, "visitor", "Rosaline").Condition());
        Assert.Equal("not-allowed", stage.Appoints(stage.Romeo, "visitor", "Juliet").Condition());
        Assert.Equal("not-allowed", stage.Appoints(stage.Romeo, "participant", "Rosaline").Condition());
    }

    /// <summary>XEP-0045 §9 M1.</summary>
    [Fact]
    public void Moderators_are_made_and_unmade_by_admins()
    {
        stage.Appoints(stage.Romeo, "moderator", "Juliet");
        Assert.True(stage.Find("Juliet").SeesJids);

        Assert.Equal("forbidden", stage.Appoints(stage.Juliet, "moderator", "Rosaline").Condition());
        Assert.Equal("forbidden", stage.Appoints(stage.Juliet, "participant", "Juliet").Condition());
        Assert.Equal("result", stage.Appoints(stage.Romeo, "participant", "Juliet")["type"]);
        Assert.False(stage.Find("Juliet").SeesJids);
    }

    /// <summary>XEP-0045 §9 M1: which is no matter of whose it is.</summary>
    [Fact]
    public void Moderator_who_is_no_admin_revokes_no_moderation_whosesoever()
    {
        stage.Appoints(stage.Romeo, "moderator", "Juliet");
        stage.Grants(stage.Romeo, "admin", stage.Rosaline);

        Assert.Equal("forbidden", stage.Appoints(stage.Juliet, "participant", "Rosaline").Condition());
        Assert.Equal("forbidden", stage.Appoints(stage.Juliet, "participant", "Romeo").Condition());
    }

    /// <summary>XEP-0045 §8 M1, §9.6: an admin who is not inside is no moderator, but makes them.</summary>
    [Fact]
    public void Admin_outside_makes_and_unmakes_moderators_and_does_nothing_else_to_roles()
    {
        stage.Grants(stage.Romeo, "admin", stage.Mercutio);
        stage.Leaves(stage.Mercutio);

        Assert.Equal("result", stage.Appoints(stage.Mercutio, "moderator", "Juliet")["type"]);
        Assert.Equal("result", stage.Appoints(stage.Mercutio, "participant", "Juliet")["type"]);
        Assert.Equal("forbidden", stage.Appoints(stage.Mercutio, "visitor", "Juliet").Condition());
        Assert.Equal("forbidden", stage.Appoints(stage.Mercutio, "none", "Juliet").Condition());
    }

    [Fact]
    public void New_moderator_sees_the_jids_of_those_who_come_later()
    {
        stage.Leaves(stage.Mercutio);
        stage.Appoints(stage.Romeo, "moderator", "Juliet");
        stage.ForgetAll();

        stage.Enters(stage.Mercutio);

        Assert.Equal(stage.Mercutio.FullJid, Assert.Single(stage.Juliet.Received).Item()["jid"]);
        Assert.Null(Assert.Single(stage.Rosaline.Received).Item()["jid"]);
    }

    [Fact]
    public void Delta_of_roles_is_taken_whole_or_not_at_all()
    {
        var answer = stage.Administers(stage.Romeo, "<item nick='Juliet' role='none'/><item nick='Tybalt' role='none'/>");

        Assert.Equal("item-not-found", answer.Condition());
        Assert.Equal(4, stage.Room.OccupantCount);

        Assert.Equal("result", stage.Administers(stage.Romeo, "<item nick='Juliet' role='none'/><item nick='Rosaline' role='visitor'/>")["type"]);
        Assert.Equal(3, stage.Room.OccupantCount);
        Assert.Equal(Role.Visitor, stage.Find("Rosaline").Role);
    }

    [Fact]
    public void Same_nick_twice_is_a_bad_request()
    {
        Assert.Equal("bad-request", stage.Administers(stage.Romeo, "<item nick='Juliet' role='none'/><item nick='Juliet' role='visitor'/>").Condition());
    }
}
