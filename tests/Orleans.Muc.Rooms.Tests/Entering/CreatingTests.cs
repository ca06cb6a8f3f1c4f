using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Entering;

/// <summary>XEP-0045 §10.1.</summary>
public sealed class CreatingTests
{
    private readonly Stage stage = new();

    /// <summary>XEP-0045 §7.2.11, §10.1.1 M3, M4.</summary>
    [Fact]
    public void First_entry_creates_the_room_and_makes_an_owner()
    {
        stage.Enters(stage.Romeo);

        Assert.Equal(RoomStatus.Locked, stage.Room.Status);
        Xml.AssertUser(
            "<status code='201'/><item jid='romeo@verona.lit/orchard' affiliation='owner' role='moderator'/><status code='110'/>",
            stage.Romeo.Received[0]);
        Assert.Equal("romeo@verona.lit", Assert.Single(stage.Room.Members).Jid.ToString());
    }

    /// <summary>XEP-0045 §7.2.15 M3.</summary>
    [Fact]
    public void Creator_is_told_that_there_is_no_subject()
    {
        stage.Enters(stage.Romeo);

        Assert.Equal(2, stage.Romeo.Received.Count);
        var message = stage.Romeo.Received[1];
        Assert.Equal(Stage.RoomJid, message["from"]);
        Assert.Equal("", message.Child("subject")!.Text);
        Assert.Null(message.Child("body"));
    }

    /// <summary>XEP-0045 §7.2.10 M1, §10.1.1 M3.</summary>
    [Fact]
    public void Locked_room_is_not_there_for_others()
    {
        stage.Enters(stage.Romeo);

        stage.Enters(stage.Juliet);

        Assert.Equal("item-not-found", Assert.Single(stage.Juliet.Received).Condition());
        Assert.Equal("item-not-found", stage.Asks(stage.Juliet, "get", $"<query xmlns='{Ns.DiscoInfo}'/>").Condition());
    }

    /// <summary>XEP-0045 §17.2.</summary>
    [Fact]
    public void Locked_room_takes_no_messages()
    {
        stage.Enters(stage.Romeo);
        stage.ForgetAll();

        stage.Says(stage.Romeo, "But soft");

        Assert.Equal("item-not-found", Assert.Single(stage.Romeo.Received).Condition());
    }

    /// <summary>XEP-0045 §10.1.1 M7, §10.1.2 M1.</summary>
    [Fact]
    public void Empty_form_makes_an_instant_room()
    {
        stage.Enters(stage.Romeo);

        var answer = stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><x xmlns='{Ns.DataForms}' type='submit'/></query>");

        Assert.Equal("result", answer["type"]);
        Assert.Equal(RoomStatus.Open, stage.Room.Status);
        stage.Enters(stage.Juliet);
        Assert.Equal(2, stage.Room.OccupantCount);
    }

    /// <summary>XEP-0045 §10.1.1 M5, M6, M7, §10.1.3 M1 to M3.</summary>
    [Fact]
    public void Owner_asks_for_the_form_fills_it_in_and_is_told_of_success()
    {
        stage.Enters(stage.Romeo);

        var form = DataForm.From(stage.Asks(stage.Romeo, "get", $"<query xmlns='{Ns.MucOwner}'/>").Child("query", Ns.MucOwner)!.Child("x", Ns.DataForms))!;
        Assert.Equal(("form", Ns.MucRoomConfig), (form.Type, form.FormType));
        Assert.True(form.Fields.Count > 20);
        Assert.Equal(RoomStatus.Locked, stage.Room.Status);

        Assert.Equal("result", stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"))["type"]);
        Assert.Equal((RoomStatus.Open, true), (stage.Room.Status, stage.Room.Configuration.MembersOnly));
    }

    /// <summary>XEP-0045 §10.1.3 M4: and the room stays locked.</summary>
    [Fact]
    public void First_form_that_breaks_a_rule_opens_nothing()
    {
        stage.Enters(stage.Romeo);

        var answer = stage.Configures(stage.Romeo, ("muc#roomconfig_passwordprotectedroom", "1"), ("muc#roomconfig_roomsecret", ""));

        Assert.Equal(("not-acceptable", "modify"), (answer.Condition(), answer.ErrorType()));
        Assert.Equal(RoomStatus.Locked, stage.Room.Status);
    }

    /// <summary>XEP-0045 §10.1.3 M6: by a lost connection as well.</summary>
    [Fact]
    public void Owner_lost_before_configuring_leaves_no_room()
    {
        stage.Enters(stage.Romeo);

        stage.Hand(new VisitLost(stage.Romeo.Visit));

        Assert.Equal(RoomStatus.Destroyed, stage.Room.Status);
    }

    [Fact]
    public void First_configuration_is_not_announced()
    {
        stage.Enters(stage.Romeo);
        stage.ForgetAll();

        stage.Configures(stage.Romeo, ("muc#roomconfig_roomname", "Balcony"));

        Assert.Single(stage.Romeo.Received);
        Assert.Equal("Balcony", stage.Room.Configuration.RoomName);
    }

    /// <summary>XEP-0045 §10.1.1 M8, §10.1.3 M5.</summary>
    [Fact]
    public void Cancelling_the_first_configuration_destroys_the_room()
    {
        stage.Enters(stage.Romeo);
        stage.ForgetAll();

        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><x xmlns='{Ns.DataForms}' type='cancel'/></query>");

        Assert.Equal(RoomStatus.Destroyed, stage.Room.Status);
        Assert.Equal("unavailable", stage.Romeo.Received[0]["type"]);
        Assert.NotNull(stage.Romeo.Received[0].User().Child("destroy"));
        Assert.Equal("result", stage.Romeo.Received[1]["type"]);
    }

    /// <summary>XEP-0045 §10.1.3 M6.</summary>
    [Fact]
    public void Owner_leaving_a_locked_room_destroys_it()
    {
        stage.Enters(stage.Romeo);
        stage.ForgetAll();

        stage.Leaves(stage.Romeo);

        Assert.Equal(RoomStatus.Destroyed, stage.Room.Status);
        Assert.NotNull(Assert.Single(stage.Romeo.Received).User().Child("destroy"));
    }

    /// <summary>XEP-0045 §7.2.11, §10.1.1 M2.</summary>
    [Fact]
    public void Destroyed_room_can_be_created_again_by_anybody()
    {
        stage.Enters(stage.Romeo);
        stage.Leaves(stage.Romeo);

        stage.Enters(stage.Juliet);

        Assert.Equal("juliet@verona.lit", Assert.Single(stage.Room.Members).Jid.ToString());
        Assert.Contains("201", stage.Juliet.Received[0].Codes());
    }

    /// <summary>XEP-0045 §7.2.11, §10.1.1 M1.</summary>
    [Fact]
    public void Service_that_restricts_creation_refuses_others_but_not_its_admins()
    {
        var restricted = new Stage(rules => rules with { AnyoneMayCreate = false });
        var prince = restricted.Add(new Person("Prince"));

        restricted.Enters(restricted.Romeo);
        Assert.Equal("not-allowed", Assert.Single(restricted.Romeo.Received).Condition());
        Assert.Equal(RoomStatus.Absent, restricted.Room.Status);

        restricted.Enters(prince);
        Assert.Equal(RoomStatus.Locked, restricted.Room.Status);
    }

    [Fact]
    public void Service_may_leave_new_rooms_unlocked()
    {
        var open = new Stage(rules => rules with { LockNewRooms = false });

        open.Enters(open.Romeo);

        Assert.Equal(RoomStatus.Open, open.Room.Status);
        Assert.Contains("201", open.Romeo.Received[0].Codes());
    }

    /// <summary>XEP-0045 §7.14.</summary>
    [Fact]
    public void Temporary_room_ends_with_its_last_occupant()
    {
        var open = Stage.Open().With();
        open.With(open.Juliet);

        open.Leaves(open.Romeo);
        Assert.Equal(RoomStatus.Open, open.Room.Status);
        open.Leaves(open.Juliet);

        Assert.Equal(RoomStatus.Destroyed, open.Room.Status);
        Assert.IsType<RoomDestroyed>(open.Events[^1]);
    }

    [Fact]
    public void Persistent_room_outlives_its_occupants()
    {
        var open = Stage.Open(("muc#roomconfig_persistentroom", "1"));

        open.Leaves(open.Romeo);

        Assert.Equal(RoomStatus.Open, open.Room.Status);
        Assert.Equal("romeo@verona.lit", Assert.Single(open.Room.Members).Jid.ToString());
    }
}
