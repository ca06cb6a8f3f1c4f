using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Affiliations;

/// <summary>XEP-0045 §5.2.1 and §5.2.2, their tables cell by cell.</summary>
public sealed class AffiliationPrivilegesTests
{
    private static readonly string[] Affiliations = ["outcast", "none", "member", "admin", "owner"];

    /// <summary>XEP-0045 §5.2.1: an affiliation is of the user, so it counts inside and outside of the room.</summary>
    [Theory]
    [InlineData("enter open room", "none", "member", "admin", "owner")]
    [InlineData("register with open room", "none", "member", "admin", "owner")]
    [InlineData("read member list", "member", "admin", "owner")]
    [InlineData("read member list of a semi-anonymous room", "admin", "owner")]
    [InlineData("enter members-only room", "member", "admin", "owner")]
    [InlineData("ban", "admin", "owner")]
    [InlineData("edit member list", "admin", "owner")]
    [InlineData("make moderators", "admin", "owner")]
    [InlineData("unmake moderators", "admin", "owner")]
    [InlineData("edit admin list", "owner")]
    [InlineData("edit owner list", "owner")]
    [InlineData("configure", "owner")]
    [InlineData("destroy", "owner")]
    public void Affiliation_may_do_what_the_table_says_and_nothing_else(string privilege, params string[] affiliations)
    {
        Assert.Equal(affiliations, Affiliations.Where(affiliation => May(privilege, affiliation, isInside: false)));
        Assert.Equal(affiliations.Except(["outcast"]), Affiliations.Except(["outcast"]).Where(affiliation => May(privilege, affiliation, isInside: true)));
    }

    /// <summary>XEP-0045 §5.2.2: who may make what of whom.</summary>
    [Theory]
    [InlineData("outcast", "none", "admin", "owner")]
    [InlineData("outcast", "member", "admin", "owner")]
    [InlineData("outcast", "admin", "owner")]
    [InlineData("outcast", "owner", "owner")]
    [InlineData("none", "outcast", "admin", "owner")]
    [InlineData("none", "member", "admin", "owner")]
    [InlineData("none", "admin", "owner")]
    [InlineData("none", "owner", "owner")]
    [InlineData("member", "outcast", "admin", "owner")]
    [InlineData("member", "none", "admin", "owner")]
    [InlineData("member", "admin", "owner")]
    [InlineData("member", "owner", "owner")]
    [InlineData("admin", "outcast", "owner")]
    [InlineData("admin", "none", "owner")]
    [InlineData("admin", "member", "owner")]
    [InlineData("admin", "owner", "owner")]
    [InlineData("owner", "outcast", "owner")]
    [InlineData("owner", "none", "owner")]
    [InlineData("owner", "member", "owner")]
    [InlineData("owner", "admin", "owner")]
    public void Affiliation_is_changed_by_whom_the_table_says(string from, string to, params string[] actors)
    {
        var able = new[] { "none", "member", "admin", "owner" }.Where(actor =>
        {
            var stage = Stage.Open();
            stage.Grants(stage.Romeo, actor, stage.Juliet);
            stage.Grants(stage.Romeo, from, stage.Rosaline);
            var answer = stage.Grants(stage.Juliet, to, stage.Rosaline);
            Assert.Equal(answer.Condition() is null ? to : from, stage.Room.AffiliationOf(Jid.Parse(stage.Rosaline.BareJid)).ToString().ToLowerInvariant());
            return answer.Condition() is null;
        });

        Assert.Equal(actors, able);
    }

    private static bool May(string privilege, string affiliation, bool isInside)
    {
        var stage = Stage.Open(privilege switch
        {
            "enter members-only room" => [("muc#roomconfig_membersonly", "1")],
            "read member list" => [("muc#roomconfig_whois", "anyone")],
            "register with open room" => [("{urn:orleans-muc:roomconfig}registration", "open")],
            _ => [],
        });
        stage.With(stage.Rosaline);
        stage.Grants(stage.Romeo, affiliation, stage.Juliet);
        if (isInside && !privilege.StartsWith("enter", StringComparison.Ordinal))
            stage.With(stage.Juliet);
        if (privilege == "unmake moderators")
            stage.Appoints(stage.Romeo, "moderator", "Rosaline");
        stage.ForgetAll();
        var juliet = stage.Juliet;
        return privilege switch
        {
            "enter open room" or "enter members-only room" => Enters(),
            "register with open room" => IsDone(stage.Registers(juliet, "Jules")),
            "read member list" or "read member list of a semi-anonymous room" => IsDone(stage.Reads(juliet, "affiliation='member'")),
            "ban" => IsDone(stage.Grants(juliet, "outcast", stage.Rosaline)),
            "edit member list" => IsDone(stage.Grants(juliet, "member", stage.Rosaline)),
            "make moderators" => IsDone(stage.Appoints(juliet, "moderator", "Rosaline")),
            "unmake moderators" => IsDone(stage.Appoints(juliet, "participant", "Rosaline")),
            "edit admin list" => IsDone(stage.Grants(juliet, "admin", stage.Rosaline)),
            "edit owner list" => IsDone(stage.Grants(juliet, "owner", stage.Rosaline)),
            "configure" => IsDone(stage.Configures(juliet, ("muc#roomconfig_roomname", "Hers"))),
            "destroy" => IsDone(stage.Asks(juliet, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>")),
            _ => throw new ArgumentOutOfRangeException(nameof(privilege), privilege, null),
        };

        bool Enters()
        {
            stage.Enters(juliet);
            return juliet.Received[^1].Condition() is null;
        }

        static bool IsDone(Element answer)
        {
            Assert.Contains(answer.Condition(), new[] { null, "forbidden" });
            return answer.Condition() is null;
        }
    }
}
