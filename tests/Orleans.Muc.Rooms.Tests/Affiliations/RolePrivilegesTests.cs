using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Affiliations;

/// <summary>XEP-0045 §5.1.1 to §5.1.3, its tables cell by cell.</summary>
public sealed class RolePrivilegesTests
{
    private static readonly string[] Roles = ["none", "visitor", "participant", "moderator"];

    /// <summary>XEP-0045 §5.1.1: whether each role may, as rooms are configured unless their owner wants it otherwise.</summary>
    [Theory]
    [InlineData("receive messages", "visitor", "participant", "moderator")]
    [InlineData("receive presence", "visitor", "participant", "moderator")]
    [InlineData("change availability", "visitor", "participant", "moderator")]
    [InlineData("change nickname", "visitor", "participant", "moderator")]
    [InlineData("send private messages", "visitor", "participant", "moderator")]
    [InlineData("invite", "visitor", "participant", "moderator")]
    [InlineData("speak", "participant", "moderator")]
    [InlineData("change subject", "moderator")]
    [InlineData("kick", "moderator")]
    [InlineData("grant voice", "moderator")]
    [InlineData("revoke voice", "moderator")]
    public void Role_may_do_what_the_table_says_and_nothing_else(string privilege, params string[] roles) =>
        Assert.Equal(roles, Roles.Where(role => May(privilege, role)));

    /// <summary>XEP-0045 §5.1.1: what the footnotes of the table leave to the configuration.</summary>
    [Theory]
    [InlineData("change subject", "muc#roomconfig_changesubject", "1", "participant", "moderator")]
    [InlineData("send private messages", "muc#roomconfig_allowpm", "participants", "participant", "moderator")]
    [InlineData("send private messages", "muc#roomconfig_allowpm", "moderators", "moderator")]
    [InlineData("send private messages", "muc#roomconfig_allowpm", "none")]
    public void Configuration_moves_the_bounds(string privilege, string field, string value, params string[] roles) =>
        Assert.Equal(roles, Roles.Where(role => May(privilege, role, (field, value))));

    /// <summary>XEP-0045 §5.1.2, §5.1.3: the role an entry begins with; "" where nobody enters.</summary>
    [Theory]
    [InlineData("muc#roomconfig_moderatedroom", "1", "visitor", "participant", "moderator", "moderator")]
    [InlineData("muc#roomconfig_moderatedroom", "0", "participant", "participant", "moderator", "moderator")]
    [InlineData("muc#roomconfig_membersonly", "1", "", "participant", "moderator", "moderator")]
    [InlineData("muc#roomconfig_membersonly", "0", "participant", "participant", "moderator", "moderator")]
    public void Affiliation_and_kind_of_room_make_the_first_role(string field, string value, params string[] roles)
    {
        var entered = new[] { "none", "member", "admin", "owner" }.Select(affiliation =>
        {
            var stage = Stage.Open((field, value));
            stage.Grants(stage.Romeo, affiliation, stage.Juliet);
            stage.ForgetAll();
            stage.Enters(stage.Juliet);
            return stage.Juliet.Received[^1].Condition() is null ? stage.Juliet.From($"{Stage.RoomJid}/Juliet")[0].Item()["role"] : "";
        });

        Assert.Equal(roles, entered);
    }

    /// <summary>XEP-0045 §5.1.3: who may change the role of somebody without affiliation. The moderator is a member, so as to outrank them (§8.4).</summary>
    [Theory]
    [InlineData("visitor", "none", "moderator", "admin", "owner")]
    [InlineData("visitor", "participant", "moderator", "admin", "owner")]
    [InlineData("visitor", "moderator", "admin", "owner")]
    [InlineData("participant", "none", "moderator", "admin", "owner")]
    [InlineData("participant", "visitor", "moderator", "admin", "owner")]
    [InlineData("participant", "moderator", "admin", "owner")]
    [InlineData("moderator", "none", "admin", "owner")]
    [InlineData("moderator", "visitor", "admin", "owner")]
    [InlineData("moderator", "participant", "admin", "owner")]
    public void Role_is_changed_by_whom_the_table_says(string from, string to, params string[] actors)
    {
        var able = new[] { "participant", "moderator", "admin", "owner" }.Where(actor =>
        {
            var stage = Stage.Open().With();
            stage.With(stage.Juliet, stage.Rosaline);
            stage.Grants(stage.Romeo, actor is "admin" or "owner" ? actor : "member", stage.Juliet);
            if (actor == "moderator")
                stage.Appoints(stage.Romeo, "moderator", "Juliet");
            stage.Appoints(stage.Romeo, from, "Rosaline");
            stage.ForgetAll();
            if (stage.Appoints(stage.Juliet, to, "Rosaline").Condition() is not null)
                return false;

            Assert.All([stage.Romeo, stage.Juliet, stage.Rosaline], person => Assert.Equal(to, Assert.Single(person.From($"{Stage.RoomJid}/Rosaline")).Item()["role"]));
            return true;
        });

        Assert.Equal(actors, able);
    }

    private static bool May(string privilege, string role, params (string Var, string Value)[] configuration)
    {
        var stage = Stage.Open(configuration).With();
        stage.With(stage.Rosaline, stage.Juliet);
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.Appoints(stage.Romeo, role, "Juliet");
        stage.Appoints(stage.Romeo, privilege == "grant voice" ? "visitor" : "participant", "Rosaline");
        stage.ForgetAll();
        var (juliet, rosaline) = (stage.Juliet, stage.Rosaline);
        switch (privilege)
        {
            case "receive messages":
                stage.Says(stage.Romeo, "But soft!");
                return juliet.Received.Any(stanza => stanza.Body() == "But soft!");
            case "receive presence":
                stage.ShowsPresence(stage.Romeo, "Romeo", "<show>away</show>");
                return juliet.Received.Any(stanza => stanza.Child("show") is not null);
            case "change availability":
                stage.ShowsPresence(juliet, "Juliet", "<show>away</show>");
                return rosaline.Received.Any(stanza => stanza.Child("show") is not null);
            case "change nickname":
                stage.ShowsPresence(juliet, "Capulet");
                return rosaline.Received.Any(stanza => stanza.Codes().Contains("303"));
            case "send private messages":
                stage.Whispers(juliet, "Rosaline", "psst");
                return rosaline.Received.Any(stanza => stanza.Body() == "psst");
            case "invite":
                stage.Send(juliet, $"<message><x xmlns='{Ns.MucUser}'><invite to='nurse@verona.lit'/></x></message>");
                return stage.Letters.Count == 1;
            case "speak":
                stage.Says(juliet, "Ay me!");
                return rosaline.Received.Any(stanza => stanza.Body() == "Ay me!");
            case "change subject":
                stage.SetsSubject(juliet, "Names");
                return stage.Room.Subject?.Text == "Names";
            case "kick":
                return Succeeds("none");
            case "grant voice":
                return Succeeds("participant");
            case "revoke voice":
                return Succeeds("visitor");
            default:
                throw new ArgumentOutOfRangeException(nameof(privilege), privilege, null);
        }

        bool Succeeds(string desired)
        {
            var answer = stage.Appoints(juliet, desired, "Rosaline");
            Assert.Contains(answer.Condition(), new[] { null, "forbidden" });
            return answer.Condition() is null;
        }
    }
}
