using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Messages;

/// <summary>XEP-0500.</summary>
public sealed class SlowModeTests
{
    private readonly Stage stage = Stage.Open(("muc#roomconfig_slow_mode_duration", "20"));

    public SlowModeTests() => stage.With(stage.Juliet, stage.Rosaline);

    [Fact]
    public void Second_message_has_to_wait_and_others_do_not()
    {
        stage.Says(stage.Juliet, "one");
        stage.Says(stage.Juliet, "two");
        stage.Says(stage.Rosaline, "three");

        Assert.Equal(["one", "three"], stage.Romeo.Received.Select(Xml.Body));
        var error = stage.Juliet.Received.Single(stanza => stanza["type"] == "error");
        Assert.Equal(("policy-violation", "wait"), (error.Condition(), error.ErrorType()));
        Assert.Contains("20", error.Child("error")!.Child("text", Ns.Stanzas)!.Text, StringComparison.Ordinal);

        stage.Now += TimeSpan.FromSeconds(20);
        stage.Says(stage.Juliet, "four");
        Assert.Equal("four", stage.Romeo.Received[^1].Body());
    }

    [Theory]
    [InlineData(10, "60", false)]
    [InlineData(10, "5", true)]
    [InlineData(60, "60", true)]
    public void What_counts_is_how_slow_the_room_is_now(int seconds, string duration, bool speaks)
    {
        stage.Says(stage.Juliet, "one");
        stage.Configures(stage.Romeo, ("muc#roomconfig_slow_mode_duration", duration));
        stage.ForgetAll();
        stage.Now += TimeSpan.FromSeconds(seconds);

        stage.Says(stage.Rosaline, "two");
        stage.Says(stage.Juliet, "three");

        Assert.Equal(speaks ? ["two", "three"] : ["two"], stage.Romeo.Received.Select(Xml.Body));
    }

    [Fact]
    public void Room_that_was_not_slow_for_a_while_has_counted_nothing()
    {
        stage.Says(stage.Juliet, "one");
        stage.Configures(stage.Romeo, ("muc#roomconfig_slow_mode_duration", "0"));
        stage.Configures(stage.Romeo, ("muc#roomconfig_slow_mode_duration", "20"));
        stage.ForgetAll();

        stage.Says(stage.Juliet, "two");

        Assert.Equal("two", Assert.Single(stage.Romeo.Received).Body());
    }

    [Fact]
    public void New_room_does_not_know_who_spoke_in_the_last_one()
    {
        stage.Says(stage.Juliet, "one");
        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");
        stage.Enters(stage.Romeo);
        stage.Configures(stage.Romeo, ("muc#roomconfig_slow_mode_duration", "20"));
        stage.Enters(stage.Juliet);
        stage.ForgetAll();

        stage.Says(stage.Juliet, "two");

        Assert.Equal("two", Assert.Single(stage.Romeo.Received).Body());
    }

    [Fact]
    public void Another_session_or_nickname_of_the_user_waits_too()
    {
        var phone = stage.Add(new Person("Juliet", "phone"));
        stage.Enters(phone, "Jules");
        stage.Says(stage.Juliet, "one");
        stage.ForgetAll();

        stage.Says(phone, "two");

        Assert.Equal("policy-violation", Assert.Single(phone.Received).Condition());
    }

    [Fact]
    public void What_has_no_body_does_not_count()
    {
        stage.Send(stage.Juliet, $"<message type='groupchat'><composing xmlns='{Ns.ChatStates}'/></message>");
        stage.Says(stage.Juliet, "one");
        stage.Send(stage.Juliet, $"<message type='groupchat'><paused xmlns='{Ns.ChatStates}'/></message>");

        Assert.Equal(3, stage.Romeo.Received.Count);
    }

    [Fact]
    public void Admins_and_owners_are_not_held_up()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        stage.ForgetAll();
        foreach (var person in (Person[])[stage.Romeo, stage.Romeo, stage.Juliet, stage.Juliet])
            stage.Says(person, "again");

        Assert.Equal(4, stage.Rosaline.Received.Count);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("86401")]
    [InlineData("soon")]
    public void Duration_is_a_number_of_seconds_of_a_day(string value) =>
        Assert.Equal("not-acceptable", stage.Configures(stage.Romeo, ("muc#roomconfig_slow_mode_duration", value)).Condition());

    [Fact]
    public void Room_tells_the_duration()
    {
        var info = stage.Asks(stage.Mercutio, "get", $"<query xmlns='{Ns.DiscoInfo}'/>").Child("query")!;

        Assert.Equal("20", DataForm.From(info.Child("x", Ns.DataForms))!["muc#roominfo_slow_mode_duration"]!.Value);
    }
}
