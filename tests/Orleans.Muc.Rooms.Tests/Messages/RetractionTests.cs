using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Messages;

/// <summary>XEP-0424 and XEP-0425.</summary>
public sealed class RetractionTests
{
    private readonly Stage stage = Stage.Open();

    public RetractionTests() => stage.With(stage.Juliet, stage.Rosaline);

    [Fact]
    public void Moderator_takes_a_message_back_and_everybody_is_told()
    {
        var id = Say(stage.Juliet, "DM me for free potions!");

        Assert.Equal("result", Moderate(stage.Romeo, id, "<reason>Spam</reason>")["type"]);

        foreach (var person in (Person[])[stage.Romeo, stage.Juliet, stage.Rosaline])
        {
            var message = person.Received.First(stanza => stanza.Name == "message");
            Assert.Equal((Stage.RoomJid, "groupchat"), (message["from"], message["type"]));
            var retract = message.Child("retract", Ns.Retraction)!;
            Assert.Equal(id, retract["id"]);
            Assert.Equal("Spam", retract.Child("reason", Ns.Retraction)!.Text);
            var moderated = retract.Child("moderated", Ns.Moderation)!;
            Assert.Equal($"{Stage.RoomJid}/Romeo", moderated["by"]);
            Assert.Equal(stage.Find("Romeo").OccupantId, moderated.Child("occupant-id", Ns.OccupantId)!["id"]);
            Assert.Equal(Stage.RoomJid, message.Child("stanza-id", Ns.StanzaIds)!["by"]);
        }
    }

    [Fact]
    public void Newcomers_see_a_tombstone_in_its_place_and_the_retraction()
    {
        var id = Say(stage.Juliet, "DM me for free potions!");
        Moderate(stage.Romeo, id, "<reason>Spam</reason>");

        AssertTombstone(id, "Spam");
    }

    [Fact]
    public void Tombstone_outlives_the_room_s_host()
    {
        var id = Say(stage.Juliet, "DM me for free potions!");
        Moderate(stage.Romeo, id, "<reason>Spam</reason>");
        stage.Restore();

        AssertTombstone(id, "Spam");
    }

    [Fact]
    public void Author_takes_a_message_back()
    {
        var id = Say(stage.Juliet, "Romeo, Romeo!");
        stage.ForgetAll();

        Retract(stage.Juliet, id);

        Assert.Equal(id, stage.Rosaline.Received[0].Child("retract", Ns.Retraction)!["id"]);
        AssertTombstone(id, null);
    }

    [Fact]
    public void Retraction_by_another_occupant_changes_nothing_in_the_history()
    {
        var id = Say(stage.Juliet, "Romeo, Romeo!");

        Retract(stage.Rosaline, id);

        stage.Enters(stage.Mercutio);
        Assert.Contains(stage.Mercutio.Received, stanza => stanza.Body() == "Romeo, Romeo!");
    }

    [Fact]
    public void Forged_moderation_and_tombstones_are_not_reflected()
    {
        var id = Say(stage.Juliet, "Romeo, Romeo!");
        stage.ForgetAll();

        stage.Send(
            stage.Rosaline,
            $"<message type='groupchat'><body>x</body><retract xmlns='{Ns.Retraction}' id='{id}'><moderated xmlns='{Ns.Moderation}' by='{Stage.RoomJid}/Romeo'/></retract>"
            + $"<retracted xmlns='{Ns.Retraction}' id='y'/><moderated xmlns='{Ns.Moderation}'/></message>");

        var message = Assert.Single(stage.Juliet.Received);
        Assert.DoesNotContain(message.Children, child => child.Namespace is Ns.Retraction or Ns.Moderation);
        stage.Enters(stage.Mercutio);
        Assert.Contains(stage.Mercutio.Received, stanza => stanza.Body() == "Romeo, Romeo!");
    }

    [Fact]
    public void Only_moderators_moderate()
    {
        var id = Say(stage.Romeo, "I am the owner.");

        Assert.Equal("forbidden", Moderate(stage.Juliet, id).Condition());
        Assert.Equal("forbidden", Moderate(stage.Mercutio, id).Condition());
    }

    [Fact]
    public void Admin_outside_moderates_without_a_name()
    {
        stage.Grants(stage.Romeo, "admin", stage.Mercutio);
        var id = Say(stage.Juliet, "Romeo, Romeo!");

        Assert.Equal("result", Moderate(stage.Mercutio, id)["type"]);

        Assert.Null(stage.Rosaline.Received[^1].Child("retract", Ns.Retraction)!.Child("moderated", Ns.Moderation)!["by"]);
    }

    [Theory]
    [InlineData("<moderate xmlns='urn:xmpp:message-moderate:1'><retract xmlns='urn:xmpp:message-retract:1'/></moderate>", "bad-request")]
    [InlineData("<moderate xmlns='urn:xmpp:message-moderate:1' id='x'/>", "bad-request")]
    [InlineData("<moderate xmlns='urn:xmpp:message-moderate:1' id='x'><edit xmlns='urn:other'/></moderate>", "feature-not-implemented")]
    [InlineData("<moderate xmlns='urn:xmpp:message-moderate:1' id='x'><retract xmlns='urn:xmpp:message-retract:1'/></moderate>", "item-not-found")]
    [InlineData("<moderate xmlns='urn:xmpp:message-moderate:1' id='ffffffffffffffffffffffffffffffff'><retract xmlns='urn:xmpp:message-retract:1'/></moderate>", "item-not-found")]
    public void What_cannot_be_moderated_is_refused(string request, string condition)
    {
        Say(stage.Juliet, "Romeo, Romeo!");

        Assert.Equal(condition, stage.Asks(stage.Romeo, "set", request).Condition());
    }

    private void AssertTombstone(string id, string? reason)
    {
        stage.Enters(stage.Mercutio);
        var history = stage.Mercutio.Received.Where(stanza => stanza.Child("delay", Ns.Delay) is not null && stanza.Child("subject") is null).ToList();
        Assert.Equal(2, history.Count);
        var tombstone = history[0];
        Assert.Equal(($"{Stage.RoomJid}/Juliet", null), (tombstone["from"], tombstone.Body()));
        Assert.Equal(id, tombstone.Child("stanza-id", Ns.StanzaIds)!["id"]);
        Assert.Equal(stage.Find("Juliet").OccupantId, tombstone.Child("occupant-id", Ns.OccupantId)!["id"]);
        var retracted = tombstone.Child("retracted", Ns.Retraction)!;
        Assert.Equal(history[1]["id"], retracted["id"]);
        Assert.NotNull(retracted["stamp"]);
        Assert.Equal(reason is not null, retracted.Child("moderated", Ns.Moderation) is not null);
        Assert.Equal(reason, retracted.Child("reason", Ns.Retraction)?.Text);
        Assert.Equal(id, history[1].Child("retract", Ns.Retraction)!["id"]);
    }

    private string Say(Person who, string body)
    {
        stage.Says(who, body);
        var id = who.Received.Last(stanza => stanza.Name == "message").Child("stanza-id", Ns.StanzaIds)!["id"]!;
        stage.ForgetAll();
        return id;
    }

    private Element Moderate(Person who, string id, string reason = "") =>
        stage.Asks(who, "set", $"<moderate xmlns='{Ns.Moderation}' id='{id}'><retract xmlns='{Ns.Retraction}'/>{reason}</moderate>");

    private void Retract(Person who, string id) => stage.Send(
        who,
        $"<message type='groupchat' id='r1'><retract xmlns='{Ns.Retraction}' id='{id}'/><fallback xmlns='{Ns.Fallback}' for='{Ns.Retraction}'/><body>took it back</body></message>");
}
