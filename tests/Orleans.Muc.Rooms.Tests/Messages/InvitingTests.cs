using System.Text;
using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Messages;

/// <summary>XEP-0045 §7.8.2.</summary>
public sealed class InvitingTests
{
    private readonly Stage stage = Stage.Open();

    public InvitingTests() => stage.With(stage.Juliet);

    /// <summary>XEP-0045 §7.8.2 M1.</summary>
    [Fact]
    public void Invitation_goes_out_in_the_name_of_the_room_and_names_the_occupant()
    {
        Invite(stage.Juliet, "rosaline@verona.lit");

        var letter = Assert.Single(stage.Letters);
        Assert.Equal("rosaline@verona.lit", letter.To.ToString());
        Xml.AssertSame(
            $"""
             <message from='{Stage.RoomJid}' id='invite1' to='rosaline@verona.lit'>
             <x xmlns='{Ns.MucUser}'><invite from='{Stage.RoomJid}/Juliet'><reason/></invite></x>
             <body>{Stage.RoomJid}/Juliet invited you to the room {Stage.RoomJid}</body>
             <x xmlns='{Ns.Conference}' jid='{Stage.RoomJid}'/></message>
             """,
            Element.Parse(Encoding.UTF8.GetBytes(letter.Stanza.ToString())));
        Assert.DoesNotContain("juliet@verona.lit", letter.Stanza.ToString(), StringComparison.Ordinal);
    }

    /// <summary>XEP-0045 §7.8.2: to whom there is no way.</summary>
    [Theory]
    [InlineData("rosaline@elsewhere.lit")]
    [InlineData("verona.lit")]
    public void Who_can_not_be_reached_is_not_found_and_nobody_becomes_a_member(string invitee)
    {
        var closed = new Stage(rules => rules with { Domain = Jid.Parse("verona.lit") });
        closed.Enters(closed.Romeo);
        closed.Configures(closed.Romeo, ("muc#roomconfig_membersonly", "1"));
        closed.ForgetAll();

        closed.Send(closed.Romeo, $"<message><x xmlns='{Ns.MucUser}'><invite to='{invitee}'/></x></message>");

        Assert.Equal("item-not-found", Assert.Single(closed.Romeo.Received).Condition());
        Assert.Empty(closed.Letters);
        Assert.Single(closed.Room.Members);
    }

    [Fact]
    public void Invitation_of_a_repeated_call_goes_out_once()
    {
        var invite = new Invite(stage.Juliet.Visit, [new Invitation(Jid.Parse("rosaline@verona.lit"), null, null)]) { Counter = 4711 };

        stage.Hand(invite);
        stage.Hand(invite);

        Assert.Single(stage.Letters);
    }

    [Fact]
    public void Declined_invitation_of_a_repeated_call_is_told_once()
    {
        var decline = new Decline(stage.Rosaline.Visit, Jid.Parse($"{Stage.RoomJid}/Juliet"), null) { Counter = 4711 };

        stage.Hand(decline);
        stage.Hand(decline);

        Assert.Single(stage.Juliet.Received);
    }

    /// <summary>XEP-0045 §7.8.2, §7.9.</summary>
    [Fact]
    public void Reason_continuation_and_password_go_along()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_roomsecret", "cauldronburn"));

        Invite(stage.Juliet, "rosaline@verona.lit", "<reason>Come, nurse</reason><continue thread='t1'/>");

        var x = Assert.Single(stage.Letters).Stanza.Payload.Element("x", Ns.MucUser)!;
        Assert.Equal("Come, nurse", x.Child("invite")!.Child("reason")!.Text);
        Assert.Equal("t1", x.Child("invite")!.Child("continue")!["thread"]);
        Assert.Equal("cauldronburn", x.Child("password")!.Text);
    }

    [Fact]
    public void Several_people_are_invited_at_once()
    {
        stage.Send(stage.Juliet, $"<message><x xmlns='{Ns.MucUser}'><invite to='rosaline@verona.lit'/><invite to='nurse@verona.lit/kitchen'/></x></message>");

        Assert.Equal(["rosaline@verona.lit", "nurse@verona.lit/kitchen"], stage.Letters.Select(letter => letter.To.ToString()));
    }

    [Fact]
    public void Somebody_outside_may_not_invite()
    {
        Invite(stage.Mercutio, "rosaline@verona.lit");

        Assert.Equal("not-acceptable", Assert.Single(stage.Mercutio.Received).Condition());
        Assert.Empty(stage.Letters);
    }

    [Fact]
    public void Malformed_invitee_is_told()
    {
        Invite(stage.Juliet, "@");

        Assert.Equal("jid-malformed", Assert.Single(stage.Juliet.Received).Condition());
    }

    [Fact]
    public void Invitation_to_a_members_only_room_makes_a_member()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"));
        stage.ForgetAll();

        Invite(stage.Romeo, "rosaline@verona.lit");

        Assert.Equal(Affiliation.Member, stage.Room.AffiliationOf(Jid.Parse("rosaline@verona.lit")));
        Assert.Single(stage.Letters);
        Assert.Equal("rosaline@verona.lit", Assert.Single(stage.Romeo.Received).Item()["jid"]);
    }

    /// <summary>XEP-0045 §9.5 M8.</summary>
    [Fact]
    public void Invitation_to_an_open_room_makes_no_member()
    {
        Invite(stage.Romeo, "rosaline@verona.lit");

        Assert.Equal(Affiliation.None, stage.Room.AffiliationOf(Jid.Parse("rosaline@verona.lit")));
    }

    /// <summary>XEP-0045 §9.5 M7.</summary>
    [Theory]
    [InlineData("0", "forbidden")]
    [InlineData("1", null)]
    public void Mere_member_invites_to_a_members_only_room_only_if_configured(string allowed, string? condition)
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"), ("muc#roomconfig_allowinvites", allowed));
        stage.ForgetAll();

        Invite(stage.Juliet, "rosaline@verona.lit");

        Assert.Equal(condition, stage.Juliet.Received.SingleOrDefault()?.Condition());
        Assert.Equal(condition is null ? 1 : 0, stage.Letters.Count);
    }

    [Fact]
    public void Invitation_lifts_no_ban()
    {
        stage.Grants(stage.Romeo, "outcast", stage.Rosaline);
        stage.ForgetAll();

        Invite(stage.Romeo, "rosaline@verona.lit");

        Assert.Equal("not-allowed", Assert.Single(stage.Romeo.Received).Condition());
        Assert.Empty(stage.Letters);
    }

    [Fact]
    public void Declining_is_told_to_the_inviter_only()
    {
        stage.Send(stage.Rosaline, $"<message id='d1'><x xmlns='{Ns.MucUser}'><decline to='{Stage.RoomJid}/Juliet'><reason>No</reason></decline></x></message>");

        Xml.AssertUser("<decline from='rosaline@verona.lit'><reason>No</reason></decline>", Assert.Single(stage.Juliet.Received));
        Assert.Equal(Stage.RoomJid, stage.Juliet.Received[0]["from"]);
        Assert.Empty(stage.Romeo.Received);
    }

    [Fact]
    public void Room_does_not_relay_declines_to_strangers()
    {
        stage.Send(stage.Rosaline, $"<message><x xmlns='{Ns.MucUser}'><decline to='nurse@verona.lit'/></x></message>");

        Assert.Equal("item-not-found", Assert.Single(stage.Rosaline.Received).Condition());
        Assert.Empty(stage.Letters);
    }

    private void Invite(Person who, string whom, string inside = "") =>
        stage.Send(who, $"<message id='invite1'><x xmlns='{Ns.MucUser}'><invite to='{whom}'>{inside}</invite></x></message>");
}
