using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Messages;

/// <summary>XEP-0045 §8.1 and §7.2.15.</summary>
public sealed class SubjectTests
{
    private readonly Stage stage = Stage.Open();

    public SubjectTests() => stage.With(stage.Juliet);

    /// <summary>XEP-0045 §8.1 M2.</summary>
    [Fact]
    public void Moderator_changes_the_subject_for_all()
    {
        stage.SetsSubject(stage.Romeo, "Fire Burn");

        Assert.Equal("Fire Burn", stage.Room.Subject!.Text);
        Assert.All([stage.Romeo, stage.Juliet], person =>
        {
            var message = Assert.Single(person.Received);
            Assert.Equal("Fire Burn", message.Child("subject")!.Text);
            Assert.Equal($"{Stage.RoomJid}/Romeo", message["from"]);
            Assert.Null(message.Child("delay"));
        });
    }

    /// <summary>XEP-0045 §7.3, §8.1 M3.</summary>
    [Fact]
    public void Participant_is_forbidden_to_unless_configured()
    {
        stage.SetsSubject(stage.Juliet, "Cauldron Bubble");
        Assert.Equal("forbidden", Assert.Single(stage.Juliet.Received).Condition());
        stage.Configures(stage.Romeo, ("muc#roomconfig_changesubject", "1"));

        stage.SetsSubject(stage.Juliet, "Cauldron Bubble");

        Assert.Equal("Cauldron Bubble", stage.Room.Subject!.Text);
    }

    /// <summary>XEP-0045 §8.1 M3.</summary>
    [Fact]
    public void Visitor_never_changes_it()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_changesubject", "1"), ("muc#roomconfig_moderatedroom", "1"));
        stage.Enters(stage.Rosaline);
        stage.ForgetAll();

        stage.SetsSubject(stage.Rosaline, "Me");

        Assert.Equal("forbidden", Assert.Single(stage.Rosaline.Received).Condition());
        Assert.Null(stage.Room.Subject);
    }

    [Fact]
    public void Somebody_outside_is_not_acceptable()
    {
        stage.SetsSubject(stage.Mercutio, "Queen Mab");

        Assert.Equal("not-acceptable", Assert.Single(stage.Mercutio.Received).Condition());
    }

    /// <summary>XEP-0045 §8.1 M1.</summary>
    [Theory]
    [InlineData("<subject>s</subject><body>b</body>")]
    [InlineData("<subject>s</subject><thread>t</thread>")]
    public void Subject_with_body_or_thread_is_an_ordinary_message(string payload)
    {
        stage.Send(stage.Juliet, $"<message type='groupchat'>{payload}</message>");

        Assert.Null(stage.Room.Subject);
        Assert.Single(stage.Romeo.Received);
    }

    /// <summary>XEP-0045 §7.2.15 M2.</summary>
    [Fact]
    public void Newcomer_gets_it_with_author_and_time()
    {
        stage.SetsSubject(stage.Romeo, "Fire Burn");
        stage.Now = stage.Now.AddHours(1);

        stage.Enters(stage.Rosaline);

        var message = stage.Rosaline.Received[^1];
        Assert.Equal("Fire Burn", message.Child("subject")!.Text);
        Assert.Equal($"{Stage.RoomJid}/Romeo", message["from"]);
        Assert.Equal("2026-06-30T12:00:00.000Z", message.Child("delay", Ns.Delay)!["stamp"]);
        Assert.Equal(Stage.RoomJid, message.Child("delay", Ns.Delay)!["from"]);
    }

    [Fact]
    public void Cleared_subject_is_sent_empty_with_a_time()
    {
        stage.SetsSubject(stage.Romeo, "Fire Burn");
        stage.SetsSubject(stage.Romeo, "");

        stage.Enters(stage.Rosaline);

        Assert.Equal("", stage.Rosaline.Received[^1].Child("subject")!.Text);
        Assert.NotNull(stage.Rosaline.Received[^1].Child("delay", Ns.Delay));
    }

    [Fact]
    public void Subject_is_no_part_of_the_history_and_survives_a_restart()
    {
        stage.SetsSubject(stage.Romeo, "one");
        stage.SetsSubject(stage.Romeo, "two");
        stage.Restore();

        stage.Enters(stage.Rosaline);

        Assert.Equal("two", Assert.Single(stage.Rosaline.Received, stanza => stanza.Name == "message").Child("subject")!.Text);
    }

    /// <summary>XEP-0045 §8.1 leaves the length to the service. Decision: what every newcomer is sent, and the head of the room holds, is bounded.</summary>
    [Fact]
    public void Subject_that_is_too_long_is_refused_and_the_old_one_stays()
    {
        stage.SetsSubject(stage.Romeo, "Fire Burn");
        stage.ForgetAll();

        stage.SetsSubject(stage.Romeo, new string('o', stage.Rules.MaxSubjectBytes));

        Assert.Equal("policy-violation", Assert.Single(stage.Romeo.Received).Condition());
        Assert.Empty(stage.Juliet.Received);
        Assert.Equal("Fire Burn", stage.Room.Subject!.Text);
        stage.SetsSubject(stage.Romeo, new string('o', stage.Rules.MaxSubjectBytes / 2));
        Assert.Equal(stage.Rules.MaxSubjectBytes / 2, stage.Room.Subject!.Text!.Length);
    }

    /// <summary>One that was logged before there was a bound.</summary>
    [Fact]
    public void A_logged_subject_that_is_too_long_is_not_the_subject()
    {
        stage.SetsSubject(stage.Romeo, "Fire Burn");
        var before = stage.Room.Subject!;
        stage.SetsSubject(stage.Romeo, new string('o', 1000));
        var stored = RoomStored.Empty(stage.Room.Configuration, stage.Room.OccupantIdKey, stage.Room.CreatedAt) with { Subject = before, History = stage.Log };

        Assert.Equal("Fire Burn", Room.Restore(stage.Room.Jid, stage.Rules with { MaxSubjectBytes = 400 }, stored).Subject!.Text);
    }

    [Fact]
    public void Same_origin_sets_it_once()
    {
        var change = new ChangeSubject(stage.Romeo.Visit, "twice") { Counter = 99 };

        Assert.Single(stage.Hand(change).Events);
        Assert.Empty(stage.Hand(change).Events);
    }

    /// <summary>The message is logged before the rest is stored; a host may die in between.</summary>
    [Fact]
    public void A_subject_that_was_logged_is_the_subject_though_nothing_else_of_it_was_stored()
    {
        var open = Stage.Open();
        open.SetsSubject(open.Romeo, "Ancient grudge");
        var before = open.Room.Subject!;
        open.SetsSubject(open.Romeo, "New mutiny");
        var now = open.Room.Subject!;

        foreach (var known in (Subject?[])[null, before, now])
        {
            var stored = RoomStored.Empty(open.Room.Configuration, open.Room.OccupantIdKey, open.Room.CreatedAt) with { Subject = known, History = open.Log };
            var restored = Room.Restore(open.Room.Jid, open.Rules, stored).Subject!;
            Assert.Equal(now with { Xml = [] }, restored with { Xml = [] });
            Assert.Equal("New mutiny", Payload.Parse(restored.Xml).Element("subject", Ns.Client)!.Text);
        }
    }
}
