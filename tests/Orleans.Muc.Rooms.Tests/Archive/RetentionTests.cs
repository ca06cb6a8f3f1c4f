using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;
using static Orleans.Muc.Rooms.Tests.Kit.ArchiveActs;

namespace Orleans.Muc.Rooms.Tests.Archive;

/// <summary>How long the past is shown, by the room's option and by the service's bound.</summary>
public sealed class RetentionTests
{
    private const string Option = "{urn:orleans-muc:roomconfig}archive_days";

    [Theory]
    [InlineData(0, "0", new[] { "40 days ago", "10 days ago", "just now" })]
    [InlineData(30, "0", new[] { "10 days ago", "just now" })]
    [InlineData(0, "5", new[] { "just now" })]
    [InlineData(30, "5", new[] { "just now" })]
    [InlineData(5, "30", new[] { "just now" })]
    [InlineData(0, "36500", new[] { "40 days ago", "10 days ago", "just now" })]
    public void The_shorter_of_both_holds_in_the_archive_and_in_the_history(int service, string room, string[] shown)
    {
        var stage = Spoken(service, room);

        Assert.Equal(shown, stage.Recalls(stage.Juliet).Bodies());
        var metadata = stage.Asks(stage.Juliet, "get", $"<metadata xmlns='{Ns.Mam}'/>").Child("metadata", Ns.Mam)!;
        Assert.Equal(stage.Log[3 - shown.Length].Id.Value, metadata.Child("start", Ns.Mam)!["id"]);
        stage.Enters(stage.Juliet);
        Assert.Equal(shown, stage.Juliet.Received.Select(Xml.Body).OfType<string>());
        stage.Restore();
        stage.Enters(stage.Mercutio);
        Assert.Equal(shown, stage.Mercutio.Received.Select(Xml.Body).OfType<string>());
    }

    [Fact]
    public void A_member_who_was_away_for_longer_is_told_what_has_not_run_out()
    {
        var stage = Archived(days: 1);
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Juliet'");
        stage.With(stage.Juliet);
        stage.Leaves(stage.Juliet);
        stage.Says(stage.Romeo, "too old");
        stage.Now = stage.Now.AddDays(2);
        stage.Says(stage.Romeo, "just now");
        stage.ForgetAll();

        stage.Enters(stage.Juliet);

        Assert.Equal(["just now"], stage.Juliet.Received.Select(Xml.Body).OfType<string>());
    }

    [Fact]
    public void What_has_run_out_is_not_found_by_its_id()
    {
        var stage = Spoken(service: 30, room: "0");

        foreach (var field in (string[])["ids", "after-id", "before-id"])
            Assert.Equal("item-not-found", stage.RecallsWith(stage.Juliet, Field(field, stage.Log[0].Id.Value))[^1].Condition());
        Assert.Equal("item-not-found", stage.Recalls(stage.Juliet, Page($"<after>{stage.Log[0].Id}</after>"))[^1].Condition());
        Assert.Equal(["just now"], stage.RecallsWith(stage.Juliet, Field("after-id", stage.Log[1].Id.Value)).Bodies());
    }

    [Fact]
    public void A_message_is_shown_for_exactly_that_long()
    {
        var stage = Archived(days: 1);
        stage.Says(stage.Romeo, "But soft!");

        stage.Now = stage.Now.AddDays(1);
        Assert.Single(stage.Recalls(stage.Juliet).Bodies());
        stage.Now = stage.Now.AddMilliseconds(1);
        Assert.Empty(stage.Recalls(stage.Juliet).Bodies());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("36501")]
    [InlineData("a week")]
    [InlineData("1.5")]
    public void Days_are_a_number_within_bounds(string days)
    {
        var stage = Archived();

        Assert.Equal("not-acceptable", stage.Configures(stage.Romeo, (Option, days)).Condition());
    }

    private static Stage Spoken(int service, string room)
    {
        var stage = Archived(days: service, fields: (Option, room));
        stage.Says(stage.Romeo, "40 days ago");
        stage.Now = stage.Now.AddDays(30);
        stage.Says(stage.Romeo, "10 days ago");
        stage.Now = stage.Now.AddDays(10);
        stage.Says(stage.Romeo, "just now");
        stage.ForgetAll();
        return stage;
    }
}
