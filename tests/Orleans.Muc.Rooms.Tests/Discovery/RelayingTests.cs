using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Discovery;

/// <summary>XEP-0045 §6.6 and §17.4.</summary>
public sealed class RelayingTests
{
    private const string Version = "<query xmlns='jabber:iq:version'/>";
    private readonly Stage stage = Stage.Open();

    public RelayingTests() => stage.With(stage.Juliet, stage.Rosaline);

    [Fact]
    public void Question_and_answer_go_through_the_room_and_name_no_real_jid()
    {
        Ask(stage.Juliet, "Rosaline");

        var question = Assert.Single(stage.Rosaline.Received);
        Assert.Equal(("get", $"{Stage.RoomJid}/Juliet"), (question["type"], question["from"]));
        Assert.NotNull(question.Child("query", "jabber:iq:version"));
        Assert.NotEqual("v1", question["id"]);
        Assert.DoesNotContain("juliet@", question.ToString(), StringComparison.OrdinalIgnoreCase);

        Answer(stage.Rosaline, question, "<query xmlns='jabber:iq:version'><name>Rose</name></query>");

        var answer = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("result", "v1", $"{Stage.RoomJid}/Rosaline"), (answer["type"], answer["id"], answer["from"]));
        Assert.Equal("Rose", answer.Child("query", "jabber:iq:version")!.Child("name", "jabber:iq:version")!.Text);
        Assert.DoesNotContain("rosaline@", answer.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Error_comes_back_as_one_and_does_not_tell_who_made_it()
    {
        Ask(stage.Juliet, "Rosaline");
        var question = Assert.Single(stage.Rosaline.Received);

        stage.Send(
            stage.Rosaline,
            $"<iq type='error' id='{question["id"]}' to='{question["from"]}'><error type='cancel' by='{stage.Rosaline.FullJid}'><service-unavailable xmlns='{Ns.Stanzas}'/></error></iq>");

        var answer = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("service-unavailable", "v1"), (answer.Condition(), answer["id"]));
        Assert.Null(answer.Child("error")!["by"]);
    }

    [Fact]
    public void Only_who_was_asked_can_answer_and_only_once()
    {
        Ask(stage.Juliet, "Rosaline");
        var question = Assert.Single(stage.Rosaline.Received);

        Answer(stage.Romeo, question, "");
        Assert.Empty(stage.Juliet.Received);

        Answer(stage.Rosaline, question, "");
        Answer(stage.Rosaline, question, "");
        Assert.Single(stage.Juliet.Received);
        Assert.All(stage.Cast.Except([stage.Juliet, stage.Rosaline]), person => Assert.Empty(person.Received));
    }

    [Fact]
    public void Who_was_asked_and_leaves_is_answered_for()
    {
        Ask(stage.Juliet, "Rosaline");
        stage.Juliet.Forget();

        stage.Leaves(stage.Rosaline);

        var error = stage.Juliet.Received.Single(stanza => stanza.Name == "iq");
        Assert.Equal(("recipient-unavailable", "wait", "v1"), (error.Condition(), error.ErrorType(), error["id"]));
        Assert.Equal($"{Stage.RoomJid}/Rosaline", error["from"]);
    }

    [Fact]
    public void Question_that_waits_too_long_is_answered_for()
    {
        Ask(stage.Juliet, "Rosaline");
        stage.Now += TimeSpan.FromMinutes(2);
        stage.Hand(new TimePassed(stage.Romeo.Visit));
        Assert.Empty(stage.Juliet.Received);
        Assert.True(stage.Room.HasQuestions);

        stage.Now += TimeSpan.FromSeconds(1);
        stage.Hand(new TimePassed(stage.Romeo.Visit));

        Assert.Equal("remote-server-timeout", stage.Juliet.Received.Single(stanza => stanza.Name == "iq").Condition());
        Assert.False(stage.Room.HasQuestions);
        Answer(stage.Rosaline, stage.Rosaline.Received[0], "");
        Assert.Single(stage.Juliet.Received, stanza => stanza.Name == "iq");
    }

    [Fact]
    public void Nobody_of_that_name_is_not_found_and_who_is_outside_cannot_ask()
    {
        Ask(stage.Juliet, "Tybalt");
        Ask(stage.Mercutio, "Juliet");
        stage.Send(stage.Mercutio, $"<iq type='get' id='v2' to='{Stage.RoomJid}/Juliet'><query xmlns='{Ns.DiscoInfo}'/></iq>");

        Assert.Equal("item-not-found", Assert.Single(stage.Juliet.Received).Condition());
        Assert.Equal(["not-acceptable", "bad-request"], stage.Mercutio.Received.Select(Xml.Condition));
    }

    [Fact]
    public void Fifty_questions_of_one_user_may_wait_and_no_more()
    {
        var phone = stage.Add(new Person("Juliet", "phone"));
        stage.Enters(phone, "Jule");
        stage.ForgetAll();
        for (var asked = 0; asked < 50; asked++)
            Ask(asked % 2 == 0 ? stage.Juliet : phone, "Rosaline");
        Assert.Empty(stage.Juliet.Received);

        Ask(phone, "Rosaline");
        Assert.Equal("resource-constraint", Assert.Single(phone.Received).Condition());

        Answer(stage.Rosaline, stage.Rosaline.Received[0], "");
        stage.ForgetAll();
        Ask(stage.Romeo, "Rosaline");
        Ask(phone, "Rosaline");
        Assert.Equal(2, stage.Rosaline.Received.Count);
    }

    [Fact]
    public void A_thousand_questions_may_wait_and_no_more()
    {
        var crowd = Enumerable.Range(0, 20).Select(number => stage.Add(new Person($"Capulet{number}"))).ToArray();
        foreach (var person in crowd)
            stage.Enters(person);
        stage.ForgetAll();
        foreach (var person in crowd)
        {
            for (var asked = 0; asked < 50; asked++)
                Ask(person, "Rosaline");
        }

        Assert.All(crowd, person => Assert.Empty(person.Received));

        Ask(stage.Juliet, "Rosaline");

        Assert.Equal("resource-constraint", Assert.Single(stage.Juliet.Received).Condition());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Answer_that_names_who_answers_tells_the_real_jid_to_those_alone_who_may_see_it(bool seesJids)
    {
        var asker = seesJids ? stage.Romeo : stage.Juliet;
        Ask(asker, "Rosaline");
        var (full, bare) = (stage.Rosaline.FullJid.ToString(), stage.Rosaline.BareJid.ToString());

        Answer(
            stage.Rosaline,
            Assert.Single(stage.Rosaline.Received),
            $"<query xmlns='{Ns.DiscoItems}'><item jid='{full}' node='ping'/><item jid='juliet@capulet.lit'/><note xmlns='urn:note'>{bare.ToUpperInvariant()}</note></query>");

        var query = Assert.Single(asker.Received).Child("query", Ns.DiscoItems)!;
        var shown = $"{Stage.RoomJid}/Rosaline";
        Assert.Equal([seesJids ? full : shown, "juliet@capulet.lit"], query.ChildrenNamed("item").Select(item => item["jid"]));
        Assert.Equal("ping", query.Child("item")!["node"]);
        Assert.Equal(seesJids ? bare.ToUpperInvariant() : shown, query.Child("note")!.Text);
    }

    [Fact]
    public void No_error_of_several_tells_who_made_it()
    {
        Ask(stage.Romeo, "Rosaline");
        var question = Assert.Single(stage.Rosaline.Received);
        var error = $"<error type='cancel' by='{stage.Rosaline.FullJid}'><service-unavailable xmlns='{Ns.Stanzas}'/></error>";

        stage.Send(stage.Rosaline, $"<iq type='error' id='{question["id"]}' to='{question["from"]}'>{error}{error}</iq>");

        var errors = Assert.Single(stage.Romeo.Received).ChildrenNamed("error").ToArray();
        Assert.Equal(2, errors.Length);
        Assert.All(errors, one => Assert.Null(one["by"]));
    }

    [Fact]
    public void Answer_to_a_room_that_is_gone_is_not_answered()
    {
        var empty = new Stage();

        empty.Send(empty.Juliet, $"<iq type='result' id='x' to='{Stage.RoomJid}/Romeo'/>");

        Assert.Empty(empty.Juliet.Received);
    }

    private void Ask(Person who, string nick) => stage.Send(who, $"<iq type='get' id='v1' to='{Stage.RoomJid}/{nick}'>{Version}</iq>");

    private void Answer(Person who, Element question, string payload) =>
        stage.Send(who, $"<iq type='result' id='{question["id"]}' to='{question["from"]}'>{payload}</iq>");
}
