using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Messages;

/// <summary>XEP-0045 §7.13 and §8.6.</summary>
public sealed class AskingForVoiceTests
{
    private readonly Stage stage = Stage.Open(("muc#roomconfig_moderatedroom", "1"));

    public AskingForVoiceTests() => stage.With(stage.Juliet, stage.Rosaline);

    [Fact]
    public void Request_of_a_visitor_is_put_before_the_moderators_alone()
    {
        Ask(stage.Juliet);

        var form = Received(stage.Romeo);
        Assert.Equal(("form", Ns.MucRequest), (form.Type, form.FormType));
        Assert.Equal("participant", form["muc#role"]!.Value);
        Assert.Equal(stage.Juliet.FullJid, form["muc#jid"]!.Value);
        Assert.Equal("Juliet", form["muc#roomnick"]!.Value);
        Assert.Equal("false", form["muc#request_allow"]!.Value);
        Assert.Empty(stage.Juliet.Received);
        Assert.Empty(stage.Rosaline.Received);
        Assert.Empty(stage.Last.Events);
    }

    [Fact]
    public void Moderator_who_allows_it_gives_voice_and_is_named()
    {
        Ask(stage.Juliet);
        stage.ForgetAll();

        Answer(stage.Romeo, "Juliet", "true", stage.Juliet.BareJid);

        Assert.Equal(Role.Participant, stage.Find("Juliet").Role);
        var item = Assert.Single(stage.Juliet.Received).Item();
        Assert.Equal("participant", item["role"]);
        Assert.Equal("Romeo", item.Child("actor")!["nick"]);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("0")]
    public void Moderator_who_does_not_allow_it_changes_nothing(string allow)
    {
        Ask(stage.Juliet);
        stage.ForgetAll();

        Answer(stage.Romeo, "Juliet", allow);

        Assert.Equal(Outcome.Nothing.Events, stage.Last.Events);
        Assert.All(stage.Cast, person => Assert.Empty(person.Received));
    }

    [Fact]
    public void Moderator_who_cancels_changes_nothing()
    {
        stage.Send(stage.Romeo, $"<message>{new DataForm("cancel", Ns.MucRequest).ToElement()}</message>");

        Assert.All(stage.Cast, person => Assert.Empty(person.Received));
    }

    [Fact]
    public void Second_moderator_who_allows_it_too_changes_nothing_more()
    {
        Answer(stage.Romeo, "Juliet", "true");
        stage.ForgetAll();

        Answer(stage.Romeo, "Juliet", "1");

        Assert.Empty(stage.Last.Events);
        Assert.Empty(stage.Romeo.Received);
    }

    [Fact]
    public void Only_moderators_give_voice()
    {
        Answer(stage.Rosaline, "Rosaline", "true");

        Assert.Equal("forbidden", Assert.Single(stage.Rosaline.Received).Condition());
        Assert.Equal(Role.Visitor, stage.Find("Rosaline").Role);
    }

    [Fact]
    public void Voice_goes_to_nobody_who_has_taken_the_nickname_since()
    {
        Ask(stage.Juliet);
        stage.Leaves(stage.Juliet);
        stage.Enters(stage.Mercutio, "Juliet");
        stage.ForgetAll();

        Answer(stage.Romeo, "Juliet", "true", stage.Juliet.BareJid);

        Assert.Equal("item-not-found", Assert.Single(stage.Romeo.Received).Condition());
        Assert.Equal(Role.Visitor, stage.Find("Juliet").Role);
    }

    [Fact]
    public void Who_asks_again_at_once_has_to_wait()
    {
        Ask(stage.Juliet);
        stage.ForgetAll();
        Ask(stage.Juliet);
        Assert.Equal("resource-constraint", Assert.Single(stage.Juliet.Received).Condition());
        Assert.Empty(stage.Romeo.Received);

        Ask(stage.Rosaline);
        Assert.Single(stage.Romeo.Received);

        stage.Now += TimeSpan.FromMinutes(1);
        Ask(stage.Juliet);
        Assert.Equal(2, stage.Romeo.Received.Count);
    }

    [Fact]
    public void Who_is_not_in_the_room_or_has_voice_cannot_ask()
    {
        Ask(stage.Mercutio);
        Assert.Equal("not-acceptable", Assert.Single(stage.Mercutio.Received).Condition());

        Ask(stage.Romeo);
        Assert.Equal("not-allowed", Assert.Single(stage.Romeo.Received).Condition());
    }

    [Fact]
    public void Without_a_moderator_in_the_room_the_visitor_is_told()
    {
        stage.Leaves(stage.Romeo);
        stage.ForgetAll();

        Ask(stage.Juliet);

        var error = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("recipient-unavailable", "wait"), (error.Condition(), error.ErrorType()));
    }

    [Theory]
    [InlineData("<field var='muc#role'><value>moderator</value></field>", "bad-request")]
    [InlineData("", "bad-request")]
    [InlineData("<field var='muc#role'><value>participant</value></field><field var='muc#request_allow'><value>perhaps</value></field>", "bad-request")]
    [InlineData("<field var='muc#role'><value>participant</value></field><field var='muc#request_allow'><value>1</value></field>", "bad-request")]
    [InlineData(
        "<field var='muc#role'><value>participant</value></field><field var='muc#request_allow'><value>1</value></field>"
        + "<field var='muc#roomnick'><value>Juliet</value></field><field var='muc#jid'><value>@</value></field>",
        "jid-malformed")]
    public void Form_that_makes_no_sense_is_refused(string fields, string condition)
    {
        stage.Send(
            stage.Romeo,
            $"<message><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>{Ns.MucRequest}</value></field>{fields}</x></message>");

        Assert.Equal(condition, Assert.Single(stage.Romeo.Received).Condition());
    }

    private void Ask(Person who)
    {
        var form = new DataForm("submit", Ns.MucRequest);
        form.Fields.Add(new FormField("muc#role", null, "participant"));
        stage.Send(who, $"<message id='ask'>{form.ToElement()}</message>");
    }

    private void Answer(Person who, string nick, string allow, string? jid = null)
    {
        var form = new DataForm("submit", Ns.MucRequest);
        form.Fields.Add(new FormField("muc#role", null, "participant"));
        form.Fields.Add(new FormField("muc#roomnick", null, nick));
        form.Fields.Add(new FormField("muc#request_allow", null, allow));
        if (jid is not null)
            form.Fields.Add(new FormField("muc#jid", null, jid));
        stage.Send(who, $"<message>{form.ToElement()}</message>");
    }

    private static DataForm Received(Person who) => DataForm.From(Assert.Single(who.Received).Child("x", Ns.DataForms))!;
}
