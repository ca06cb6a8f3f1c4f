using Orleans.Muc.Rooms.Tests.Kit;

namespace Orleans.Muc.Rooms.Tests.Presence;

/// <summary>XEP-0045 §7.6 and §7.7.</summary>
public sealed class PresenceTests
{
    private readonly Stage stage = Stage.Open();

    public PresenceTests() => stage.With(stage.Juliet, stage.Rosaline);

    [Fact]
    public void Availability_is_passed_on_to_all_with_the_standing()
    {
        stage.ShowsPresence(stage.Juliet, "Juliet", "<show>xa</show><status>gone where the goblins go</status>");

        Assert.Equal("xa", Assert.Single(stage.Rosaline.Received).Child("show")!.Text);
        Xml.AssertUser("<item affiliation='none' role='participant'/>", stage.Rosaline.Received[0]);
        Assert.Equal(stage.Juliet.FullJid, Assert.Single(stage.Romeo.Received).Item()["jid"]);
        Assert.Equal(["110"], Assert.Single(stage.Juliet.Received).Codes());
    }

    [Fact]
    public void Availability_sent_to_the_room_itself_is_the_occupants()
    {
        stage.Send(stage.Juliet, "<presence><show>away</show></presence>");

        Assert.Equal("away", Assert.Single(stage.Rosaline.Received).Child("show")!.Text);
    }

    [Fact]
    public void Newcomers_see_the_last_availability()
    {
        stage.ShowsPresence(stage.Juliet, "Juliet", "<show>dnd</show>");

        stage.Enters(stage.Mercutio);

        Assert.Equal("dnd", stage.Mercutio.From($"{Stage.RoomJid}/Juliet").Single().Child("show")!.Text);
    }

    /// <summary>XEP-0045 §7.6 M1.</summary>
    [Fact]
    public void Nick_change_is_unavailable_with_303_then_available()
    {
        stage.ShowsPresence(stage.Juliet, "Capulet");

        var got = stage.Juliet.Received;
        Assert.Equal(2, got.Count);
        Xml.AssertUser(
            "<status code='303'/><item nick='Capulet' jid='juliet@verona.lit/orchard' affiliation='none' role='participant'/><status code='110'/>",
            got[0]);
        Assert.Equal("unavailable", got[0]["type"]);
        Assert.Equal($"{Stage.RoomJid}/Capulet", got[1]["from"]);
        Xml.AssertUser("<status code='303'/><item nick='Capulet' affiliation='none' role='participant'/>", stage.Rosaline.Received[0]);
        Xml.AssertUser("<item affiliation='none' role='participant'/>", stage.Rosaline.Received[1]);
    }

    [Fact]
    public void Nick_change_keeps_the_role()
    {
        stage.Appoints(stage.Romeo, "visitor", "Juliet");

        stage.ShowsPresence(stage.Juliet, "Capulet");

        Assert.Equal(Role.Visitor, stage.Find("Capulet").Role);
    }

    /// <summary>XEP-0045 §7.6 M3.</summary>
    [Fact]
    public void Nick_in_use_or_reserved_is_a_conflict()
    {
        stage.Grants(stage.Romeo, "member", stage.Mercutio, "nick='Merc'");
        stage.ForgetAll();

        stage.ShowsPresence(stage.Juliet, "Rosaline");
        stage.ShowsPresence(stage.Juliet, "Merc");

        Assert.Equal(["conflict", "conflict"], stage.Juliet.Received.Select(Xml.Condition));
        Assert.Empty(stage.Rosaline.Received);
        Assert.Equal("juliet@verona.lit", stage.Find("Juliet").BareJid.ToString());
    }

    [Fact]
    public void Own_reserved_nick_may_be_taken()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Jules'");

        stage.ShowsPresence(stage.Juliet, "Jules");

        Assert.Equal("juliet@verona.lit", stage.Find("Jules").BareJid.ToString());
    }

    [Fact]
    public void Role_that_is_no_longer_broadcast_is_seen_to_go_and_comes_back_with_voice()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_presencebroadcast", "participant"), ("muc#roomconfig_presencebroadcast", "moderator"));
        stage.ForgetAll();

        stage.Appoints(stage.Romeo, "visitor", "Juliet");
        Assert.Equal("unavailable", Assert.Single(stage.Rosaline.Received)["type"]);
        Assert.Equal("visitor", Assert.Single(stage.Juliet.Received).Item()["role"]);
        stage.ForgetAll();

        stage.Appoints(stage.Romeo, "participant", "Juliet");
        Assert.Equal("participant", Assert.Single(stage.Rosaline.Received).Item()["role"]);
    }

    [Fact]
    public void Presence_after_a_restart_still_says_what_the_client_said()
    {
        stage.ShowsPresence(stage.Juliet, "Juliet", "<show>dnd</show>");
        stage.Restore();
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "member", stage.Juliet);

        var presence = Assert.Single(stage.Rosaline.Received);
        Assert.Equal("dnd", presence.Child("show")!.Text);
        Assert.Equal("member", presence.Item()["affiliation"]);
        Assert.Single(presence.ChildrenNamed("x"));
    }
}
