using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Cluster.Tests.Semantics;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Away;

/// <summary>A service's own way to reach those who are mentioned while away.</summary>
public sealed class AwayNotifierTests
{
    private const string Room = "verona@conference.localhost";

    [Fact]
    public async Task It_is_told_of_every_mention_of_a_member_who_is_away_and_of_nothing_else()
    {
        var notifier = new RecordingNotifier();
        await using var cluster = await MucCluster.StartAsync(2, notifier: notifier);
        var romeo = await OpenAsync(cluster);

        await romeo.SayAsync(Room, "But soft");
        await romeo.SayAsync(Room, "Juliet is the sun");
        var first = await romeo.HearAsync(Room, "Romeo", "Juliet is the sun");
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[1]);
        await juliet.EnterAsync(Room, "Juliet");
        await romeo.SayAsync(Room, "Good night Juliet");
        await juliet.HearAsync(Room, "Romeo", "Good night Juliet");
        await juliet.SendAsync($"<presence type='unavailable' to='{Room}/Juliet'/>");
        await juliet.ExpectAsync($"<presence type='unavailable' from='{Room}/Juliet'/>");
        await romeo.SayAsync(Room, "Sleep Juliet");

        await Patience.Until(() => Task.FromResult(notifier.Told.Count >= 2), "two mentions");
        Assert.Equal(["Juliet is the sun", "Sleep Juliet"], notifier.Told.Select(mention => mention.Body));
        var told = notifier.Told[0];
        Assert.Equal((Room, "juliet@localhost", "Romeo"), (told.Room.ToString(), told.User.ToString(), told.Author.Value));
        Assert.Equal(told.Message.Value, first.Elements().Single(child => child.Name.LocalName == "stanza-id").Attribute("id")?.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_room_goes_on_whatever_becomes_of_it(bool fails)
    {
        var never = new TaskCompletionSource();
        var notifier = new RecordingNotifier((_, _) => fails ? throw new InvalidOperationException("No such service.") : never.Task);
        await using var cluster = await MucCluster.StartAsync(1, notifier: notifier);
        var romeo = await OpenAsync(cluster);

        string[] lines = [.. Enumerable.Range(1, 20).Select(i => $"Juliet {i}")];
        foreach (var line in lines)
            await romeo.SayAsync(Room, line);

        Assert.Equal(lines, People.Bodies(await romeo.ListenUntilAsync(lines[^1])));
        await Patience.Until(() => Task.FromResult(notifier.Told.Count > 0), "the first mention");
    }

    private static async Task<XmppClient> OpenAsync(MucCluster cluster)
    {
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
        await romeo.CreateAsync(Room, "Romeo");
        var reserved = await romeo.AskAsync(
            $"<iq type='set' id='reserve' to='{Room}'><query xmlns='{Ns.MucAdmin}'><item affiliation='member' jid='juliet@localhost' nick='Juliet'/></query></iq>");
        Assert.Equal("result", (string?)reserved.Attribute("type"));
        return romeo;
    }
}
