using Orleans.Muc.Rooms.Tests.Kit;

namespace Orleans.Muc.Rooms.Tests.Entering;

/// <summary>XEP-0045 §7.2.8: several sessions of one user under one nickname.</summary>
public sealed class MultiSessionTests
{
    private readonly Stage stage = Stage.Open();
    private readonly Person phone;

    public MultiSessionTests()
    {
        stage.With(stage.Juliet);
        phone = stage.Add(new Person("Juliet", "phone"));
    }

    [Fact]
    public void Second_session_is_seen_as_self_by_the_first_and_as_the_same_occupant_by_others()
    {
        stage.Enters(phone);

        Assert.Equal(["110"], Assert.Single(stage.Juliet.Received).Codes());
        Assert.Equal(phone.FullJid, Assert.Single(stage.Romeo.Received).Item()["jid"]);
        Assert.Equal(["110"], phone.Received[1].Codes());
        Assert.Equal(2, stage.Room.OccupantCount);
    }

    /// <summary>XEP-0045 §7.2.8 M2.</summary>
    [Fact]
    public void Messages_reach_all_sessions_and_all_may_speak()
    {
        stage.Enters(phone);
        stage.ForgetAll();

        stage.Says(phone, "It is my lady");
        stage.Whispers(stage.Romeo, "Juliet", "O, it is my love");

        Assert.Equal(["It is my lady", "O, it is my love"], stage.Juliet.Received.Select(Xml.Body));
        Assert.Equal(["It is my lady", "O, it is my love"], phone.Received.Select(Xml.Body));
    }

    [Fact]
    public void One_session_leaving_leaves_the_occupant_in_place()
    {
        stage.Enters(phone);
        stage.ForgetAll();

        stage.Leaves(phone);

        Assert.Equal("unavailable", Assert.Single(phone.Received)["type"]);
        Assert.Equal(["110"], phone.Received[0].Codes());
        Assert.Equal(stage.Juliet.FullJid, Assert.Single(stage.Romeo.Received).Item()["jid"]);
        Assert.Null(stage.Romeo.Received[0]["type"]);
        Assert.Single(stage.Find("Juliet").Visits);
    }

    [Fact]
    public void Leaving_of_a_session_that_is_not_shown_is_seen_by_nobody()
    {
        stage.Enters(phone);
        stage.ForgetAll();

        stage.Leaves(stage.Juliet);

        Assert.Empty(stage.Romeo.Received);
        Assert.Empty(phone.Received);
    }

    [Fact]
    public void Nick_change_takes_all_sessions_along()
    {
        stage.Enters(phone);
        stage.ForgetAll();

        stage.ShowsPresence(phone, "Capulet");

        Assert.Contains("303", stage.Juliet.Received[0].Codes());
        Assert.Equal($"{Stage.RoomJid}/Capulet", stage.Juliet.Received[1]["from"]);
        Assert.Equal(2, stage.Find("Capulet").Visits.Length);
    }

    [Fact]
    public void Kick_removes_all_sessions()
    {
        stage.Enters(phone);
        stage.ForgetAll();

        stage.Appoints(stage.Romeo, "none", "Juliet");

        Assert.Equal(["307", "110"], Assert.Single(phone.Received).Codes());
        Assert.Equal(["307", "110"], Assert.Single(stage.Juliet.Received).Codes());
        Assert.Equal(1, stage.Room.OccupantCount);
    }

    [Fact]
    public void Same_user_may_be_in_twice_under_two_nicknames()
    {
        stage.Enters(phone, "Capulet");

        Assert.Equal(3, stage.Room.OccupantCount);
        Assert.Equal(stage.Find("Juliet").OccupantId, stage.Find("Capulet").OccupantId);
    }

    /// <summary>XEP-0045 §18.1.2.</summary>
    [Fact]
    public void New_session_of_the_same_full_jid_takes_the_place_of_a_ghost()
    {
        var reconnected = new Visit("Juliet/orchard/2", stage.Juliet.Visit.FullJid, "gateway-2");

        stage.Hand(new Enter(reconnected, Xmpp.Nick.Parse("Juliet"), null, HistoryLimits.None));

        Assert.Equal(reconnected, Assert.Single(stage.Find("Juliet").Visits));
        stage.Hand(new VisitLost(stage.Juliet.Visit));
        Assert.Equal(2, stage.Room.OccupantCount);
    }
}
