using Orleans.Muc.Rooms.Tests.Kit;

namespace Orleans.Muc.Rooms.Tests.Administration;

/// <summary>XEP-0045 §8.3 to §8.5 and §9.3 to §9.8: who changes a standing is told of success, and everybody sees what has become of it.</summary>
public sealed class StandingTests
{
    private readonly Stage stage = Stage.Open(("muc#roomconfig_moderatedroom", "1"));

    public StandingTests() => stage.With(stage.Juliet, stage.Rosaline);

    /// <summary>XEP-0045 §8.3 M1, M2.</summary>
    [Fact]
    public void Granting_voice_is_answered_and_seen_by_everybody() =>
        stage.AssertShown(stage.Appoints(stage.Romeo, "participant", "Juliet"), ("Juliet", "none", "participant"));

    /// <summary>XEP-0045 §8.4 M1, M2.</summary>
    [Fact]
    public void Revoking_voice_is_answered_and_seen_by_everybody()
    {
        stage.Appoints(stage.Romeo, "participant", "Juliet");
        stage.ForgetAll();

        stage.AssertShown(stage.Appoints(stage.Romeo, "visitor", "Juliet"), ("Juliet", "none", "visitor"));
    }

    /// <summary>XEP-0045 §8.4: the reason goes along.</summary>
    [Fact]
    public void Reason_is_seen_by_everybody()
    {
        stage.Appoints(stage.Romeo, "participant", "Juliet", "<reason>A worthy witch indeed!</reason>");

        Assert.All([stage.Romeo, stage.Juliet, stage.Rosaline], person =>
            Assert.Equal("A worthy witch indeed!", Assert.Single(person.From($"{Stage.RoomJid}/Juliet")).Item().Child("reason")!.Text));
    }

    /// <summary>XEP-0045 §8.5 M3, M4.</summary>
    [Fact]
    public void Every_item_of_a_voice_delta_counts()
    {
        stage.Appoints(stage.Romeo, "participant", "Juliet");
        stage.With(stage.Mercutio);

        stage.AssertShown(
            stage.Administers(stage.Romeo, "<item nick='Juliet' role='visitor'/><item nick='Rosaline' role='participant'/>"),
            ("Juliet", "none", "visitor"),
            ("Rosaline", "none", "participant"));
        Assert.Equal(Role.Visitor, stage.Find("Mercutio").Role);
    }

    /// <summary>XEP-0045 §8.5 M5: and what else is in the delta is left undone.</summary>
    [Theory]
    [InlineData("admin")]
    [InlineData("owner")]
    public void Voice_delta_with_somebody_who_keeps_it_is_refused_whole(string affiliation)
    {
        stage.Grants(stage.Romeo, affiliation, stage.Juliet);
        stage.ForgetAll();

        var answer = stage.Administers(stage.Romeo, "<item nick='Rosaline' role='participant'/><item nick='Juliet' role='visitor'/>");

        Assert.Equal("not-allowed", answer.Condition());
        Assert.Equal(Role.Visitor, stage.Find("Rosaline").Role);
        Assert.Empty(stage.Rosaline.Received);
    }

    /// <summary>XEP-0045 §8.4 M5.</summary>
    [Fact]
    public void Refusal_to_take_voice_names_the_items_it_is_about()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.Appoints(stage.Romeo, "participant", "Rosaline");
        stage.With(stage.Mercutio);

        var answer = stage.Administers(stage.Romeo, "<item nick='Rosaline' role='visitor'/><item nick='Juliet' role='visitor'/><item nick='Mercutio' role='participant'/>");

        Assert.Equal("not-allowed", answer.Condition());
        Xml.AssertSame($"<query xmlns='{Xmpp.Ns.MucAdmin}'><item nick='Juliet' role='visitor'/></query>", answer.Child("query", Xmpp.Ns.MucAdmin)!);
    }

    /// <summary>XEP-0045 §8.4 M3, §8.5 M5.</summary>
    [Fact]
    public void Moderator_takes_no_voice_from_somebody_of_higher_affiliation()
    {
        stage.Appoints(stage.Romeo, "moderator", "Juliet");
        stage.Grants(stage.Romeo, "member", stage.Rosaline);

        Assert.Equal("not-allowed", stage.Appoints(stage.Juliet, "visitor", "Rosaline").Condition());
        Assert.Equal(Role.Participant, stage.Find("Rosaline").Role);
    }

    /// <summary>XEP-0045 §8.4 M3: "at or above".</summary>
    [Theory]
    [InlineData("none")]
    [InlineData("member")]
    public void Moderator_takes_no_voice_from_an_equal(string affiliation)
    {
        stage.Grants(stage.Romeo, affiliation, stage.Juliet);
        stage.Appoints(stage.Romeo, "moderator", "Juliet");
        stage.Grants(stage.Romeo, affiliation, stage.Rosaline);
        stage.Appoints(stage.Romeo, "participant", "Rosaline");

        Assert.Equal("not-allowed", stage.Appoints(stage.Juliet, "visitor", "Rosaline").Condition());
    }

    /// <summary>XEP-0045 §9.3 M1, M2, §9.5 M4, M9.</summary>
    [Fact]
    public void Granting_membership_is_answered_listed_and_seen_by_everybody()
    {
        stage.AssertShown(stage.Grants(stage.Romeo, "member", stage.Juliet), ("Juliet", "member", "participant"));
        Assert.Equal([stage.Juliet.BareJid], stage.Listed("member"));
    }

    /// <summary>XEP-0045 §9.4 M1, M2, §9.5 M4, M6.</summary>
    [Fact]
    public void Revoking_membership_is_answered_unlisted_and_seen_by_everybody()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.ForgetAll();

        stage.AssertShown(stage.Grants(stage.Romeo, "none", stage.Juliet), ("Juliet", "none", "participant"));
        Assert.Empty(stage.Listed("member"));
    }

    /// <summary>XEP-0045 §9.4 M3, §9.5 M5.</summary>
    [Fact]
    public void Who_loses_membership_of_a_members_only_room_is_seen_to_go_and_stays_out()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.Grants(stage.Romeo, "member", stage.Rosaline);
        stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"));
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "none", stage.Juliet);

        Assert.All([stage.Romeo, stage.Juliet, stage.Rosaline], person =>
        {
            var gone = Assert.Single(person.From($"{Stage.RoomJid}/Juliet"));
            Assert.Equal(("unavailable", "none", "none"), (gone["type"], gone.Item()["affiliation"], gone.Item()["role"]));
            Assert.Contains("321", gone.Codes());
        });
        stage.ForgetAll();
        stage.Enters(stage.Juliet);
        Assert.Equal("registration-required", Assert.Single(stage.Juliet.Received).Condition());
    }

    /// <summary>XEP-0045 §9.5 M3, M4: the rest of the list stays as it is.</summary>
    [Fact]
    public void Member_delta_changes_what_it_names_and_leaves_the_rest()
    {
        stage.Grants(stage.Romeo, "member", stage.Mercutio);
        stage.Grants(stage.Romeo, "member", stage.Rosaline);
        stage.ForgetAll();

        stage.AssertShown(
            stage.Administers(stage.Romeo, $"<item affiliation='member' jid='{stage.Juliet.BareJid}'/><item affiliation='none' jid='{stage.Rosaline.BareJid}'/>"),
            ("Juliet", "member", "participant"),
            ("Rosaline", "none", "participant"));
        Assert.Equal([stage.Juliet.BareJid, stage.Mercutio.BareJid], stage.Listed("member"));
    }

    /// <summary>XEP-0045 §9.6 M1, M2.</summary>
    [Fact]
    public void Granting_moderation_is_answered_listed_and_seen_by_everybody()
    {
        stage.AssertShown(stage.Appoints(stage.Romeo, "moderator", "Juliet"), ("Juliet", "none", "moderator"));
        Assert.Equal(["Juliet", "Romeo"], Moderators());
    }

    /// <summary>XEP-0045 §9.7 M1, M2.</summary>
    [Fact]
    public void Revoking_moderation_is_answered_unlisted_and_seen_by_everybody()
    {
        stage.Appoints(stage.Romeo, "moderator", "Juliet");
        stage.ForgetAll();

        stage.AssertShown(stage.Appoints(stage.Romeo, "participant", "Juliet"), ("Juliet", "none", "participant"));
        Assert.Equal(["Romeo"], Moderators());
    }

    /// <summary>XEP-0045 §9.7 M3.</summary>
    [Theory]
    [InlineData("admin", "Romeo")]
    [InlineData("admin", "Rosaline")]
    [InlineData("owner", "Romeo")]
    [InlineData("owner", "Rosaline")]
    public void Nobody_revokes_moderation_of_admins_and_owners(string actor, string target)
    {
        stage.Grants(stage.Romeo, actor, stage.Juliet);
        stage.Grants(stage.Romeo, "admin", stage.Rosaline);

        Assert.Equal("not-allowed", stage.Appoints(stage.Juliet, "participant", target).Condition());
        Assert.Equal(Role.Moderator, stage.Find(target).Role);
    }

    /// <summary>XEP-0045 §9.8 M3, M4.</summary>
    [Fact]
    public void Every_item_of_a_moderator_delta_counts()
    {
        stage.Appoints(stage.Romeo, "moderator", "Juliet");
        stage.ForgetAll();

        stage.AssertShown(
            stage.Administers(stage.Romeo, "<item nick='Juliet' role='participant'/><item nick='Rosaline' role='moderator'/>"),
            ("Juliet", "none", "participant"),
            ("Rosaline", "none", "moderator"));
        Assert.Equal(["Romeo", "Rosaline"], Moderators());
    }

    /// <summary>XEP-0045 §9.8 M5.</summary>
    [Fact]
    public void Moderator_delta_with_an_admin_is_refused_whole()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.ForgetAll();

        var answer = stage.Administers(stage.Romeo, "<item nick='Rosaline' role='moderator'/><item nick='Juliet' role='participant'/>");

        Assert.Equal("not-allowed", answer.Condition());
        Assert.Equal(["Juliet", "Romeo"], Moderators());
        Assert.Empty(stage.Rosaline.Received);
    }

    private IEnumerable<string?> Moderators() => Assert.Single(stage.Reads(stage.Romeo, "role='moderator'").Children).Children.Select(item => item["nick"]);
}
