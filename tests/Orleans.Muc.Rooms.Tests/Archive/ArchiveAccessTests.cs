using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;
using static Orleans.Muc.Rooms.Tests.Kit.ArchiveActs;

namespace Orleans.Muc.Rooms.Tests.Archive;

/// <summary>XEP-0313 §5.1.2: who may read a room's archive, and whom they learn of.</summary>
public sealed class ArchiveAccessTests
{
    [Fact]
    public void Outcasts_never_read()
    {
        var stage = Spoken();
        stage.Grants(stage.Romeo, "outcast", stage.Juliet);

        AssertRefused(stage, stage.Juliet, "forbidden");
        Assert.Single(stage.Recalls(stage.Mercutio).Bodies());
    }

    [Fact]
    public void What_is_for_members_only_is_read_by_members_and_those_above_them()
    {
        var stage = Spoken(("muc#roomconfig_membersonly", "1"));
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.Grants(stage.Romeo, "admin", stage.Rosaline);

        Assert.Single(stage.Recalls(stage.Juliet).Bodies());
        Assert.Single(stage.Recalls(stage.Rosaline).Bodies());
        Assert.Single(stage.Recalls(stage.Romeo).Bodies());
        AssertRefused(stage, stage.Mercutio, "forbidden");
        Assert.Single(stage.Recalls(stage.Add(new Person("Prince"))).Bodies());
    }

    [Fact]
    public void Behind_a_password_read_the_affiliated_and_those_who_are_inside()
    {
        var stage = Spoken(("muc#roomconfig_roomsecret", "verona"));
        stage.Grants(stage.Romeo, "member", stage.Juliet);

        Assert.Single(stage.Recalls(stage.Juliet).Bodies());
        AssertRefused(stage, stage.Mercutio, "forbidden");
        stage.Enters(stage.Mercutio, inside: "<password>verona</password>");
        Assert.Single(stage.Recalls(stage.Mercutio).Bodies());
        stage.Leaves(stage.Mercutio);
        AssertRefused(stage, stage.Mercutio, "forbidden");
    }

    [Fact]
    public void A_room_that_is_not_there_or_not_yet_has_no_archive()
    {
        var stage = new Stage(rules => rules with { HasArchive = true });
        AssertRefused(stage, stage.Juliet, "item-not-found");
        stage.Enters(stage.Romeo);
        AssertRefused(stage, stage.Juliet, "item-not-found");
        Assert.True(stage.Recalls(stage.Romeo).IsComplete());
        stage.Configures(stage.Romeo, ("muc#roomconfig_persistentroom", "1"));
        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");

        AssertRefused(stage, stage.Juliet, "gone");
    }

    [Fact]
    public void In_a_semi_anonymous_room_only_moderators_and_who_would_be_are_told_real_JIDs()
    {
        var stage = Spoken();
        stage.Grants(stage.Romeo, "admin", stage.Rosaline);
        stage.Enters(stage.Juliet);

        Assert.Equal([stage.Romeo.FullJid], Authors(stage.Recalls(stage.Romeo)));
        Assert.Equal([stage.Romeo.FullJid], Authors(stage.Recalls(stage.Rosaline)));
        foreach (var person in (Person[])[stage.Juliet, stage.Mercutio])
        {
            var told = stage.Recalls(person);
            Assert.Empty(Authors(told));
            Assert.DoesNotContain(told, stanza => stanza.ToString().Contains(stage.Romeo.BareJid, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void In_a_non_anonymous_room_everybody_is_told_real_JIDs()
    {
        var stage = Spoken(("muc#roomconfig_whois", "anyone"));

        Assert.Equal([stage.Romeo.FullJid], Authors(stage.Recalls(stage.Mercutio)));
    }

    [Fact]
    public void Who_becomes_a_moderator_is_told_from_then_on()
    {
        var stage = Spoken();
        stage.Enters(stage.Juliet);
        stage.Appoints(stage.Romeo, "moderator", "Juliet");
        Assert.Equal([stage.Romeo.FullJid], Authors(stage.Recalls(stage.Juliet)));
        stage.Appoints(stage.Romeo, "participant", "Juliet");
        Assert.Empty(Authors(stage.Recalls(stage.Juliet)));
    }

    [Fact]
    public void Real_JIDs_that_clients_make_up_are_not_kept()
    {
        var stage = Archived(fields: ("muc#roomconfig_whois", "anyone"));
        stage.Send(stage.Romeo, $"<message type='groupchat'><body>x</body><x xmlns='{Ns.MucUser}'><item jid='{stage.Juliet.BareJid}'/></x></message>");

        var told = stage.Recalls(stage.Mercutio);

        Assert.Equal([stage.Romeo.FullJid], Authors(told));
        Assert.Single(told.Messages()[0].ChildrenNamed("x", Ns.MucUser));
    }

    [Fact]
    public void What_the_room_said_itself_has_no_author()
    {
        var stage = Spoken(("muc#roomconfig_whois", "anyone"));
        stage.Asks(stage.Romeo, "set", $"<moderate xmlns='{Ns.Moderation}' id='{stage.Log[^1].Id}'><retract xmlns='{Ns.Retraction}'/></moderate>");

        var told = stage.Recalls(stage.Mercutio);

        Assert.Equal(2, told.Messages().Count);
        Assert.Equal([stage.Romeo.FullJid], Authors(told));
    }

    [Fact]
    public void Messages_are_found_by_the_nickname_they_were_said_under()
    {
        var stage = Discussed();

        Assert.Equal(["Ay me!", "O Romeo"], With(stage, stage.Mercutio, $"{Stage.RoomJid}/Juliet"));
        Assert.Equal(["But soft!", "Ay me!", "O Romeo"], With(stage, stage.Mercutio, Stage.RoomJid));
        Assert.Empty(With(stage, stage.Mercutio, $"{Stage.RoomJid}/Nobody"));
    }

    [Fact]
    public void Messages_are_found_by_real_JIDs_only_by_those_who_may_know_them()
    {
        var stage = Discussed();

        Assert.Equal(["Ay me!", "O Romeo"], With(stage, stage.Romeo, stage.Juliet.BareJid));
        Assert.Equal(["Ay me!", "O Romeo"], With(stage, stage.Romeo, stage.Juliet.FullJid));
        Assert.Empty(With(stage, stage.Romeo, stage.Juliet.BareJid + "/elsewhere"));
        Assert.Empty(With(stage, stage.Mercutio, stage.Juliet.BareJid));
        Assert.Equal(["Ay me!", "O Romeo"], With(stage, stage.Juliet, stage.Juliet.BareJid));
    }

    [Fact]
    public void Who_finds_nothing_by_a_real_JID_is_told_all_the_same_what_is_not_there()
    {
        var stage = Discussed();
        var fields = Field("with", stage.Juliet.BareJid);

        Assert.True(stage.RecallsWith(stage.Mercutio, fields).IsComplete());
        Assert.Equal("item-not-found", stage.RecallsWith(stage.Mercutio, fields + Field("after-id", new string('0', 32)))[^1].Condition());
    }

    private static Stage Spoken(params (string Var, string Value)[] fields)
    {
        var stage = Archived(fields: fields);
        stage.Says(stage.Romeo, "But soft!");
        stage.ForgetAll();
        return stage;
    }

    private static Stage Discussed()
    {
        var stage = Spoken().With();
        stage.Enters(stage.Juliet);
        stage.Says(stage.Juliet, "Ay me!");
        stage.Says(stage.Juliet, "O Romeo");
        stage.ForgetAll();
        return stage;
    }

    private static string[] With(Stage stage, Person who, string with) => stage.RecallsWith(who, Field("with", with)).Bodies();

    private static string[] Authors(List<Element> told) =>
        [.. told.Messages().Select(message => message.Child("x", Ns.MucUser)?.Child("item", Ns.MucUser)?["jid"]).OfType<string>()];

    private static void AssertRefused(Stage stage, Person who, string condition)
    {
        Assert.Equal(condition, Assert.Single(stage.Recalls(who)).Condition());
        foreach (var asked in (string[])[$"<query xmlns='{Ns.Mam}'/>", $"<metadata xmlns='{Ns.Mam}'/>"])
            Assert.Equal(condition, stage.Asks(who, "get", asked).Condition());
        who.Forget();
    }
}
