using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.AffiliationVersions;

/// <summary>XEP-0463 in a room where everybody sees who is who; <see cref="FollowingInSecretTests"/> has the other kind.</summary>
public sealed class FollowingAffiliationsTests
{
    private readonly Stage stage = Stage.Open(("muc#roomconfig_whois", "anyone"), ("muc#roomconfig_persistentroom", "1"));

    [Fact]
    public void Room_says_that_it_can()
    {
        var info = Assert.Single(stage.Asks(stage.Juliet, "get", $"<query xmlns='{Ns.DiscoInfo}'/>").Children);

        Assert.Contains("urn:xmpp:muc:affiliations:1", info.ChildrenNamed("feature").Select(feature => feature["var"]));
    }

    [Fact]
    public void Who_asks_without_a_version_is_told_the_whole_list_before_any_presence()
    {
        Member(stage.Juliet);
        stage.Grants(stage.Romeo, "admin", stage.Mercutio);

        var entry = Follow(stage.Juliet);

        Assert.Equal(("message", Stage.RoomJid, null), (entry[0].Name, entry[0]["from"], entry[0]["type"]));
        var until = Until(stage.Juliet);
        Xml.AssertUser(
            $"<mav xmlns='{Ns.MucAffiliations}' until='{until}'/>"
            + $"<item jid='{stage.Juliet.BareJid}' affiliation='member'/><item jid='{stage.Mercutio.BareJid}' affiliation='admin'/><item jid='{stage.Romeo.BareJid}' affiliation='owner'/>",
            entry[0]);
        Xml.AssertUser(
            $"<mav xmlns='{Ns.MucAffiliations}' until='{until}'/><status code='100'/><item affiliation='member' role='participant' jid='{stage.Juliet.FullJid}'/><status code='110'/>",
            Self(stage.Juliet));
    }

    [Fact]
    public void Who_does_not_ask_is_told_nothing_of_it()
    {
        Member(stage.Juliet);
        stage.Enters(stage.Juliet);
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        Assert.DoesNotContain(stage.Juliet.Received, stanza => stanza.ToString().Contains(Ns.MucAffiliations, StringComparison.Ordinal));
    }

    [Fact]
    public void Who_creates_a_room_may_follow_it_at_once()
    {
        var another = new Stage();
        another.Enters(another.Romeo, inside: $"<mav xmlns='{Ns.MucAffiliations}'/>");

        Assert.Equal([(another.Romeo.BareJid, "owner")], Items(another.Romeo.Received[0]));
    }

    [Fact]
    public void Who_knows_a_version_is_told_what_has_changed_since()
    {
        Member(stage.Juliet);
        Member(stage.Rosaline);
        Follow(stage.Juliet);
        var known = Leave(stage.Juliet);
        stage.Grants(stage.Romeo, "none", stage.Rosaline);
        stage.Grants(stage.Romeo, "member", stage.Mercutio);
        stage.Grants(stage.Romeo, "admin", stage.Mercutio);

        var message = Follow(stage.Juliet, known)[0];

        Assert.Equal((known, Until(stage.Juliet)), (Mav(message)["since"], Mav(message)["until"]));
        Assert.NotEqual(known, Mav(message)["until"]);
        Assert.Equal([(stage.Mercutio.BareJid, "admin"), (stage.Rosaline.BareJid, "none")], Items(message).Order());
    }

    [Fact]
    public void Who_knows_the_present_version_gets_no_message()
    {
        Member(stage.Juliet);
        Follow(stage.Juliet);
        var known = Leave(stage.Juliet);

        var entry = Follow(stage.Juliet, known);

        Assert.Equal("presence", entry[0].Name);
        Assert.Equal(known, Until(stage.Juliet));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1.AAAAAAAAAAAAAAAA")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("ffffffffffffffffffffffff.x")]
    [InlineData("9pacabr2q1")]
    public void Version_that_the_room_never_told_is_answered_with_the_whole_list(string since)
    {
        Member(stage.Juliet);

        var message = Follow(stage.Juliet, since)[0];

        Assert.Null(Mav(message)["since"]);
        Assert.Equal(2, Items(message).Length);
    }

    [Fact]
    public void Version_of_a_room_that_ended_is_none_of_the_next()
    {
        Member(stage.Juliet);
        Follow(stage.Juliet);
        var known = Leave(stage.Juliet);
        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");
        stage.Enters(stage.Romeo);
        stage.Configures(stage.Romeo, ("muc#roomconfig_whois", "anyone"));
        Member(stage.Juliet);

        Assert.Null(Mav(Follow(stage.Juliet, known)[0])["since"]);
    }

    [Fact]
    public void After_more_changes_than_are_remembered_the_whole_list_is_told()
    {
        Member(stage.Juliet);
        Follow(stage.Juliet);
        var known = Leave(stage.Juliet);
        for (var change = 0; change < 1_000; change++)
            stage.Grants(stage.Romeo, change % 2 == 0 ? "member" : "none", stage.Mercutio);
        stage.Grants(stage.Romeo, "member", stage.Rosaline);
        Assert.Equal(1_000, stage.Room.PastAffiliationsAfter(0).Count());

        Assert.Null(Mav(Follow(stage.Juliet, known)[0])["since"]);
    }

    [Fact]
    public void There_and_back_again_is_no_empty_difference()
    {
        Member(stage.Juliet);
        Follow(stage.Juliet);
        var known = Leave(stage.Juliet);
        stage.Grants(stage.Romeo, "member", stage.Mercutio);
        stage.Grants(stage.Romeo, "none", stage.Mercutio);

        var message = Follow(stage.Juliet, known)[0];

        Assert.Null(Mav(message)["since"]);
        Assert.Equal(Until(stage.Juliet), Mav(message)["until"]);
        Assert.Equal(2, Items(message).Length);
    }

    [Fact]
    public void Change_of_somebody_present_is_told_in_presence_from_version_to_version()
    {
        Member(stage.Juliet);
        stage.Enters(stage.Mercutio);
        Follow(stage.Juliet);
        var before = Until(stage.Juliet);
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        var presence = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("presence", $"{Stage.RoomJid}/Mercutio", before), (presence.Name, presence["from"], Mav(presence)["since"]));
        Assert.Null(stage.Mercutio.Received.Single().User().Child("mav", Ns.MucAffiliations));
        Assert.Equal(Mav(presence)["until"], Until(Again(stage.Juliet)));
    }

    [Fact]
    public void Change_of_somebody_away_is_told_in_a_message_from_version_to_version()
    {
        Member(stage.Juliet);
        Follow(stage.Juliet);
        var before = Until(stage.Juliet);
        stage.ForgetAll();

        stage.Administers(stage.Romeo, $"<item affiliation='member' jid='{stage.Mercutio.BareJid}'/><item affiliation='member' jid='{stage.Rosaline.BareJid}'/>");

        Assert.Equal(2, stage.Juliet.Received.Count);
        var (first, second) = (stage.Juliet.Received[0], stage.Juliet.Received[1]);
        Assert.Equal((before, Mav(second)["since"]), (Mav(first)["since"], Mav(first)["until"]));
        Assert.Equal([(stage.Mercutio.BareJid, "member")], Items(first));
        Assert.Equal(Mav(second)["until"], Until(Again(stage.Juliet)));
    }

    [Fact]
    public void Who_is_changed_and_follows_is_told_the_versions_too()
    {
        Member(stage.Juliet);
        Follow(stage.Juliet);
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "admin", stage.Juliet);

        var presence = Assert.Single(stage.Juliet.Received);
        Assert.Equal(["110"], presence.Codes());
        Assert.NotNull(Mav(presence)["until"]);
    }

    [Fact]
    public void Ban_is_told_with_its_versions_in_the_presence_that_shows_it()
    {
        Member(stage.Juliet);
        stage.Enters(stage.Mercutio);
        Follow(stage.Juliet);
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "outcast", stage.Mercutio);

        var presence = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("unavailable", Until(Again(stage.Juliet))), (presence["type"], Mav(presence)["until"]));
    }

    [Fact]
    public void Change_that_no_presence_shows_is_told_in_a_message()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_presencebroadcast", "moderator"));
        Member(stage.Juliet);
        stage.Enters(stage.Mercutio);
        Follow(stage.Juliet);
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        var message = Assert.Single(stage.Juliet.Received);
        Assert.Equal("message", message.Name);
        Assert.Equal([(stage.Mercutio.BareJid, "member")], Items(message));
        Assert.Equal(Until(Again(stage.Juliet)), Mav(message)["until"]);
        Assert.DoesNotContain(stage.Romeo.Received, stanza => stanza["from"] == Stage.RoomJid && stanza.Name == "message");
    }

    [Fact]
    public void Reserved_nickname_alone_makes_no_version()
    {
        Member(stage.Juliet);
        var version = stage.Room.AffiliationVersion;

        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Jule'");

        Assert.Equal(version, stage.Room.AffiliationVersion);
    }

    [Fact]
    public void Bans_are_for_those_who_may_read_them()
    {
        Member(stage.Juliet);
        stage.Grants(stage.Romeo, "outcast", stage.Mercutio);
        Assert.DoesNotContain(Items(Follow(stage.Juliet)[0]), item => item.Jid == stage.Mercutio.BareJid);
        var known = Leave(stage.Juliet);

        stage.Grants(stage.Romeo, "admin", stage.Juliet);

        Assert.Contains((stage.Mercutio.BareJid, "outcast"), Items(Follow(stage.Juliet)[0]));
        Assert.NotEqual(known, Leave(stage.Juliet));
    }

    [Fact]
    public void Member_who_is_banned_is_no_longer_listed_for_those_who_may_not_read_bans()
    {
        Member(stage.Juliet);
        Member(stage.Mercutio);
        Follow(stage.Juliet);
        var known = Leave(stage.Juliet);
        stage.Grants(stage.Romeo, "outcast", stage.Mercutio);

        Assert.Equal([(stage.Mercutio.BareJid, "none")], Items(Follow(stage.Juliet, known)[0]));
    }

    [Fact]
    public void Stranger_is_forbidden_and_enters_all_the_same()
    {
        var entry = Follow(stage.Juliet);

        Assert.Equal(("message", "error", Stage.RoomJid), (entry[0].Name, entry[0]["type"], entry[0]["from"]));
        Assert.Equal(("forbidden", "auth", Stage.RoomJid), (entry[0].Condition(), entry[0].ErrorType(), entry[0].Child("error")!["by"]));
        Assert.Null(Self(stage.Juliet).User().Child("mav", Ns.MucAffiliations));
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        Assert.Null(Assert.Single(stage.Juliet.Received).User().Child("mav", Ns.MucAffiliations));
    }

    [Fact]
    public void Version_from_before_ones_own_membership_is_forbidden()
    {
        Follow(stage.Romeo);
        var overheard = Until(stage.Romeo);
        Member(stage.Juliet);

        Assert.Equal("forbidden", Follow(stage.Juliet, overheard)[0].Condition());
        stage.Leaves(stage.Juliet);
        Assert.Equal(2, Items(Follow(stage.Juliet)[0]).Length);
    }

    [Fact]
    public void Question_is_not_shown_to_others()
    {
        Member(stage.Juliet);

        Follow(stage.Juliet, "secret");

        Assert.DoesNotContain("mav", stage.Romeo.Received[^1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_outlive_the_host_and_so_does_the_wish_to_follow()
    {
        Member(stage.Juliet);
        Member(stage.Rosaline);
        Follow(stage.Juliet);
        Follow(stage.Rosaline);
        var known = Leave(stage.Juliet);
        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        stage.Restore();
        stage.ForgetAll();

        Assert.Equal([(stage.Mercutio.BareJid, "member")], Items(Follow(stage.Juliet, known)[0]));
        stage.ForgetAll();
        stage.Grants(stage.Romeo, "none", stage.Mercutio);
        Assert.Equal(Mav(Assert.Single(stage.Juliet.Received)).ToString(), Mav(Assert.Single(stage.Rosaline.Received)).ToString());
    }

    [Fact]
    public void Who_enters_again_without_asking_follows_no_longer()
    {
        Member(stage.Juliet);
        Follow(stage.Juliet);
        stage.Enters(stage.Juliet);
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        Assert.Null(Assert.Single(stage.Juliet.Received).User().Child("mav", Ns.MucAffiliations));
    }

    [Fact]
    public void Long_list_comes_in_parts_that_follow_one_another()
    {
        for (var first = 0; first < 2_000; first += 500)
            stage.Administers(stage.Romeo, string.Concat(Enumerable.Range(first, 500).Select(n => $"<item affiliation='member' jid='guest{n}@verona.lit'/>")));
        Member(stage.Juliet);

        var parts = Follow(stage.Juliet).TakeWhile(stanza => stanza.Name == "message").ToList();

        Assert.Equal([1_000, 1_000, 2], parts.Select(part => Items(part).Length));
        Assert.Equal([null, Mav(parts[0])["until"], Mav(parts[1])["until"]], parts.Select(part => Mav(part)["since"]));
        Assert.Equal(Until(stage.Juliet), Mav(parts[2])["until"]);
        Assert.Equal(2_002, parts.SelectMany(Items).Distinct().Count());

        // Who got only a part of it knows no version.
        Leave(stage.Juliet);
        Assert.Null(Mav(Follow(stage.Juliet, Mav(parts[0])["until"])[0])["since"]);
    }

    private void Member(Person who) => stage.Grants(stage.Romeo, "member", who);

    private IReadOnlyList<Element> Follow(Person who, string? since = null) => Following.Enter(stage, who, since);

    /// <summary>The version known on leaving.</summary>
    private string Leave(Person who)
    {
        var known = Until(who);
        stage.Leaves(who);
        return known;
    }

    private Person Again(Person who)
    {
        Follow(who);
        return who;
    }

    private static string Until(Person who) => Mav(Self(who))["until"]!;

    private static Element Self(Person who) => who.Received.Where(stanza => stanza.Name == "presence" && stanza["type"] is null && stanza.Codes().Contains("110")).Last();

    private static Element Mav(Element stanza) => stanza.User().Child("mav", Ns.MucAffiliations)!;

    private static (string Jid, string Affiliation)[] Items(Element message) => Following.Items(message);
}
