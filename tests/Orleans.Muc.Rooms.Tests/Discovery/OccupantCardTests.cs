using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Discovery;

/// <summary>XEP-0045 §17.4, XEP-0054 §3.3.</summary>
public sealed class OccupantCardTests
{
    private readonly Stage stage = Stage.Open();

    public OccupantCardTests() => stage.With(stage.Juliet, stage.Rosaline);

    [Fact]
    public void Question_goes_to_the_account_and_not_to_a_client()
    {
        Ask("get");

        Assert.All(stage.Cast, person => Assert.Empty(person.Received));
        var (to, question) = Assert.Single(stage.Letters);
        Assert.Equal((stage.Rosaline.BareJid, stage.Rosaline.BareJid), (to.ToString(), question.To!.ToString()));
        Assert.Equal(("get", $"{Stage.RoomJid}/Juliet"), (question.Type, question.From!.ToString()));
        Assert.NotEqual("v1", question.Id);
        Assert.NotNull(question.Payload.Find("vCard", Ns.VCard));
    }

    [Fact]
    public void Answer_comes_from_the_occupant_and_names_no_real_jid()
    {
        Ask("get");

        Answer(stage.Rosaline.BareJid, "<vCard xmlns='vcard-temp'><FN>Rose</FN></vCard>");

        var answer = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("result", "v1", $"{Stage.RoomJid}/Rosaline"), (answer["type"], answer["id"], answer["from"]));
        Assert.Equal("Rose", answer.Child("vCard", Ns.VCard)!.Child("FN", Ns.VCard)!.Text);
        Assert.DoesNotContain("rosaline@", answer.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void No_session_answers_for_the_account_not_even_her_own()
    {
        Ask("get");
        var id = Assert.Single(stage.Letters).Stanza.Id;

        foreach (var person in new[] { stage.Rosaline, stage.Romeo, stage.Juliet })
            stage.Send(person, $"<iq type='result' id='{id}' to='{Stage.RoomJid}/Juliet'/>");
        Answer(stage.Mercutio.BareJid, "");
        Assert.Empty(stage.Juliet.Received);

        Answer(stage.Rosaline.BareJid, "");
        Assert.Single(stage.Juliet.Received);
    }

    [Fact]
    public void Account_answers_though_the_occupant_has_left()
    {
        Ask("get");
        stage.Leaves(stage.Rosaline);
        Assert.DoesNotContain(stage.Juliet.Received, stanza => stanza.Name == "iq");

        Answer(stage.Rosaline.BareJid, "");

        Assert.Equal("result", stage.Juliet.Received.Single(stanza => stanza.Name == "iq")["type"]);
    }

    [Fact]
    public void Account_that_does_not_answer_is_answered_for()
    {
        Ask("get");
        stage.Now += TimeSpan.FromSeconds(121);
        stage.Says(stage.Romeo, "Anybody there?");

        Assert.Equal("remote-server-timeout", stage.Juliet.Received.Single(stanza => stanza.Name == "iq").Condition());
    }

    [Fact]
    public void Room_that_ends_answers_for_an_account()
    {
        Ask("get");

        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");

        Assert.Equal("recipient-unavailable", stage.Juliet.Received.Single(stanza => stanza.Name == "iq").Condition());
        Assert.False(stage.Room.HasQuestions);
    }

    [Fact]
    public void Nobody_sets_the_card_of_another()
    {
        Ask("set");

        Assert.Equal("forbidden", Assert.Single(stage.Juliet.Received).Condition());
        Assert.Empty(stage.Letters);
    }

    [Fact]
    public void Those_outside_and_those_who_are_not_there_are_refused_as_with_any_question()
    {
        stage.Send(stage.Mercutio, $"<iq type='get' id='v1' to='{Stage.RoomJid}/Rosaline'><vCard xmlns='vcard-temp'/></iq>");
        Assert.Equal("not-acceptable", Assert.Single(stage.Mercutio.Received).Condition());

        stage.Send(stage.Juliet, $"<iq type='get' id='v1' to='{Stage.RoomJid}/Tybalt'><vCard xmlns='vcard-temp'/></iq>");
        Assert.Equal("item-not-found", Assert.Single(stage.Juliet.Received).Condition());
    }

    private void Ask(string type) => stage.Send(stage.Juliet, $"<iq type='{type}' id='v1' to='{Stage.RoomJid}/Rosaline'><vCard xmlns='vcard-temp'/></iq>");

    /// <summary>What a user's grain hands to the room.</summary>
    private void Answer(string account, string payload)
    {
        var question = Assert.Single(stage.Letters).Stanza;
        var by = new Visit(account, Jid.Parse(account), "");
        var answer = new Stanza(StanzaKind.Iq, payload.Length == 0 ? Payload.Empty : Payload.Of(Xml.Parse(payload)))
        {
            Type = "result",
            Id = question.Id,
            From = by.FullJid,
            To = question.From,
        };
        stage.Hand(RoomIntake.Read(answer, by, 0));
    }
}
