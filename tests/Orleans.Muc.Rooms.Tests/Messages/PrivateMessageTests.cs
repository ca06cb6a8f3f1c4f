using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Messages;

/// <summary>XEP-0045 §7.5.</summary>
public sealed class PrivateMessageTests
{
    private readonly Stage stage = Stage.Open();

    public PrivateMessageTests() => stage.With(stage.Juliet, stage.Rosaline);

    [Fact]
    public void Private_message_reaches_its_recipient_alone_and_is_marked()
    {
        stage.Whispers(stage.Juliet, "Romeo", "Art thou not Romeo?");

        var message = Assert.Single(stage.Romeo.Received);
        Assert.Equal($"{Stage.RoomJid}/Juliet", message["from"]);
        Assert.Equal("chat", message["type"]);
        Assert.Equal("Art thou not Romeo?", message.Body());
        Xml.AssertSame($"<x xmlns='{Ns.MucUser}'/>", message.User());
        Assert.Empty(stage.Rosaline.Received);
        Assert.Empty(stage.Juliet.Received);
        Assert.Empty(stage.Last.Events);
    }

    [Fact]
    public void Private_message_of_a_repeated_call_is_passed_on_once()
    {
        var whisper = new SpeakPrivately(stage.Juliet.Visit, Nick.Parse("Romeo")) { Counter = 4711 };

        stage.Hand(whisper);
        stage.Hand(whisper);

        Assert.Single(stage.Romeo.Received);
        Assert.Empty(stage.Last.Announcements);
    }

    [Fact]
    public void A_thousand_private_messages_later_a_repeated_one_is_still_known()
    {
        for (var counter = 1; counter <= 1_000; counter++)
            stage.Hand(new SpeakPrivately(stage.Juliet.Visit, Nick.Parse("Romeo")) { Counter = counter });
        stage.ForgetAll();

        stage.Hand(new SpeakPrivately(stage.Juliet.Visit, Nick.Parse("Romeo")) { Counter = 1 });

        Assert.Empty(stage.Romeo.Received);
    }

    [Fact]
    public void Private_messages_do_not_make_the_room_forget_what_it_has_logged()
    {
        var speak = new Speak(stage.Juliet.Visit) { Counter = 1 };
        stage.Hand(speak);
        for (var counter = 2; counter <= 1_002; counter++)
            stage.Hand(new SpeakPrivately(stage.Juliet.Visit, Nick.Parse("Romeo")) { Counter = counter });

        Assert.Empty(stage.Hand(speak).Events);
    }

    [Fact]
    public void Refusal_of_a_repeated_call_is_given_again()
    {
        var whisper = $"<message type='chat' to='{Stage.RoomJid}/Tybalt'><body>x</body></message>";
        var refused = RoomIntake.Read(Xml.Stanza(whisper, stage.Juliet), stage.Juliet.Visit, 4711);

        stage.Hand(refused);
        stage.Hand(refused);

        Assert.Equal(["item-not-found", "item-not-found"], stage.Juliet.Received.Select(stanza => stanza.Condition()));
    }

    [Fact]
    public void Forged_extension_is_replaced_by_an_empty_one()
    {
        stage.Send(stage.Juliet, $"<message to='{Stage.RoomJid}/Romeo'><body>x</body><x xmlns='{Ns.MucUser}'><status code='301'/></x></message>");

        Xml.AssertSame($"<x xmlns='{Ns.MucUser}'/>", Assert.Single(stage.Romeo.Received).User());
    }

    /// <summary>XEP-0359 §3 rule 2.</summary>
    [Fact]
    public void Id_that_the_recipients_account_seems_to_have_given_is_stripped()
    {
        var verona = Stage.Open(rules => rules with { Domain = Jid.Parse("verona.lit") });
        verona.With(verona.Juliet);

        verona.Send(verona.Juliet, $"""
            <message to='{Stage.RoomJid}/Romeo'><body>x</body>
            <stanza-id xmlns='{Ns.StanzaIds}' by='romeo@verona.lit' id='forged'/><stanza-id xmlns='{Ns.StanzaIds}' by='romeo@mantua.lit' id='theirs'/></message>
            """);

        Assert.Equal("theirs", Assert.Single(Assert.Single(verona.Romeo.Received).ChildrenNamed("stanza-id"))["id"]);
    }

    /// <summary>XEP-0045 §7.5 M1.</summary>
    [Fact]
    public void Groupchat_to_one_occupant_is_a_bad_request()
    {
        stage.Send(stage.Juliet, $"<message type='groupchat' to='{Stage.RoomJid}/Romeo'><body>x</body></message>");

        var error = Assert.Single(stage.Juliet.Received);
        Assert.Equal("bad-request", error.Condition());
        Assert.Equal("modify", error.ErrorType());
        Assert.Equal($"{Stage.RoomJid}/Romeo", error["from"]);
        Assert.Empty(stage.Romeo.Received);
    }

    /// <summary>XEP-0045 §7.5 M2, M3.</summary>
    [Fact]
    public void Unknown_recipient_is_not_found_and_sender_outside_is_not_acceptable()
    {
        stage.Whispers(stage.Juliet, "Tybalt", "x");
        stage.Whispers(stage.Mercutio, "Romeo", "x");

        Assert.Equal("item-not-found", Assert.Single(stage.Juliet.Received).Condition());
        Assert.Equal("not-acceptable", Assert.Single(stage.Mercutio.Received).Condition());
        Assert.Empty(stage.Romeo.Received);
    }

    [Theory]
    [InlineData("anyone", true, true)]
    [InlineData("participants", true, true)]
    [InlineData("moderators", false, true)]
    [InlineData("none", false, false)]
    public void Configuration_says_who_may(string allowed, bool participantMay, bool moderatorMay)
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_allowpm", allowed));
        stage.ForgetAll();

        stage.Whispers(stage.Juliet, "Rosaline", "x");
        stage.Whispers(stage.Romeo, "Rosaline", "y");

        Assert.Equal(
            new[] { participantMay ? "x" : null, moderatorMay ? "y" : null }.Where(body => body is not null),
            stage.Rosaline.Received.Select(Xml.Body));
        Assert.Equal(participantMay ? null : "forbidden", stage.Juliet.Received.SingleOrDefault()?.Condition());
    }

    [Fact]
    public void Visitor_may_not_where_voice_is_needed()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_allowpm", "participants"));
        stage.Appoints(stage.Romeo, "visitor", "Juliet");
        stage.ForgetAll();

        stage.Whispers(stage.Juliet, "Romeo", "x");

        Assert.Equal("forbidden", Assert.Single(stage.Juliet.Received).Condition());
    }
}
