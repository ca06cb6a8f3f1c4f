using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Entering;

/// <summary>XEP-0045 §7.1 and §7.2.</summary>
public sealed class EnteringTests
{
    /// <summary>XEP-0045 §7.1 M1, §7.2.2 M4, M5, §7.2.13 M1, M4, §7.2.15 M1.</summary>
    [Fact]
    public void Newcomer_gets_others_then_itself_then_history_then_subject()
    {
        var stage = Stage.Open().With();
        stage.With(stage.Juliet);
        stage.Says(stage.Romeo, "Lady, by yonder blessed moon");
        stage.ForgetAll();

        stage.Enters(stage.Rosaline);

        var got = stage.Rosaline.Received;
        Assert.Equal(["presence", "presence", "presence", "message", "message"], got.Select(stanza => stanza.Name));
        Assert.Equal([$"{Stage.RoomJid}/Juliet", $"{Stage.RoomJid}/Romeo"], got.Take(2).Select(stanza => stanza["from"]).Order(StringComparer.Ordinal));
        Assert.Equal($"{Stage.RoomJid}/Rosaline", got[2]["from"]);
        Assert.Equal(["110"], got[2].Codes());
        Assert.Equal("Lady, by yonder blessed moon", got[3].Body());
        Assert.NotNull(got[3].Child("delay", Ns.Delay));
        Assert.NotNull(got[4].Child("subject"));
    }

    /// <summary>XEP-0045 §7.2.2 M1, M2, §17.3.</summary>
    [Fact]
    public void Newcomer_sees_the_role_and_affiliation_of_everybody_inside()
    {
        var stage = Stage.Open(("muc#roomconfig_moderatedroom", "1"));
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.Grants(stage.Romeo, "member", stage.Rosaline);
        stage.With(stage.Juliet, stage.Rosaline, stage.Mercutio);
        var nurse = stage.Add(new Person("Nurse"));

        stage.Enters(nurse);

        var seen = nurse.Received.Where(stanza => stanza.Name == "presence").ToDictionary(presence => presence["from"]!.Split('/')[1], StringComparer.Ordinal);
        Assert.Equal(5, seen.Count);
        Assert.All(seen.Values, presence => Assert.Single(presence.ChildrenNamed("x")));
        Assert.Equal(("owner", "moderator"), Standing("Romeo"));
        Assert.Equal(("admin", "moderator"), Standing("Juliet"));
        Assert.Equal(("member", "participant"), Standing("Rosaline"));
        Assert.Equal(("none", "visitor"), Standing("Mercutio"));
        Assert.Equal(("none", "visitor"), Standing("Nurse"));

        (string?, string?) Standing(string nick) => (seen[nick].Item()["affiliation"], seen[nick].Item()["role"]);
    }

    /// <summary>XEP-0045 §7.2.16 M1.</summary>
    [Fact]
    public void After_the_subject_comes_what_happens_from_then_on()
    {
        var stage = Stage.Open();
        stage.Enters(stage.Juliet);
        Assert.NotNull(stage.Juliet.Received[^1].Child("subject"));
        stage.Juliet.Forget();

        stage.Enters(stage.Rosaline);
        stage.Says(stage.Romeo, "But soft!");
        stage.ShowsPresence(stage.Romeo, "Romeo", "<show>away</show>");
        stage.Leaves(stage.Rosaline);

        Assert.Equal(
            [("presence", "Rosaline"), ("message", "Romeo"), ("presence", "Romeo"), ("presence", "Rosaline")],
            stage.Juliet.Received.Select(stanza => (stanza.Name, stanza["from"]!.Split('/')[1])));
        Assert.All(stage.Juliet.Received, stanza => Assert.Null(stanza.Child("delay")));
    }

    /// <summary>XEP-0045 §7.2.2 M3, §7.2.4 M1, M2.</summary>
    [Fact]
    public void Others_get_the_newcomer_once_and_only_moderators_see_the_jid()
    {
        var stage = Stage.Open();
        stage.With(stage.Juliet);

        stage.Enters(stage.Rosaline);

        Xml.AssertUser("<item jid='rosaline@verona.lit/orchard' affiliation='none' role='participant'/>", Assert.Single(stage.Romeo.Received));
        Xml.AssertUser("<item affiliation='none' role='participant'/>", Assert.Single(stage.Juliet.Received));
    }

    /// <summary>XEP-0045 §7.2.4 M2.</summary>
    [Fact]
    public void Newcomer_to_a_semi_anonymous_room_sees_no_jid_but_its_own()
    {
        var stage = Stage.Open();

        stage.Enters(stage.Juliet);

        Assert.Null(stage.Juliet.Received[0].Item()["jid"]);
        Assert.Equal(stage.Juliet.FullJid, stage.Juliet.Received[1].Item()["jid"]);
        Assert.DoesNotContain("100", stage.Juliet.Received[1].Codes());
    }

    /// <summary>XEP-0045 §7.2.3 M1, M2, §14.5.</summary>
    [Fact]
    public void Newcomer_to_a_non_anonymous_room_sees_jids_and_is_warned()
    {
        var stage = Stage.Open(("muc#roomconfig_whois", "anyone"));

        stage.Enters(stage.Juliet);

        Assert.Equal(stage.Romeo.FullJid, stage.Juliet.Received[0].Item()["jid"]);
        Assert.Equal(["100", "110"], stage.Juliet.Received[1].Codes());
        Assert.Equal(stage.Juliet.FullJid, Assert.Single(stage.Romeo.Received).Item()["jid"]);
    }

    /// <summary>XEP-0045 §7.2.12 M1, §14.3.</summary>
    [Fact]
    public void Newcomer_to_a_logged_room_is_warned()
    {
        var stage = Stage.Open(("muc#roomconfig_enablelogging", "1"));

        stage.Enters(stage.Juliet);

        Assert.Contains("170", stage.Juliet.Received[1].Codes());
    }

    /// <summary>XEP-0045 §7.2.2 M2, §17.3; XEP-0421.</summary>
    [Fact]
    public void Client_marks_in_the_join_are_not_passed_on_but_its_own_words_are()
    {
        var stage = Stage.Open();

        stage.Enters(
            stage.Juliet,
            beside: $"<show>away</show><x xmlns='{Ns.MucUser}'><item affiliation='owner'/></x><occupant-id xmlns='{Ns.OccupantId}' id='me'/><hats xmlns='{Ns.Hats}'/>");

        var presence = Assert.Single(stage.Romeo.Received);
        Assert.Equal("away", presence.Child("show")!.Text);
        Assert.Equal("none", presence.Item()["affiliation"]);
        Assert.Single(presence.ChildrenNamed("x"));
        Assert.Equal(stage.Find("Juliet").OccupantId, Assert.Single(presence.ChildrenNamed("occupant-id"))["id"]);
        Assert.Null(presence.Child("hats"));
    }

    /// <summary>XEP-0421 §4.</summary>
    [Fact]
    public void Occupant_id_stays_the_same_over_visits_and_differs_between_people()
    {
        var stage = Stage.Open();
        stage.With(stage.Juliet);
        var first = stage.Find("Juliet").OccupantId;
        stage.Leaves(stage.Juliet);

        stage.Enters(stage.Juliet, "Capulet");

        Assert.Equal(first, stage.Find("Capulet").OccupantId);
        Assert.NotEqual(first, stage.Find("Romeo").OccupantId);
        Assert.DoesNotContain("juliet", first, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>XEP-0045 §7.2.1 M2.</summary>
    [Fact]
    public void Entering_without_a_nickname_is_jid_malformed()
    {
        var stage = Stage.Open();

        stage.Send(stage.Juliet, $"<presence><x xmlns='{Ns.Muc}'/></presence>");

        var error = Assert.Single(stage.Juliet.Received);
        Assert.Equal("jid-malformed", error.Condition());
        Assert.Equal("modify", error.ErrorType());
        Assert.Equal(Stage.RoomJid, error.Child("error")!["by"]);
    }

    /// <summary>XEP-0045 §7.2.1, §17.3, §18.2.2.</summary>
    [Fact]
    public void Presence_of_another_type_neither_enters_nor_exits()
    {
        var stage = Stage.Open();

        stage.Send(stage.Juliet, $"<presence type='probe' to='{Stage.RoomJid}/Juliet'><x xmlns='{Ns.Muc}'/></presence>");
        stage.Send(stage.Romeo, $"<presence type='subscribe' to='{Stage.RoomJid}/Romeo'/>");

        Assert.Equal("not-acceptable", Assert.Single(stage.Juliet.Received).Condition());
        Assert.Equal(1, stage.Room.OccupantCount);
    }

    /// <summary>XEP-0045 §7.2.18 M1.</summary>
    [Fact]
    public void Presence_without_x_from_outside_is_told_that_it_is_out_of_step()
    {
        var stage = Stage.Open();

        stage.ShowsPresence(stage.Juliet, "Juliet");

        var kick = Assert.Single(stage.Juliet.Received);
        Assert.Equal("unavailable", kick["type"]);
        Assert.Equal(["307", "333", "110"], kick.Codes());
        Assert.Equal(1, stage.Room.OccupantCount);
    }

    /// <summary>XEP-0045 §7.2.1, §17.3.</summary>
    [Fact]
    public void Joining_again_gets_everything_again_and_disturbs_nobody()
    {
        var stage = Stage.Open();
        stage.With(stage.Juliet);

        stage.Enters(stage.Juliet);

        Assert.Equal(3, stage.Juliet.Received.Count);
        Assert.Equal($"{Stage.RoomJid}/Romeo", stage.Juliet.Received[0]["from"]);
        Assert.Equal(["110"], stage.Juliet.Received[1].Codes());
        Assert.Empty(stage.Romeo.Received);
    }

    /// <summary>XEP-0045 §7.2.1, §17.3.</summary>
    [Fact]
    public void Joining_again_with_other_availability_tells_the_others()
    {
        var stage = Stage.Open();
        stage.With(stage.Juliet);

        stage.Enters(stage.Juliet, beside: "<show>dnd</show>");

        Assert.Equal("dnd", Assert.Single(stage.Romeo.Received).Child("show")!.Text);
    }

    [Fact]
    public void Joining_again_under_another_nickname_renames_and_synchronizes()
    {
        var stage = Stage.Open();
        stage.With(stage.Juliet);

        stage.Enters(stage.Juliet, "Capulet");

        Assert.Contains("303", stage.Romeo.Received[0].Codes());
        Assert.Equal($"{Stage.RoomJid}/Romeo", stage.Juliet.Received[2]["from"]);
        Assert.Equal(2, stage.Room.OccupantCount);
    }

    /// <summary>XEP-0045 §7.2.2 M3.</summary>
    [Fact]
    public void Hidden_roles_are_not_shown_to_newcomers_nor_announced()
    {
        var stage = Stage.Open(
            ("muc#roomconfig_moderatedroom", "1"),
            ("muc#roomconfig_presencebroadcast", "participant"),
            ("muc#roomconfig_presencebroadcast", "moderator"));
        stage.With(stage.Juliet);

        stage.Enters(stage.Rosaline);

        Assert.Empty(stage.Juliet.Received);
        Assert.Empty(stage.Romeo.Received);
        Assert.Equal([$"{Stage.RoomJid}/Romeo", $"{Stage.RoomJid}/Rosaline"], stage.Rosaline.Received.Take(2).Select(stanza => stanza["from"]));
    }

    [Fact]
    public void Members_who_are_away_are_shown_by_their_reserved_nick_when_asked_for()
    {
        var stage = Stage.Open(("muc#roomconfig_presencebroadcast", "none"), ("muc#roomconfig_presencebroadcast", "moderator"));
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Jules'");
        stage.Grants(stage.Romeo, "member", stage.Mercutio);
        stage.ForgetAll();

        stage.Enters(stage.Rosaline);

        var away = stage.Rosaline.Received[1];
        Assert.Equal("unavailable", away["type"]);
        Assert.Equal($"{Stage.RoomJid}/Jules", away["from"]);
        Xml.AssertUser("<item affiliation='member' role='none' nick='Jules'/>", away);
        Assert.DoesNotContain(stage.Rosaline.Received, stanza => stanza.ToString().Contains("mercutio", StringComparison.Ordinal));
    }

    [Fact]
    public void Away_members_without_nick_are_shown_where_jids_are_public()
    {
        var stage = Stage.Open(("muc#roomconfig_presencebroadcast", "none"), ("muc#roomconfig_whois", "anyone"));
        stage.Grants(stage.Romeo, "member", stage.Mercutio);
        stage.ForgetAll();

        stage.Enters(stage.Rosaline);

        Assert.Equal("mercutio@verona.lit", Assert.Single(stage.Rosaline.From(Stage.RoomJid), stanza => stanza.Name == "presence").Item()["jid"]);
    }
}
