using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Ownership;

/// <summary>What is left of a persistent room that was destroyed (XEP-0045 §10.9).</summary>
public sealed class TombstoneTests
{
    private readonly Stage stage = Stage.Open(("muc#roomconfig_persistentroom", "1"));

    [Fact]
    public void Who_comes_back_learns_that_the_room_is_gone_and_where_to_go()
    {
        Destroy("<destroy jid='crypt@conference.verona.lit'><reason>A plague</reason></destroy>");

        stage.Enters(stage.Juliet);

        var error = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("gone", "cancel"), (error.Condition(), error.ErrorType()));
        Assert.Equal("xmpp:crypt@conference.verona.lit?join", error.Child("error")!.Child("gone", Ns.Stanzas)!.Text);
        Assert.Equal("A plague", error.Child("error")!.Child("text", Ns.Stanzas)!.Text);
        Assert.Equal("gone", stage.Asks(stage.Juliet, "get", $"<query xmlns='{Ns.DiscoInfo}'/>").Condition());
    }

    [Theory]
    [InlineData("muc#roomconfig_membersonly", "1")]
    [InlineData("muc#roomconfig_publicroom", "0")]
    [InlineData("muc#roomconfig_roomsecret", "cauldronburn")]
    public void A_room_that_was_not_for_anybody_tells_neither_why_nor_where_to(string var, string value)
    {
        stage.Configures(stage.Romeo, (var, value));
        Destroy("<destroy jid='crypt@conference.verona.lit'><reason>A plague</reason></destroy>");

        stage.Enters(stage.Juliet);

        var error = Assert.Single(stage.Juliet.Received);
        Assert.Equal("gone", error.Condition());
        Assert.DoesNotContain("crypt", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("plague", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_another_place_it_is_gone_all_the_same()
    {
        Destroy("<destroy/>");

        stage.Enters(stage.Juliet);

        Assert.Equal("", Assert.Single(stage.Juliet.Received).Child("error")!.Child("gone", Ns.Stanzas)!.Text);
    }

    [Fact]
    public void Who_destroyed_it_may_begin_anew_and_so_may_service_admins()
    {
        Destroy("<destroy/>");
        stage.Enters(stage.Romeo);
        Assert.Equal(RoomStatus.Locked, stage.Room.Status);
        Assert.Null(stage.Room.Tombstone);

        var other = Stage.Open(("muc#roomconfig_persistentroom", "1"));
        other.Asks(other.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");
        other.Enters(other.Add(new Person("Prince")));
        Assert.Equal(RoomStatus.Locked, other.Room.Status);
    }

    [Fact]
    public void After_a_month_the_name_is_anybodys()
    {
        Destroy("<destroy/>");

        stage.Now += TimeSpan.FromDays(31);
        stage.Enters(stage.Juliet);

        Assert.Equal(RoomStatus.Locked, stage.Room.Status);
    }

    [Fact]
    public void Temporary_room_leaves_nothing()
    {
        var temporary = Stage.Open();
        temporary.Asks(temporary.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");

        temporary.Enters(temporary.Juliet);

        Assert.Equal(RoomStatus.Locked, temporary.Room.Status);
    }

    private void Destroy(string destroy)
    {
        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'>{destroy}</query>");
        stage.ForgetAll();
    }
}
