using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;
using static Orleans.Muc.Rooms.Tests.Kit.ArchiveActs;

namespace Orleans.Muc.Rooms.Tests.Archive;

/// <summary>XEP-0313 §4.3: whatever is asked, the pages put together are exactly what matches, and only the last one says that it is.</summary>
public sealed class PagingTests
{
    private readonly Random dice = new(59);
    private readonly Stage stage = Archived();
    private readonly Person[] speakers;

    public PagingTests()
    {
        stage.With(stage.Juliet, stage.Rosaline);
        speakers = [stage.Romeo, stage.Juliet, stage.Rosaline];
        for (var line = 0; line < 40; line++)
        {
            // Several lines in one millisecond, and pauses.
            stage.Now = stage.Now.AddMilliseconds(dice.Next(3) * 500);
            if (dice.Next(5) == 0)
                stage.Send(stage.Romeo, $"<message type='groupchat'><body>passing</body><no-store xmlns='{Ns.Hints}'/></message>");
            else
                stage.Says(speakers[dice.Next(speakers.Length)], $"line {line}");
        }

        stage.ForgetAll();
    }

    [Fact]
    public void Pages_put_together_are_what_matches_in_either_direction()
    {
        for (var round = 0; round < 200; round++)
        {
            var (fields, matching) = Throw();
            var size = dice.Next(1, 12);
            Assert.Equal(matching, ReadForwards(fields, size, matching.Length));
            Assert.Equal(matching, ReadBackwards(fields, size, matching.Length));
        }
    }

    [Fact]
    public void A_page_of_nothing_tells_how_much_there_is()
    {
        var total = stage.Log.Count(message => message.Served);

        var told = stage.Recalls(stage.Mercutio, Page("<max>0</max>"));

        Assert.Single(told);
        Assert.False(told.IsComplete());
        Assert.Equal($"{total}", told.Fin().Child("set", Ns.Rsm)!.Child("count", Ns.Rsm)!.Text);
    }

    [Fact]
    public void A_flipped_page_is_the_same_page_from_its_end()
    {
        var page = Page("<max>5</max><before/>");
        var told = stage.Recalls(stage.Mercutio, page);
        var flipped = stage.Recalls(stage.Mercutio, page + $"<flip-page xmlns='{Ns.Mam}'/>");

        Assert.Equal(told.Ids().Reverse(), flipped.Ids());
        Assert.Equal(told.Fin().ToString(), flipped.Fin().ToString());
    }

    [Fact]
    public void A_page_has_fifty_messages_if_nothing_is_said_and_a_hundred_at_most()
    {
        for (var line = 0; line < 120; line++)
            stage.Says(stage.Romeo, $"more {line}");
        stage.ForgetAll();

        Assert.Equal(50, stage.Recalls(stage.Mercutio).Ids().Length);
        Assert.Equal(100, stage.Recalls(stage.Mercutio, Page("<max>5000</max>")).Ids().Length);
    }

    private string[] ReadForwards(string fields, int size, int expected)
    {
        var ids = new List<string>();
        for (var after = ""; ;)
        {
            var told = stage.RecallsWith(stage.Mercutio, fields, Page($"<max>{size}</max>{after}"));
            AssertEnds(told);
            ids.AddRange(told.Ids());
            Assert.Equal(ids.Count == expected, told.IsComplete());
            AssertCount(told, after.Length > 0, expected);
            if (told.IsComplete())
                return [.. ids];
            after = $"<after>{told.Ids()[^1]}</after>";
        }
    }

    private string[] ReadBackwards(string fields, int size, int expected)
    {
        var ids = new List<string>();
        for (var before = ""; ;)
        {
            var told = stage.RecallsWith(stage.Mercutio, fields, Page($"<max>{size}</max><before>{before}</before>"));
            AssertEnds(told);
            ids.InsertRange(0, told.Ids());
            Assert.Equal(ids.Count == expected, told.IsComplete());
            AssertCount(told, before.Length > 0, expected);
            if (told.IsComplete())
                return [.. ids];
            before = told.Ids()[0];
        }
    }

    private static void AssertEnds(List<Element> told)
    {
        var set = told.Fin().Child("set", Ns.Rsm)!;
        Assert.Equal(told.Ids().FirstOrDefault(), set.Child("first", Ns.Rsm)?.Text);
        Assert.Equal(told.Ids().LastOrDefault(), set.Child("last", Ns.Rsm)?.Text);
        Assert.Null(told.Fin()["stable"]);
    }

    private static void AssertCount(List<Element> told, bool isFurther, int expected) =>
        Assert.Equal(isFurther ? null : $"{expected}", told.Fin().Child("set", Ns.Rsm)!.Child("count", Ns.Rsm)?.Text);

    /// <summary>Some filters, and the ids of what they let through.</summary>
    private (string Fields, string[] Matching) Throw()
    {
        var served = stage.Log.Where(message => message.Served).ToArray();
        var fields = "";
        IEnumerable<PastMessage> matching = served;
        if (dice.Next(3) == 0)
        {
            var who = speakers[dice.Next(speakers.Length)].Name;
            fields += Field("with", $"{Stage.RoomJid}/{who}");
            matching = matching.Where(message => message.Nick.Value == who);
        }

        if (dice.Next(3) == 0)
        {
            var start = Any().Id.At;
            fields += Field("start", XmppTime.Write(start));
            matching = matching.Where(message => message.Id.At >= start);
        }

        if (dice.Next(3) == 0)
        {
            var end = Any().Id.At;
            fields += Field("end", XmppTime.Write(end));
            matching = matching.Where(message => message.Id.At <= end);
        }

        if (dice.Next(3) == 0)
        {
            var after = Any().Id;
            fields += Field("after-id", after.Value);
            matching = matching.Where(message => message.Id > after);
        }

        if (dice.Next(3) == 0)
        {
            var before = Any().Id;
            fields += Field("before-id", before.Value);
            matching = matching.Where(message => message.Id < before);
        }

        return (fields, [.. matching.Select(message => message.Id.Value)]);

        PastMessage Any() => served[dice.Next(served.Length)];
    }
}
