using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Administration;

/// <summary>XEP-0045 §8.5, §9.2, §9.5, §9.8, §10.5 and §10.8, as of version 1.35.</summary>
public sealed class ListTests
{
    private readonly Stage stage = Stage.Open();

    public ListTests()
    {
        stage.With(stage.Juliet, stage.Rosaline);
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Juliet'");
        stage.Grants(stage.Romeo, "admin", stage.Mercutio);
        stage.Administers(stage.Romeo, "<item affiliation='outcast' jid='tybalt@verona.lit'><reason>Treason</reason></item>");
    }

    /// <summary>XEP-0045 §9.5 M1, M2, §17.4.</summary>
    [Fact]
    public void Member_list_has_bare_jids_and_reserved_nicks_and_no_roles()
    {
        Xml.AssertSame(
            $"<query xmlns='{Ns.MucAdmin}'><item jid='juliet@verona.lit' affiliation='member' nick='Juliet'/></query>",
            Assert.Single(stage.Reads(stage.Romeo, "affiliation='member'").Children));
    }

    /// <summary>XEP-0045 §9.2 M1, M2, §17.4.</summary>
    [Fact]
    public void Ban_list_has_reasons()
    {
        Xml.AssertSame(
            $"<query xmlns='{Ns.MucAdmin}'><item jid='tybalt@verona.lit' affiliation='outcast'><reason>Treason</reason></item></query>",
            Assert.Single(stage.Reads(stage.Romeo, "affiliation='outcast'").Children));
    }

    [Fact]
    public void Reason_of_a_ban_is_not_the_reason_of_what_follows_it()
    {
        stage.Administers(stage.Romeo, "<item affiliation='member' jid='tybalt@verona.lit'/>");

        Assert.All(stage.Reads(stage.Romeo, "affiliation='member'").Children.Single().Children, item => Assert.Null(item.Child("reason")));
    }

    /// <summary>XEP-0045 §5.2.1, §7.11, §9 M1, §10.5 M1, §10.8 M1.</summary>
    [Theory]
    [InlineData("moderators", "Romeo", "owner admin member outcast")]
    [InlineData("moderators", "Mercutio", "member outcast")]
    [InlineData("moderators", "Juliet", "")]
    [InlineData("moderators", "Rosaline", "")]
    [InlineData("anyone", "Romeo", "owner admin member outcast")]
    [InlineData("anyone", "Mercutio", "owner admin member outcast")]
    [InlineData("anyone", "Juliet", "owner admin member")]
    [InlineData("anyone", "Rosaline", "")]
    public void Who_may_read_which_list(string whois, string name, string lists)
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_whois", whois));
        var reader = stage.Cast.Single(person => person.Name == name);

        var readable = new[] { "owner", "admin", "member", "outcast" }.Where(list => stage.Reads(reader, $"affiliation='{list}'").Condition() switch
        {
            null => true,
            "forbidden" => false,
            var other => throw new InvalidOperationException(other),
        });

        Assert.Equal(lists, string.Join(' ', readable));
    }

    [Fact]
    public void There_is_no_list_of_the_unaffiliated()
    {
        Assert.Equal("bad-request", stage.Reads(stage.Romeo, "affiliation='none'").Condition());
        Assert.Equal("bad-request", stage.Reads(stage.Romeo, "role='none'").Condition());
        Assert.Equal("bad-request", stage.Reads(stage.Romeo, "").Condition());
        Assert.Equal("bad-request", stage.Reads(stage.Romeo, "role='visitor' affiliation='owner'").Condition());
    }

    /// <summary>XEP-0045 §8.5 M1, M2, §9.8 M1, M2, §17.4.</summary>
    [Fact]
    public void Role_lists_name_nick_role_affiliation_and_full_jid()
    {
        Xml.AssertSame(
            $"""
             <query xmlns='{Ns.MucAdmin}'>
             <item nick='Juliet' role='participant' affiliation='member' jid='juliet@verona.lit/orchard'/>
             <item nick='Rosaline' role='participant' affiliation='none' jid='rosaline@verona.lit/orchard'/></query>
             """,
            Assert.Single(stage.Reads(stage.Romeo, "role='participant'").Children));
        Assert.Equal("Romeo", Assert.Single(Assert.Single(stage.Reads(stage.Romeo, "role='moderator'").Children).Children)["nick"]);
    }

    /// <summary>XEP-0045 §8 M1, §9 M1: the voice list (§8.5) is for moderators, whom an admin outside is none of; the moderator list (§9.8) is for admins.</summary>
    [Fact]
    public void Role_list_is_for_those_of_the_chapter_it_stands_in()
    {
        Assert.Equal("forbidden", stage.Reads(stage.Juliet, "role='participant'").Condition());
        stage.Appoints(stage.Romeo, "moderator", "Juliet");

        Assert.Equal("forbidden", stage.Reads(stage.Juliet, "role='moderator'").Condition());
        Assert.Equal("forbidden", stage.Reads(stage.Mercutio, "role='participant'").Condition());
        Assert.Null(stage.Reads(stage.Juliet, "role='participant'").Condition());
        Assert.Null(stage.Reads(stage.Mercutio, "role='moderator'").Condition());
    }
}
