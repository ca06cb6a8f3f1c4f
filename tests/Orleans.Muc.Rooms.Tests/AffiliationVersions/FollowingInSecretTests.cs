using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.AffiliationVersions;

/// <summary>XEP-0463 §5.2.3 in a semi-anonymous room.</summary>
public sealed class FollowingInSecretTests
{
    private readonly Stage stage = Stage.Open();

    [Theory]
    [InlineData("member")]
    [InlineData("none")]
    public void Members_and_strangers_may_not_follow(string affiliation)
    {
        stage.Grants(stage.Romeo, affiliation, stage.Juliet);

        Assert.Equal("forbidden", Following.Enter(stage, stage.Juliet)[0].Condition());
    }

    [Fact]
    public void Admin_follows_the_lists_that_admins_may_read()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.Grants(stage.Romeo, "member", stage.Rosaline);
        stage.Grants(stage.Romeo, "outcast", stage.Mercutio);

        Assert.Equal([(stage.Mercutio.BareJid, "outcast"), (stage.Rosaline.BareJid, "member")], Following.Items(Following.Enter(stage, stage.Juliet)[0]));
    }

    [Fact]
    public void Owner_follows_all_of_them()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);

        Assert.Equal([(stage.Juliet.BareJid, "admin"), (stage.Romeo.BareJid, "owner")], Following.Items(Following.Enter(stage, stage.Romeo)[0]));
    }

    [Fact]
    public void Nothing_that_is_for_those_who_follow_shows_a_jid_to_anybody_else()
    {
        Following.Enter(stage, stage.Romeo);
        stage.Enters(stage.Juliet);
        stage.Enters(stage.Rosaline);
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        Assert.Equal(2, stage.Romeo.Received.Count(stanza => stanza.Name != "iq" && stanza.User().Child("mav", Ns.MucAffiliations) is not null));
        Assert.All(stage.Rosaline.Received, stanza => Assert.DoesNotContain("verona.lit", stanza.Item()["jid"] ?? "", StringComparison.Ordinal));
        Assert.DoesNotContain(stage.Rosaline.Received, stanza => stanza.ToString().Contains(Ns.MucAffiliations, StringComparison.Ordinal));
    }
}
