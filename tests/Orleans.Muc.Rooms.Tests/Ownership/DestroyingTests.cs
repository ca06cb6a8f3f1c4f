using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Ownership;

/// <summary>XEP-0045 §10.9.</summary>
public sealed class DestroyingTests
{
    private readonly Stage stage = Stage.Open(("muc#roomconfig_persistentroom", "1"));

    public DestroyingTests() => stage.With(stage.Juliet);

    /// <summary>XEP-0045 §10.9 M1 to M3.</summary>
    [Fact]
    public void Everybody_is_told_where_to_go_and_why_and_nothing_of_the_others()
    {
        var answer = stage.Asks(
            stage.Romeo,
            "set",
            $"<query xmlns='{Ns.MucOwner}'><destroy jid='crypt@conference.verona.lit'><reason>Macbeth doth come.</reason><password>key</password></destroy></query>");

        Assert.Equal("result", answer["type"]);
        var farewell = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("unavailable", $"{Stage.RoomJid}/Juliet"), (farewell["type"], farewell["from"]));
        Xml.AssertSame(
            $"""
             <x xmlns='{Ns.MucUser}'><item affiliation='none' role='none'/>
             <destroy jid='crypt@conference.verona.lit'><reason>Macbeth doth come.</reason><password>key</password></destroy><status code='110'/></x>
             """,
            farewell.User());
        Assert.Equal(["presence", "iq"], stage.Romeo.Received.Select(stanza => stanza.Name));
        Assert.Equal(RoomStatus.Destroyed, stage.Room.Status);
        Assert.Empty(stage.Room.Members);
    }

    /// <summary>XEP-0045 §10.9 M2: even when there is nothing to say in it.</summary>
    [Fact]
    public void Destruction_without_reason_or_other_place_is_told_as_one()
    {
        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");

        Xml.AssertSame($"<destroy xmlns='{Ns.MucUser}'/>", Assert.Single(stage.Juliet.Received).User().Child("destroy")!);
    }

    /// <summary>XEP-0045 §10.9 M1.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public void Owner_ends_any_room_from_outside_too(string persistent)
    {
        var room = Stage.Open(("muc#roomconfig_persistentroom", persistent));
        room.With(room.Juliet);
        room.Leaves(room.Romeo);

        Assert.Equal("result", room.Asks(room.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>")["type"]);

        Assert.Equal((RoomStatus.Destroyed, 0), (room.Room.Status, room.Room.OccupantCount));
    }

    /// <summary>XEP-0045 §10.9 M4.</summary>
    [Fact]
    public void Others_are_forbidden()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);

        Assert.Equal("forbidden", stage.Asks(stage.Juliet, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>").Condition());
        Assert.Equal(RoomStatus.Open, stage.Room.Status);
    }

    [Fact]
    public void Alternative_that_is_no_address_is_refused()
    {
        Assert.Equal("jid-malformed", stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy jid='@'/></query>").Condition());
    }

    [Fact]
    public void Nothing_of_a_destroyed_room_is_left_for_the_next()
    {
        stage.Says(stage.Romeo, "secret");
        stage.SetsSubject(stage.Romeo, "secret");
        stage.Grants(stage.Romeo, "outcast", stage.Mercutio);
        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");
        stage.ForgetAll();

        stage.Enters(stage.Romeo);
        Assert.Contains("201", stage.Romeo.Received[0].Codes());
        stage.Configures(stage.Romeo);
        stage.Enters(stage.Mercutio);

        Assert.Contains("110", stage.Mercutio.Received[^2].Codes());
        Assert.DoesNotContain(stage.Romeo.Received, stanza => stanza.ToString().Contains("secret", StringComparison.Ordinal));
        Assert.DoesNotContain(stage.Mercutio.Received, stanza => stanza.ToString().Contains("secret", StringComparison.Ordinal));
    }
}
