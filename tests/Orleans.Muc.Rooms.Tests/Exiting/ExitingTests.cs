using Orleans.Muc.Rooms.Tests.Kit;

namespace Orleans.Muc.Rooms.Tests.Exiting;

/// <summary>XEP-0045 §7.14 and §11.1.</summary>
public sealed class ExitingTests
{
    private readonly Stage stage = Stage.Open();

    public ExitingTests() => stage.With(stage.Juliet, stage.Rosaline);

    /// <summary>XEP-0045 §7.14 M1 to M4.</summary>
    [Fact]
    public void Leaver_and_all_others_are_told_with_the_exit_message()
    {
        stage.Leaves(stage.Juliet, "<status>Parting is such sweet sorrow</status>");

        Xml.AssertUser(
            "<item jid='juliet@verona.lit/orchard' affiliation='none' role='none'/><status code='110'/>",
            Assert.Single(stage.Juliet.Received));
        Xml.AssertUser("<item affiliation='none' role='none'/>", Assert.Single(stage.Rosaline.Received));
        Assert.Equal("juliet@verona.lit/orchard", Assert.Single(stage.Romeo.Received).Item()["jid"]);
        Assert.All([stage.Juliet, stage.Rosaline, stage.Romeo], person =>
        {
            Assert.Equal("unavailable", person.Received[0]["type"]);
            Assert.Equal("Parting is such sweet sorrow", person.Received[0].Child("status")!.Text);
        });
    }

    [Fact]
    public void Leaving_works_by_room_address_and_by_occupant_address()
    {
        stage.Send(stage.Juliet, $"<presence type='unavailable' to='{Stage.RoomJid}/Juliet'/>");
        stage.Send(stage.Rosaline, $"<presence type='unavailable' to='{Stage.RoomJid}'/>");

        Assert.Equal(1, stage.Room.OccupantCount);
    }

    /// <summary>XEP-0045 §17.3.</summary>
    [Fact]
    public void Unavailable_presence_from_outside_is_ignored()
    {
        Assert.Empty(stage.Leaves(stage.Mercutio).Announcements);
    }

    /// <summary>XEP-0045 §7.14 M3, M4, §11.1, §18.1.2.</summary>
    [Fact]
    public void Lost_connection_is_told_with_333_and_without_307()
    {
        stage.Hand(new VisitLost(stage.Juliet.Visit));

        Assert.Equal(["333"], Assert.Single(stage.Rosaline.Received).Codes());
        Assert.Equal("none", stage.Rosaline.Received[0].Item()["role"]);
        Assert.Equal(2, stage.Room.OccupantCount);
    }

    /// <summary>XEP-0045 §18.1.2: a stanza that did not arrive shows that nobody is there.</summary>
    [Theory]
    [InlineData("message", "gone")]
    [InlineData("message", "item-not-found")]
    [InlineData("presence", "recipient-unavailable")]
    [InlineData("presence", "redirect")]
    [InlineData("message", "remote-server-not-found")]
    [InlineData("message", "remote-server-timeout")]
    public void Delivery_error_removes_a_ghost(string stanza, string condition)
    {
        stage.Send(stage.Juliet, Error(stanza, condition));

        Assert.Equal(["333"], Assert.Single(stage.Rosaline.Received).Codes());
        Assert.Equal("unavailable", stage.Rosaline.Received[0]["type"]);
        Assert.Equal(2, stage.Room.OccupantCount);
    }

    /// <summary>XEP-0045 §18.1.2: other errors say nothing of the kind, and none is answered.</summary>
    [Fact]
    public void Other_errors_and_those_of_strangers_change_nothing()
    {
        stage.Send(stage.Juliet, Error("message", "service-unavailable"));
        stage.Send(stage.Juliet, Error("iq", "item-not-found"));
        stage.Send(stage.Mercutio, Error("message", "gone"));
        var absent = new Stage();
        absent.Send(absent.Juliet, Error("message", "gone"));

        Assert.Equal(3, stage.Room.OccupantCount);
        Assert.All(stage.Cast.Concat(absent.Cast), person => Assert.Empty(person.Received));
    }

    [Fact]
    public void Ended_session_leaves_like_anybody()
    {
        stage.Hand(new SessionEnded(stage.Juliet.Visit));

        Assert.Equal("unavailable", Assert.Single(stage.Rosaline.Received)["type"]);
        Assert.Empty(stage.Rosaline.Received[0].Codes());
    }

    [Fact]
    public void Walls_may_speak_of_somebody_who_is_not_there()
    {
        Assert.Empty(stage.Hand(new VisitLost(stage.Mercutio.Visit)).Events);
        Assert.Empty(stage.Hand(new SessionEnded(stage.Mercutio.Visit)).Events);
        Assert.Empty(new Stage().Hand(new VisitLost(stage.Mercutio.Visit)).Announcements);
    }

    [Fact]
    public void Service_that_stops_says_so_to_those_it_sees_out_and_to_the_others()
    {
        stage.Hand(new ServiceStopping(stage.Juliet.Visit));

        Assert.Equal(["332", "110"], Assert.Single(stage.Juliet.Received).Codes());
        Assert.Equal(["332"], Assert.Single(stage.Romeo.Received).Codes());
        Assert.DoesNotContain(stage.Roster, entry => entry.Nick.Value == "Juliet");
    }

    [Fact]
    public void Service_that_stops_says_so_to_each_session_of_a_nickname()
    {
        var phone = stage.Add(new Person("Juliet", "phone"));
        stage.Enters(phone);
        stage.ForgetAll();

        stage.Hand(new ServiceStopping(stage.Juliet.Visit));
        stage.Hand(new ServiceStopping(phone.Visit));

        Assert.Equal(["332", "110"], Assert.Single(stage.Juliet.Received).Codes());
        Assert.Equal(["332", "110"], phone.Received[^1].Codes());
    }

    [Fact]
    public void Temporary_room_found_without_anybody_in_it_is_over_and_a_persistent_one_is_not()
    {
        var abandoned = Stage.Open();
        Assert.Empty(abandoned.Hand(new Woken(abandoned.Romeo.Visit)).Events);
        abandoned.RestoreWithoutAnybody();
        Assert.IsType<RoomDestroyed>(Assert.Single(abandoned.Hand(new Woken(abandoned.Romeo.Visit)).Events));

        var persistent = Stage.Open(("muc#roomconfig_persistentroom", "1"));
        persistent.RestoreWithoutAnybody();
        Assert.Empty(persistent.Hand(new Woken(persistent.Romeo.Visit)).Events);
    }

    [Fact]
    public void Resumed_session_hangs_on_another_connection_and_nobody_notices()
    {
        var resumed = stage.Juliet.Visit with { Connection = "gateway-2" };

        stage.Hand(new Rebind(resumed));

        Assert.Equal(resumed, Assert.Single(stage.Find("Juliet").Visits));
        Assert.All(stage.Cast, person => Assert.Empty(person.Received));
    }

    private static string Error(string stanza, string condition) =>
        $"<{stanza} type='error' id='e1' to='{Stage.RoomJid}/Romeo'><error type='cancel'><{condition} xmlns='{Xmpp.Ns.Stanzas}'/></error></{stanza}>";
}
