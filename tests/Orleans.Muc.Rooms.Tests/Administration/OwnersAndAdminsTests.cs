using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Administration;

/// <summary>XEP-0045 §10.2 to §10.8: admins and owners made and unmade, one by one, by deltas and by the configuration.</summary>
public sealed class OwnersAndAdminsTests
{
    private readonly Stage stage = Stage.Open();

    public OwnersAndAdminsTests() => stage.With(stage.Juliet, stage.Rosaline);

    /// <summary>XEP-0045 §10.3 M2, M3.</summary>
    [Fact]
    public void Making_an_owner_is_answered_listed_and_seen_by_everybody()
    {
        stage.AssertShown(stage.Grants(stage.Romeo, "owner", stage.Juliet), ("Juliet", "owner", "moderator"));
        Assert.Equal([stage.Juliet.BareJid, stage.Romeo.BareJid], stage.Listed("owner"));
    }

    /// <summary>XEP-0045 §10.4 M3, M4, M5: to whatever other affiliation, by another owner or by oneself.</summary>
    [Theory]
    [InlineData("Romeo", "admin", "moderator")]
    [InlineData("Romeo", "member", "participant")]
    [InlineData("Romeo", "none", "participant")]
    [InlineData("Juliet", "none", "participant")]
    public void Unmaking_an_owner_is_answered_unlisted_and_seen_by_everybody(string actor, string affiliation, string role)
    {
        stage.Grants(stage.Romeo, "owner", stage.Juliet);
        stage.ForgetAll();

        stage.AssertShown(stage.Grants(stage.Cast.Single(person => person.Name == actor), affiliation, stage.Juliet), ("Juliet", affiliation, role));
        Assert.Equal([stage.Romeo.BareJid], stage.Listed("owner"));
    }

    /// <summary>XEP-0045 §10.5 M2, §10.8 M2, §17.4: with bare JIDs and reserved nicknames, without roles.</summary>
    [Fact]
    public void Lists_of_owners_and_admins_have_affiliation_and_jid()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet, "nick='Jules'");
        stage.Grants(stage.Romeo, "admin", stage.Mercutio);

        Xml.AssertSame(
            $"<query xmlns='{Ns.MucAdmin}'><item affiliation='owner' jid='romeo@verona.lit'/></query>",
            Assert.Single(stage.Reads(stage.Romeo, "affiliation='owner'").Children));
        Xml.AssertSame(
            $"<query xmlns='{Ns.MucAdmin}'><item affiliation='admin' jid='juliet@verona.lit' nick='Jules'/><item affiliation='admin' jid='mercutio@verona.lit'/></query>",
            Assert.Single(stage.Reads(stage.Romeo, "affiliation='admin'").Children));
    }

    /// <summary>XEP-0045 §10.5 M5, M6.</summary>
    [Fact]
    public void Every_item_of_an_owner_delta_counts_and_the_rest_stays()
    {
        stage.Grants(stage.Romeo, "owner", stage.Mercutio);
        stage.Grants(stage.Romeo, "owner", stage.Juliet);
        stage.ForgetAll();

        stage.AssertShown(
            stage.Administers(stage.Romeo, $"<item affiliation='admin' jid='{stage.Juliet.BareJid}'/><item affiliation='owner' jid='{stage.Rosaline.BareJid}'/>"),
            ("Juliet", "admin", "moderator"),
            ("Rosaline", "owner", "moderator"));
        Assert.Equal([stage.Mercutio.BareJid, stage.Romeo.BareJid, stage.Rosaline.BareJid], stage.Listed("owner"));
    }

    /// <summary>XEP-0045 §10.4 M2, §10.5 M4: whoever asks, and whatever comes with it.</summary>
    [Theory]
    [InlineData("<item affiliation='none' jid='romeo@verona.lit'/>")]
    [InlineData("<item affiliation='member' jid='romeo@verona.lit'/>")]
    [InlineData("<item affiliation='member' jid='juliet@verona.lit'/><item affiliation='admin' jid='romeo@verona.lit'/>")]
    public void Delta_without_an_owner_left_is_a_conflict(string items)
    {
        Assert.Equal("conflict", stage.Administers(stage.Romeo, items).Condition());
        Assert.Equal([stage.Romeo.BareJid], stage.Listed("owner"));
        Assert.Empty(stage.Listed("member"));
    }

    /// <summary>XEP-0045 §10.6 M2, M3.</summary>
    [Fact]
    public void Making_an_admin_is_answered_listed_and_seen_by_everybody()
    {
        stage.AssertShown(stage.Grants(stage.Romeo, "admin", stage.Juliet), ("Juliet", "admin", "moderator"));
        Assert.Equal([stage.Juliet.BareJid], stage.Listed("admin"));
    }

    /// <summary>XEP-0045 §10.7 M2, M3.</summary>
    [Theory]
    [InlineData("member", "0", "participant")]
    [InlineData("none", "0", "participant")]
    [InlineData("member", "1", "participant")]
    [InlineData("none", "1", "visitor")]
    public void Unmaking_an_admin_is_answered_unlisted_and_seen_by_everybody(string affiliation, string moderated, string role)
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_moderatedroom", moderated));
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.ForgetAll();

        stage.AssertShown(stage.Grants(stage.Romeo, affiliation, stage.Juliet), ("Juliet", affiliation, role));
        Assert.Empty(stage.Listed("admin"));
    }

    /// <summary>XEP-0045 §10.8 M4, M5.</summary>
    [Fact]
    public void Every_item_of_an_admin_delta_counts_and_the_rest_stays()
    {
        stage.Grants(stage.Romeo, "admin", stage.Mercutio);
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.ForgetAll();

        stage.AssertShown(
            stage.Administers(stage.Romeo, $"<item affiliation='none' jid='{stage.Juliet.BareJid}'/><item affiliation='admin' jid='{stage.Rosaline.BareJid}'/>"),
            ("Juliet", "none", "participant"),
            ("Rosaline", "admin", "moderator"));
        Assert.Equal([stage.Mercutio.BareJid, stage.Rosaline.BareJid], stage.Listed("admin"));
    }

    /// <summary>XEP-0045 §10.2 M6, M9: by the lists of the configuration.</summary>
    [Theory]
    [InlineData("muc#roomconfig_roomadmins", "admin")]
    [InlineData("muc#roomconfig_roomowners", "owner")]
    public void Whom_the_configuration_makes_something_is_seen_so_by_everybody(string list, string affiliation) => stage.AssertShown(
        stage.Configures(stage.Romeo, ("muc#roomconfig_roomowners", stage.Romeo.BareJid), (list, stage.Juliet.BareJid)),
        ("Juliet", affiliation, "moderator"));

    /// <summary>XEP-0045 §10.2 M5, M7.</summary>
    [Theory]
    [InlineData("admin", "member", "participant")]
    [InlineData("owner", "admin", "moderator")]
    public void Whom_the_configuration_leaves_out_is_seen_so_by_everybody(string before, string after, string role)
    {
        stage.Grants(stage.Romeo, before, stage.Juliet);
        stage.ForgetAll();

        stage.AssertShown(
            stage.Configures(stage.Romeo, ("muc#roomconfig_roomowners", stage.Romeo.BareJid), ("muc#roomconfig_roomadmins", stage.Mercutio.BareJid)),
            ("Juliet", after, role));
    }

    /// <summary>XEP-0045 §10.3, §10.6, §10.7: who is not inside is told of in a message, where one may see JIDs.</summary>
    [Theory]
    [InlineData("owner")]
    [InlineData("admin")]
    [InlineData("none")]
    public void Somebody_away_is_told_of_in_a_message(string affiliation)
    {
        stage.Grants(stage.Romeo, "admin", stage.Mercutio);
        if (affiliation == "admin")
            stage.Grants(stage.Romeo, "none", stage.Mercutio);
        stage.ForgetAll();

        stage.Grants(stage.Romeo, affiliation, stage.Mercutio);

        var told = Assert.Single(stage.Romeo.Received, stanza => stanza.Name == "message");
        Assert.Equal(Stage.RoomJid, told["from"]);
        Xml.AssertUser($"<item jid='mercutio@verona.lit' affiliation='{affiliation}'/>", told);
    }
}
