using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Messages;

/// <summary>XEP-0045 §7.4.</summary>
public sealed class SpeakingTests
{
    private readonly Stage stage = Stage.Open();

    public SpeakingTests() => stage.With(stage.Juliet);

    /// <summary>XEP-0045 §7.4 M1.</summary>
    [Fact]
    public void Message_reaches_everybody_its_sender_included_with_the_same_id()
    {
        stage.Send(stage.Juliet, "<message type='groupchat' id='wherefore' xml:lang='en'><body>Romeo, Romeo</body></message>");

        Assert.All([stage.Romeo, stage.Juliet], person =>
        {
            var message = Assert.Single(person.Received);
            Assert.Equal($"{Stage.RoomJid}/Juliet", message["from"]);
            Assert.Equal("wherefore", message["id"]);
            Assert.Equal("groupchat", message["type"]);
            Assert.Equal("en", message["xml:lang"]);
            Assert.Equal("Romeo, Romeo", message.Body());
        });
    }

    /// <summary>XEP-0359 §3; XEP-0421 §4.</summary>
    [Fact]
    public void Message_carries_the_rooms_stanza_id_and_occupant_id()
    {
        stage.Says(stage.Juliet, "Deny thy father");

        var message = Assert.Single(stage.Romeo.Received);
        var spoken = Assert.IsType<MessageSpoken>(Assert.Single(stage.Last.Events)).Message;
        Assert.Equal(Stage.RoomJid, message.Child("stanza-id", Ns.StanzaIds)!["by"]);
        Assert.Equal(spoken.Id.Value, message.Child("stanza-id", Ns.StanzaIds)!["id"]);
        Assert.Equal(stage.Find("Juliet").OccupantId, message.Child("occupant-id", Ns.OccupantId)!["id"]);
    }

    /// <summary>XEP-0045 §14.7; XEP-0359 §6; XEP-0421 §4.</summary>
    [Fact]
    public void Forged_marks_of_the_room_are_stripped_and_those_of_others_kept()
    {
        stage.Send(stage.Juliet, $"""
            <message type='groupchat'><body>x</body>
            <x xmlns='{Ns.MucUser}'><item affiliation='owner'/></x>
            <stanza-id xmlns='{Ns.StanzaIds}' by='{Stage.RoomJid}' id='forged'/><stanza-id xmlns='{Ns.StanzaIds}' by='elsewhere.lit' id='theirs'/>
            <occupant-id xmlns='{Ns.OccupantId}' id='forged'/><hats xmlns='{Ns.Hats}'/>
            <delay xmlns='{Ns.Delay}' from='{Stage.RoomJid}' stamp='2002-10-13T23:58:37Z'/><delay xmlns='{Ns.Delay}' from='juliet@verona.lit' stamp='2002-10-13T23:58:37Z'/>
            <origin-id xmlns='{Ns.StanzaIds}' id='mine'/></message>
            """);

        var message = Assert.Single(stage.Romeo.Received);
        Assert.DoesNotContain("forged", message.ToString(), StringComparison.Ordinal);
        Assert.Null(message.Child("x"));
        Assert.Null(message.Child("hats"));
        Assert.Equal(2, message.ChildrenNamed("stanza-id").Count());
        Assert.Equal("juliet@verona.lit", Assert.Single(message.ChildrenNamed("delay"))["from"]);
        Assert.NotNull(message.Child("origin-id"));
    }

    /// <summary>XEP-0359 §3 rule 2: for the accounts of this server the server speaks; another's ids are not ours to take off.</summary>
    [Theory]
    [InlineData("romeo@verona.lit", true)]
    [InlineData("ROMEO@verona.lit", true)]
    [InlineData("romeo@verona.lit/orchard", false)]
    [InlineData("verona.lit", false)]
    [InlineData("romeo@mantua.lit", false)]
    [InlineData("@", false)]
    public void Id_that_an_account_of_this_server_seems_to_have_given_is_stripped(string by, bool isForged)
    {
        var verona = Stage.Open(rules => rules with { Domain = Jid.Parse("verona.lit") });
        verona.With(verona.Juliet);

        verona.Send(verona.Juliet, $"<message type='groupchat'><body>x</body><stanza-id xmlns='{Ns.StanzaIds}' by='{by}' id='forged'/></message>");

        Assert.Equal(!isForged, Assert.Single(verona.Romeo.Received).ChildrenNamed("stanza-id").Any(id => id["id"] == "forged"));
    }

    [Fact]
    public void Everybody_shares_one_encoding()
    {
        stage.Says(stage.Juliet, "What's in a name?");

        var all = Assert.IsType<ToOccupants>(Assert.Single(stage.Last.Announcements));
        Assert.IsType<Recipients.All>(Assert.Single(all.Variants).To);
    }

    /// <summary>XEP-0045 §7.2.1 M1, §7.4.</summary>
    [Fact]
    public void Somebody_outside_is_not_acceptable()
    {
        stage.Says(stage.Mercutio, "A plague o' both your houses!");

        Assert.Equal("not-acceptable", Assert.Single(stage.Mercutio.Received).Condition());
        Assert.Empty(stage.Romeo.Received);
    }

    /// <summary>XEP-0045 §7.4 M2, M3.</summary>
    [Fact]
    public void Visitor_cannot_speak_in_a_moderated_room()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_moderatedroom", "1"));
        stage.Enters(stage.Rosaline);
        stage.ForgetAll();

        stage.Says(stage.Rosaline, "Am I not here?");

        Assert.Equal(Role.Visitor, stage.Find("Rosaline").Role);
        var error = Assert.Single(stage.Rosaline.Received);
        Assert.Equal("forbidden", error.Condition());
        Assert.Equal("auth", error.ErrorType());
        Assert.Empty(stage.Romeo.Received);
    }

    /// <summary>XEP-0045 §17.2.</summary>
    [Fact]
    public void Room_that_does_not_exist_is_not_found()
    {
        var empty = new Stage();

        empty.Says(empty.Juliet, "Hello?");

        Assert.Equal("item-not-found", Assert.Single(empty.Juliet.Received).Condition());
    }

    /// <summary>XEP-0045 §17.2.</summary>
    [Fact]
    public void Message_that_is_no_groupchat_is_a_bad_request()
    {
        stage.Send(stage.Juliet, "<message type='chat'><body>psst</body></message>");

        Assert.Equal("bad-request", Assert.Single(stage.Juliet.Received).Condition());
    }

    [Fact]
    public void Errors_are_never_answered()
    {
        Assert.Empty(stage.Send(stage.Mercutio, "<message type='error'><error type='cancel'/></message>").Announcements);
        Assert.Empty(stage.Send(stage.Mercutio, "<presence type='error'><error type='cancel'/></presence>").Announcements);
        Assert.Empty(stage.Send(stage.Mercutio, "<iq type='error' id='1'><error type='cancel'/></iq>").Announcements);
        Assert.Empty(stage.Send(stage.Mercutio, "<iq type='result' id='1'/>").Announcements);
    }

    [Fact]
    public void Stanza_from_the_same_origin_is_logged_once()
    {
        var speak = new Speak(stage.Juliet.Visit) { Counter = 4711 };

        Assert.Single(stage.Hand(speak).Events);
        var again = stage.Hand(speak);

        Assert.Empty(again.Events);
        Assert.Empty(again.Announcements);
    }

    [Fact]
    public void Origins_are_remembered_over_a_restart()
    {
        var speak = new Speak(stage.Juliet.Visit) { Counter = 4711 };
        stage.Hand(speak);

        stage.Restore();

        Assert.Empty(stage.Hand(speak).Events);
    }

    [Fact]
    public void Ids_go_up_even_when_the_clock_goes_back()
    {
        stage.Says(stage.Juliet, "one");
        stage.Now = stage.Now.AddHours(-1);
        stage.Says(stage.Juliet, "two");

        var ids = stage.Events.OfType<MessageSpoken>().Select(spoken => spoken.Message.Id.Value).ToList();
        Assert.True(string.CompareOrdinal(ids[0], ids[1]) < 0);
    }

    [Theory]
    [InlineData("<body>hello</body>", true)]
    [InlineData("<body>hello</body><no-store xmlns='urn:xmpp:hints'/>", false)]
    [InlineData("<body>hello</body><no-permanent-store xmlns='urn:xmpp:hints'/>", false)]
    [InlineData("<composing xmlns='http://jabber.org/protocol/chatstates'/>", false)]
    [InlineData("<composing xmlns='http://jabber.org/protocol/chatstates'/><thread>t</thread><origin-id xmlns='urn:xmpp:sid:0' id='o'/>", false)]
    [InlineData("<retract xmlns='urn:xmpp:message-retract:1' id='x'/><no-store xmlns='urn:xmpp:hints'/>", true)]
    [InlineData("<composing xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/>", true)]
    [InlineData("<reactions xmlns='urn:xmpp:reactions:0' id='1'><reaction>x</reaction></reactions>", true)]
    public void Only_what_lasts_is_served_as_history(string payload, bool served)
    {
        stage.Send(stage.Juliet, $"<message type='groupchat'>{payload}</message>");

        Assert.Equal(served, Assert.IsType<MessageSpoken>(Assert.Single(stage.Last.Events)).Message.Served);
    }

    [Fact]
    public void Nothing_is_served_as_history_where_archiving_is_off()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_enablearchiving", "0"));
        stage.Says(stage.Juliet, "Burn this");
        stage.ForgetAll();

        stage.Enters(stage.Rosaline);

        Assert.DoesNotContain(stage.Rosaline.Received, stanza => stanza.Body() is not null);
    }
}
