using Orleans.Muc.Rooms.Tests.Kit;

namespace Orleans.Muc.Rooms.Tests.Waking;

/// <summary>A room comes back from storage; what was stored but never announced is made up for.</summary>
public sealed class WakingTests
{
    [Fact]
    public void Nobody_is_told_anything_when_nothing_is_outdated()
    {
        var stage = Stage.Open();
        stage.Enters(stage.Juliet);
        stage.Restore();
        var outcome = stage.Hand(new Woken(stage.Romeo.Visit));

        Assert.Empty(outcome.Events);
        Assert.Empty(outcome.Announcements);
    }

    [Fact]
    public void Real_jids_stay_hidden_when_the_room_became_semi_anonymous_unannounced()
    {
        var stage = Stage.Open(("muc#roomconfig_whois", "anyone"));
        stage.Enters(stage.Juliet);
        var shown = stage.Roster.ToList();
        stage.Configures(stage.Romeo, ("muc#roomconfig_whois", "moderators"));
        stage.RestoreShowing(shown);

        stage.Hand(new Woken(stage.Romeo.Visit));
        stage.Enters(stage.Rosaline);

        Assert.False(stage.Find("Juliet").SeesJids);
        Assert.NotEmpty(stage.Rosaline.From($"{Stage.RoomJid}/Juliet"));
        Assert.All(stage.Rosaline.Received, stanza => Assert.DoesNotContain(stage.Juliet.BareJid, stanza.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Who_was_banned_unannounced_is_out()
    {
        var stage = Stage.Open();
        stage.Enters(stage.Juliet);
        var shown = stage.Roster.ToList();
        stage.Grants(stage.Romeo, "outcast", stage.Juliet);
        stage.RestoreShowing(shown);
        stage.ForgetAll();

        stage.Hand(new Woken(stage.Romeo.Visit));

        Assert.Equal(["Romeo"], stage.Roster.Select(entry => entry.Nick.Value));
        Assert.Contains("301", Assert.Single(stage.Romeo.Received).Codes());
    }

    [Fact]
    public void Strangers_are_out_of_a_room_that_became_members_only_unannounced()
    {
        var stage = Stage.Open();
        stage.Enters(stage.Juliet);
        var shown = stage.Roster.ToList();
        stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"));
        stage.RestoreShowing(shown);
        stage.ForgetAll();

        stage.Hand(new Woken(stage.Romeo.Visit));

        Assert.Equal(["Romeo"], stage.Roster.Select(entry => entry.Nick.Value));
        Assert.Contains("322", Assert.Single(stage.Romeo.Received).Codes());
    }

    [Fact]
    public void New_affiliation_is_shown_to_those_who_did_not_hear_of_it()
    {
        var stage = Stage.Open();
        stage.Enters(stage.Juliet);
        var shown = stage.Roster.ToList();
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.RestoreShowing(shown);
        stage.ForgetAll();

        stage.Hand(new Woken(stage.Romeo.Visit));

        Assert.Equal("admin", Assert.Single(stage.Romeo.Received).Item()["affiliation"]);
        Assert.Equal(Role.Moderator, stage.Find("Juliet").Role);
    }
}
