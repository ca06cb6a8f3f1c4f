using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Affiliations;

/// <summary>Replaying rows, as a room does when it comes back from storage.</summary>
public sealed class AffiliationListTests
{
    private readonly Room room = new(Jid.Parse(Stage.RoomJid), new ServiceRules(Jid.Parse("conference.verona.lit"), new HashSet<Jid>()));
    private readonly Jid juliet = Jid.Parse("juliet@verona.lit");

    [Fact]
    public void Row_without_affiliation_and_nick_is_deleted()
    {
        room.Apply(new MemberChanged(new Member(juliet, Affiliation.Member, Nick.Parse("Jules"), null)));
        room.Apply(new MemberChanged(new Member(juliet, Affiliation.None, null, null)));

        Assert.Empty(room.Members);
        Assert.Equal(Affiliation.None, room.AffiliationOf(juliet));
    }

    [Fact]
    public void Row_replaces_the_former_one_of_the_same_user()
    {
        room.Apply(new MemberChanged(new Member(juliet, Affiliation.Member, Nick.Parse("Jules"), null)));
        room.Apply(new MemberChanged(new Member(juliet, Affiliation.Admin, null, "promoted")));

        Assert.Equal(new Member(juliet, Affiliation.Admin, null, "promoted"), Assert.Single(room.Members));
    }

    [Fact]
    public void Restored_room_knows_its_rows()
    {
        var stored = RoomStored.Empty(new RoomConfiguration(), new byte[32], DateTimeOffset.UnixEpoch) with
        {
            Members = [new Member(juliet, Affiliation.Owner, null, null), new Member(Jid.Parse("mantua.lit"), Affiliation.Outcast, null, null)],
        };

        var restored = Room.Restore(room.Jid, new ServiceRules(Jid.Parse("conference.verona.lit"), new HashSet<Jid>()), stored);

        Assert.Equal(RoomStatus.Open, restored.Status);
        Assert.Equal(Affiliation.Owner, restored.AffiliationOf(juliet));
        Assert.Equal(Affiliation.Outcast, restored.AffiliationOf(Jid.Parse("paris@mantua.lit")));
        Assert.Equal(Affiliation.None, restored.AffiliationOf(Jid.Parse("paris@verona.lit")));
    }

    [Fact]
    public void Members_who_swap_their_nicknames_both_have_one_reserved()
    {
        var stage = Stage.Open();
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Jule'");
        stage.Grants(stage.Romeo, "member", stage.Rosaline, "nick='Rose'");
        stage.Administers(
            stage.Romeo,
            $"<item affiliation='member' jid='{stage.Juliet.BareJid}' nick='Rose'/><item affiliation='member' jid='{stage.Rosaline.BareJid}' nick='Jule'/>");
        stage.ForgetAll();

        stage.Enters(stage.Mercutio, "Rose");
        stage.Enters(stage.Mercutio, "Jule");

        Assert.Equal(["conflict", "conflict"], stage.Mercutio.Received.Select(Xml.Condition));
    }
}
