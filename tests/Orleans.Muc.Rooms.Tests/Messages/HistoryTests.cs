using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Messages;

/// <summary>XEP-0045 §7.2.13 and §7.2.14.</summary>
public sealed class HistoryTests
{
    private readonly Stage stage = Stage.Open();

    /// <summary>Five messages, a minute apart, the last one just now.</summary>
    public HistoryTests()
    {
        for (var i = 1; i <= 5; i++)
        {
            stage.Says(stage.Romeo, $"line {i}");
            if (i < 5)
                stage.Now = stage.Now.AddMinutes(1);
        }

        stage.ForgetAll();
    }

    /// <summary>XEP-0045 §7.2.14 M1.</summary>
    [Theory]
    [InlineData("", 1, 5)]
    [InlineData("maxstanzas='2'", 4, 2)]
    [InlineData("maxstanzas='0'", 1, 0)]
    [InlineData("maxchars='0'", 1, 0)]
    [InlineData("seconds='120'", 3, 3)]
    [InlineData("since='2026-06-30T12:03:00Z'", 4, 2)]
    [InlineData("since='1970-01-01T00:00:00Z'", 1, 5)]
    [InlineData("seconds='120' maxstanzas='1'", 5, 1)]
    [InlineData("maxstanzas='nonsense'", 1, 5)]
    public void Newcomer_gets_the_newest_that_meets_all_limits(string limits, int first, int count)
    {
        stage.Enters(stage.Juliet, inside: $"<history {limits}/>");

        Assert.Equal(
            Enumerable.Range(first, count).Select(i => $"line {i}"),
            stage.Juliet.Received.Select(Xml.Body).Where(body => body is not null));
    }

    /// <summary>XEP-0045 §7.2.14 M2.</summary>
    [Fact]
    public void Characters_are_those_of_whole_stanzas()
    {
        stage.Enters(stage.Juliet);

        // As she gets it, the address included, which is written when it is sent.
        var whole = Xml.Text(stage.Last.Announcements.OfType<ToSession>().SelectMany(all => all.Stanzas).First(one => Xml.Of(one).Body() == "line 5")).Length
            + $" to='{stage.Juliet.FullJid}'".Length;
        stage.Leaves(stage.Juliet);
        stage.ForgetAll();
        stage.Enters(stage.Juliet, inside: $"<history maxchars='{whole * 2}'/>");
        Assert.Equal(["line 4", "line 5"], stage.Juliet.Received.Select(Xml.Body).Where(body => body is not null));
        stage.Leaves(stage.Juliet);
        stage.ForgetAll();

        stage.Enters(stage.Juliet, inside: $"<history maxchars='{whole * 2 - 1}'/>");
        Assert.Equal(["line 5"], stage.Juliet.Received.Select(Xml.Body).Where(body => body is not null));
    }

    /// <summary>XEP-0045 §7.2.13 M2, M3.</summary>
    [Fact]
    public void History_is_stamped_by_the_room_with_the_time_it_was_said()
    {
        stage.Enters(stage.Juliet, inside: "<history maxstanzas='1'/>");

        var delay = stage.Juliet.Received.Single(message => message.Body() is not null).Child("delay", Ns.Delay)!;
        Assert.Equal(Stage.RoomJid, delay["from"]);
        Assert.Equal("2026-06-30T12:04:00.000Z", delay["stamp"]);
    }

    [Fact]
    public void History_comes_from_the_occupant_with_id_and_marks()
    {
        var live = stage.Events.OfType<MessageSpoken>().Last().Message;

        stage.Enters(stage.Juliet, inside: "<history maxstanzas='1'/>");

        var message = stage.Juliet.Received.Single(message => message.Body() is not null);
        Assert.Equal($"{Stage.RoomJid}/Romeo", message["from"]);
        Assert.Equal(live.Id.Value, message.Child("stanza-id", Ns.StanzaIds)!["id"]);
    }

    /// <summary>XEP-0045 §7.2.14 M1.</summary>
    [Fact]
    public void Room_gives_no_more_than_it_is_configured_to()
    {
        stage.Configures(stage.Romeo, ("muc#maxhistoryfetch", "3"));

        stage.Enters(stage.Juliet, inside: "<history maxstanzas='100'/>");

        Assert.Equal(3, stage.Juliet.Received.Count(message => message.Body() is not null));
    }

    [Fact]
    public void Service_keeps_no_more_than_its_bound()
    {
        var small = new Stage(rules => rules with { MaxHistory = 2 });
        small.Enters(small.Romeo);
        small.Configures(small.Romeo);
        for (var i = 0; i < 5; i++)
            small.Says(small.Romeo, $"line {i}");

        small.Enters(small.Juliet);

        Assert.Equal(["line 3", "line 4"], small.Juliet.Received.Select(Xml.Body).Where(body => body is not null));
    }

    /// <summary>Three thousand bytes hold two messages of a thousand characters and their envelopes, and not three.</summary>
    [Fact]
    public void Service_keeps_no_more_bytes_than_its_bound()
    {
        var small = Bounded();
        for (var i = 1; i <= 4; i++)
            small.Says(small.Romeo, Line(i, 1_000));

        Assert.Equal([Line(3, 1_000), Line(4, 1_000)], Heard(small));
        small.Restore();
        Assert.Equal([Line(3, 1_000), Line(4, 1_000)], Heard(small));
    }

    [Fact]
    public void Member_who_was_away_gets_no_more_bytes_either()
    {
        var small = Bounded();
        small.Grants(small.Romeo, "member", small.Juliet, "nick='Juliet'");
        small.With(small.Juliet);
        small.Leaves(small.Juliet);
        for (var i = 1; i <= 4; i++)
            small.Says(small.Romeo, Line(i, 1_000));

        Assert.Equal([Line(3, 1_000), Line(4, 1_000)], Heard(small));
    }

    [Fact]
    public void Message_that_is_longer_than_all_that_is_kept_leaves_nothing_until_the_next()
    {
        var small = Bounded();
        small.Says(small.Romeo, Line(1, 1_000));
        small.Says(small.Romeo, Line(2, 3_000));
        Assert.Empty(Heard(small));

        small.Says(small.Romeo, Line(3, 1_000));
        Assert.Equal([Line(3, 1_000)], Heard(small));
    }

    [Fact]
    public void Message_that_was_taken_back_counts_no_longer()
    {
        var small = Bounded(4_000);
        small.Says(small.Romeo, Line(1, 2_500));
        var id = small.Events.OfType<MessageSpoken>().Last().Message.Id;
        small.Asks(small.Romeo, "set", $"<moderate xmlns='{Ns.Moderation}' id='{id}'><retract xmlns='{Ns.Retraction}'/></moderate>");
        small.Says(small.Romeo, Line(2, 1_500));

        small.ForgetAll();
        small.Enters(small.Juliet);

        Assert.Equal(3, small.Juliet.Received.Count(message => message.Child("delay", Ns.Delay) is not null));
    }

    private static Stage Bounded(int bytes = 3_000)
    {
        var small = new Stage(rules => rules with { MaxHistoryBytes = bytes });
        small.Enters(small.Romeo);
        small.Configures(small.Romeo, ("muc#roomconfig_persistentroom", "1"));
        return small;
    }

    private static string Line(int number, int length) => $"line {number} ".PadRight(length, '.');

    private static string[] Heard(Stage stage)
    {
        stage.ForgetAll();
        stage.Enters(stage.Juliet);
        var heard = stage.Juliet.Received.Select(Xml.Body).OfType<string>().ToArray();
        stage.Leaves(stage.Juliet);
        return heard;
    }

    [Fact]
    public void History_survives_a_restart()
    {
        stage.Restore();

        stage.Enters(stage.Juliet);

        Assert.Equal(5, stage.Juliet.Received.Count(message => message.Body() is not null));
    }
}
