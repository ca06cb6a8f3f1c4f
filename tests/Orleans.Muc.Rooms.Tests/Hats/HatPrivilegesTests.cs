using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Hats;

/// <summary>XEP-0317: who may do what with hats, and who learns what of them.</summary>
public sealed class HatPrivilegesTests
{
    private readonly Stage stage = Stage.Open();

    public HatPrivilegesTests()
    {
        stage.With(stage.Juliet, stage.Rosaline);
        stage.Grants(stage.Romeo, "admin", stage.Rosaline);
        stage.Defines(stage.Romeo, HatActs.Host, "Host");
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Rosaline.BareJid);
        stage.ForgetAll();
    }

    [Theory]
    [InlineData("create")]
    [InlineData("destroy")]
    [InlineData("assign")]
    [InlineData("unassign")]
    public void Hats_are_managed_by_owners_and_admins(string command)
    {
        Assert.Equal("executing", Begin(stage.Romeo, command).Status());
        Assert.Equal("executing", Begin(stage.Rosaline, command).Status());
        foreach (var other in (Person[])[stage.Juliet, stage.Mercutio])
        {
            var refused = Begin(other, command);
            Assert.Equal(("forbidden", "auth"), (refused.Condition(), refused.ErrorType()));
            Assert.Equal("forbidden", stage.InfoRefusal(other, $"{Ns.HatCommands}:{command}"));
        }

        stage.Grants(stage.Romeo, "member", stage.Juliet);
        Assert.Equal("forbidden", Begin(stage.Juliet, command).Condition());
        stage.Appoints(stage.Romeo, "moderator", "Juliet");
        Assert.Equal("forbidden", Begin(stage.Juliet, command).Condition());
    }

    [Fact]
    public void Refused_command_changes_nothing()
    {
        Assert.Equal("forbidden", stage.Defines(stage.Juliet, "urn:queen", "Queen").Condition());
        Assert.Equal("forbidden", stage.Assigns(stage.Juliet, HatActs.Host, stage.Juliet.BareJid).Condition());
        Assert.Equal("forbidden", stage.Unassigns(stage.Juliet, HatActs.Host, stage.Rosaline.BareJid).Condition());
        Assert.Equal("forbidden", stage.Runs(stage.Juliet, "destroy", ("hats#uri", HatActs.Host)).Condition());

        Assert.Empty(stage.Romeo.Received);
        Assert.Equal("Host", Assert.Single(stage.Room.Hats.Hats).Title);
    }

    [Fact]
    public void Admin_who_is_outside_manages_hats_too()
    {
        stage.Leaves(stage.Rosaline);

        Assert.Equal("completed", stage.Assigns(stage.Rosaline, HatActs.Host, stage.Juliet.BareJid).Status());
        Assert.Equal(["Host"], stage.Juliet.Received[^1].Hats());
    }

    [Fact]
    public void Who_wears_what_is_for_owners_only_in_a_semi_anonymous_room()
    {
        Assert.Equal([[stage.Rosaline.BareJid, HatActs.Host, "Host", ""]], stage.Runs(stage.Romeo, "list-assigned").Rows());
        foreach (var other in (Person[])[stage.Rosaline, stage.Juliet, stage.Mercutio])
            Assert.Equal("forbidden", stage.Runs(other, "list-assigned").Condition());
        Assert.All(stage.Juliet.Received, stanza => Assert.DoesNotContain(stage.Rosaline.BareJid, stanza.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Who_wears_what_is_for_members_where_everybody_sees_jids()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_whois", "anyone"));
        Assert.Equal("forbidden", stage.Runs(stage.Juliet, "list-assigned").Condition());
        stage.Grants(stage.Romeo, "member", stage.Juliet);

        Assert.Equal([[stage.Rosaline.BareJid, HatActs.Host, "Host", ""]], stage.Runs(stage.Juliet, "list-assigned").Rows());
    }

    [Fact]
    public void Table_of_who_wears_what_has_four_columns_and_is_sorted_by_jid()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);

        var x = stage.Runs(stage.Romeo, "list-assigned").Child("command", Ns.Commands)!.Child("x", Ns.DataForms)!;

        Assert.Equal("Assigned Hats List", x.Child("title")!.Text);
        Assert.Equal(["hats#jid", "hats#uri", "hats#title", "hats#hue"], x.Child("reported")!.ChildrenNamed("field").Select(field => field["var"]));
        Assert.Equal([stage.Juliet.BareJid, stage.Rosaline.BareJid], x.ChildrenNamed("item").Select(item => item.Child("field")!.Child("value")!.Text));
    }

    [Theory]
    [InlineData("muc#roomconfig_membersonly", "1")]
    [InlineData("muc#roomconfig_roomsecret", "cauldronburn")]
    public void Closed_room_lists_its_hats_to_those_inside_and_to_members(string field, string value)
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.Configures(stage.Romeo, (field, value));

        Assert.Equal("forbidden", stage.Runs(stage.Mercutio, "list").Condition());
        Assert.DoesNotContain("hats#hash", stage.Info(stage.Mercutio).ToString(), StringComparison.Ordinal);
        Assert.Single(stage.Runs(stage.Juliet, "list").Rows());
        stage.Leaves(stage.Juliet);
        Assert.Single(stage.Runs(stage.Juliet, "list").Rows());
        Assert.Contains("hats#hash", stage.Info(stage.Juliet).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Outcast_lists_nothing()
    {
        stage.Grants(stage.Romeo, "outcast", stage.Juliet);

        Assert.Equal("forbidden", stage.Runs(stage.Juliet, "list").Condition());
    }

    [Fact]
    public void Hats_say_nothing_of_jids_to_those_who_may_not_see_them()
    {
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Romeo.BareJid);
        stage.Enters(stage.Mercutio);

        foreach (var person in (Person[])[stage.Juliet, stage.Mercutio])
            Assert.All(person.Received, stanza => Assert.DoesNotContain(stage.Romeo.BareJid, stanza.ToString(), StringComparison.Ordinal));
        Assert.Contains(stage.Juliet.Received, stanza => stanza.Hats() is ["Host"]);
    }

    [Fact]
    public void Room_that_is_not_there_or_not_yet_has_no_commands()
    {
        var other = new Stage();
        Assert.Equal("item-not-found", other.Runs(other.Juliet, "list").Condition());
        other.Enters(other.Romeo);

        Assert.Equal("item-not-found", other.Runs(other.Juliet, "list").Condition());
        Assert.Equal("completed", other.Defines(other.Romeo, HatActs.Host, "Host").Status());
    }

    private Element Begin(Person who, string command) => stage.Commands(who, $"node='{Ns.HatCommands}:{command}'");
}
