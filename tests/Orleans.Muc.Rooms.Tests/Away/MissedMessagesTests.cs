using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Away;

/// <summary>Juliet, who has a nickname reserved in Romeo's room, is away for a while.</summary>
public sealed class MissedMessagesTests
{
    private readonly Stage stage = Stage.Open(("muc#roomconfig_persistentroom", "1"), ("muc#maxhistoryfetch", "2"));

    public MissedMessagesTests() => stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Juliet'");

    [Fact]
    public void Who_comes_back_gets_everything_since_she_left()
    {
        stage.Enters(stage.Juliet);
        Romeo_says(1, 3);
        stage.Leaves(stage.Juliet);
        Romeo_says(4, 33);

        Assert.Equal(Lines(4, 33), Juliet_hears_on_entering());
    }

    [Fact]
    public void What_she_missed_stands_in_the_place_of_the_history_and_is_stamped_as_that_is()
    {
        stage.SetsSubject(stage.Romeo, "Parting");
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);
        var said = stage.Now;
        Romeo_says(1, 1);
        stage.Now = stage.Now.AddHours(1);
        stage.ForgetAll();

        stage.Enters(stage.Juliet);

        Assert.Equal(["Romeo", "Juliet", "Romeo", "Romeo"], stage.Juliet.Received.Select(stanza => Jid.Parse(stanza["from"]!).Resourcepart));
        var missed = stage.Juliet.Received[2];
        Assert.Equal("line 1", missed.Body());
        Assert.NotNull(missed.Child("stanza-id", Ns.StanzaIds));
        Assert.Equal(Stage.RoomJid, missed.Child("delay", Ns.Delay)!["from"]);
        Assert.Equal(said.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null), missed.Child("delay", Ns.Delay)!["stamp"]);
        Assert.Equal("Parting", stage.Juliet.Received[3].Child("subject")!.Text);
    }

    [Fact]
    public void Two_hundred_messages_are_as_many_as_she_gets()
    {
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);
        Romeo_says(1, 250);

        Assert.Equal(Lines(51, 250), Juliet_hears_on_entering());
    }

    [Theory]
    [InlineData("<history/>", 9, 10)]
    [InlineData("<history maxstanzas='1'/>", 10, 10)]
    [InlineData("<history maxstanzas='0'/>", 11, 10)]
    public void An_entry_with_limits_of_its_own_gets_history_as_anybody(string history, int first, int last)
    {
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);
        Romeo_says(1, 10);

        Assert.Equal(Lines(first, last), Juliet_hears_on_entering(history));
    }

    [Fact]
    public void Who_never_was_here_gets_history_as_anybody_and_from_then_on_misses_nothing()
    {
        Romeo_says(1, 10);
        Assert.Equal(Lines(9, 10), Juliet_hears_on_entering());
        stage.Leaves(stage.Juliet);
        Romeo_says(11, 15);

        Assert.Equal(Lines(11, 15), Juliet_hears_on_entering());
    }

    [Fact]
    public void Who_has_no_nickname_reserved_gets_history_as_anybody()
    {
        stage.Enters(stage.Rosaline);
        stage.Leaves(stage.Rosaline);
        Romeo_says(1, 10);
        stage.ForgetAll();

        stage.Enters(stage.Rosaline);

        Assert.Equal(Lines(9, 10), Bodies(stage.Rosaline));
    }

    [Fact]
    public void Nothing_was_missed_when_nothing_was_said()
    {
        Romeo_says(1, 10);
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);

        Assert.Empty(Juliet_hears_on_entering());
    }

    [Fact]
    public void A_nickname_reserved_while_she_is_inside_counts_from_there()
    {
        stage.Unregisters(stage.Juliet);
        stage.Grants(stage.Romeo, "member", stage.Juliet);
        stage.Enters(stage.Juliet);
        Romeo_says(1, 1);
        stage.Registers(stage.Juliet, "Juliet");
        Romeo_says(2, 5);
        stage.RestoreWithoutAnybody();
        stage.Enters(stage.Romeo);

        Assert.Equal(Lines(2, 5), Juliet_hears_on_entering());
    }

    [Fact]
    public void Where_she_left_off_goes_with_the_nickname()
    {
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);
        stage.Grants(stage.Romeo, "none", stage.Juliet);
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Juliet'");
        Romeo_says(1, 10);

        Assert.Null(Row.LastShown);
        Assert.Equal(Lines(9, 10), Juliet_hears_on_entering());
    }

    [Fact]
    public void Another_reserved_nickname_or_affiliation_leaves_it_where_it_was()
    {
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);
        Romeo_says(1, 3);
        stage.Registers(stage.Juliet, "Capulet");
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        Romeo_says(4, 5);

        Assert.Equal(Lines(1, 5), Juliet_hears_on_entering());
    }

    [Fact]
    public void Under_another_nickname_she_is_who_she_is()
    {
        stage.Enters(stage.Juliet);
        stage.ShowsPresence(stage.Juliet, "Capulet");
        stage.Leaves(stage.Juliet);
        Romeo_says(1, 5);
        stage.ForgetAll();

        stage.Enters(stage.Juliet, "Montague");

        Assert.Equal(Lines(1, 5), Bodies(stage.Juliet));
    }

    [Fact]
    public void While_one_of_her_devices_is_inside_she_is_not_away()
    {
        var phone = stage.Add(new Person("Juliet", "phone"));
        stage.Enters(stage.Juliet);
        stage.Enters(phone);
        stage.Leaves(stage.Juliet);
        Romeo_says(1, 10);

        Assert.Equal(Lines(9, 10), Juliet_hears_on_entering());
        stage.Leaves(phone);
        stage.Leaves(stage.Juliet);
        Romeo_says(11, 20);
        Assert.Equal(Lines(11, 20), Juliet_hears_on_entering());
    }

    [Fact]
    public void Who_asks_for_everything_again_without_having_left_gets_history_as_anybody()
    {
        stage.Enters(stage.Juliet);
        Romeo_says(1, 10);

        Assert.Equal(Lines(9, 10), Juliet_hears_on_entering());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_a_link_that_broke_only_what_was_said_before_her_last_word_but_one_is_known_to_have_arrived(bool silently)
    {
        stage.Enters(stage.Juliet);
        Romeo_says(1, 3);
        stage.Says(stage.Juliet, "first");
        Romeo_says(4, 6);
        stage.Says(stage.Juliet, "second");
        Romeo_says(7, 9);
        stage.Hand(silently ? new VisitLost(stage.Juliet.Visit) : new SessionEnded(stage.Juliet.Visit));

        Assert.Equal([.. Lines(4, 6), "second", .. Lines(7, 9)], Juliet_hears_on_entering());
    }

    [Fact]
    public void Word_that_her_gateway_repeats_is_one_word()
    {
        stage.Enters(stage.Juliet);
        Romeo_says(1, 3);
        var call = RoomIntake.Read(Xml.Stanza("<message type='groupchat'><body>word</body></message>", stage.Juliet), stage.Juliet.Visit, 1_000);
        stage.Hand(call);
        Romeo_says(4, 6);
        stage.Hand(call);
        stage.Hand(new VisitLost(stage.Juliet.Visit));

        Assert.Equal([.. Lines(1, 3), "word", .. Lines(4, 6)], Juliet_hears_on_entering());
    }

    [Fact]
    public void An_entry_alone_does_not_say_that_what_it_brought_has_arrived()
    {
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);
        Romeo_says(1, 5);
        stage.Enters(stage.Juliet);
        stage.Hand(new VisitLost(stage.Juliet.Visit));

        Assert.Equal(Lines(1, 5), Juliet_hears_on_entering());
    }

    [Fact]
    public void Who_comes_back_before_her_ghost_is_gone_misses_nothing_either()
    {
        stage.Enters(stage.Juliet);
        Romeo_says(1, 10);
        var again = stage.Add(new Person("Juliet", "again"));
        var visit = again.Visit with { FullJid = stage.Juliet.Visit.FullJid };
        stage.ForgetAll();

        stage.Hand(new Enter(visit, Nick.Parse("Juliet"), null, null));

        Assert.Equal(Lines(1, 10), Bodies(again));
    }

    [Fact]
    public void Who_was_kicked_comes_back_to_what_was_said_since()
    {
        stage.Enters(stage.Juliet);
        Romeo_says(1, 2);
        stage.Appoints(stage.Romeo, "none", "Juliet");
        Romeo_says(3, 4);

        Assert.Equal(Lines(1, 4), Juliet_hears_on_entering());
    }

    [Fact]
    public void A_crash_makes_messages_be_repeated_and_loses_none()
    {
        stage.Enters(stage.Juliet);
        Romeo_says(1, 2);
        stage.Leaves(stage.Juliet);
        Romeo_says(3, 4);
        stage.Enters(stage.Juliet);
        Romeo_says(5, 6);
        stage.RestoreWithoutAnybody();
        stage.Enters(stage.Romeo);
        Romeo_says(7, 8);

        Assert.Equal(Lines(3, 8), Juliet_hears_on_entering());
    }

    [Fact]
    public void Where_she_left_off_survives_the_room_and_a_room_that_moves_tells_her_nothing_twice()
    {
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);
        Romeo_says(1, 60);
        stage.Restore();

        Assert.Equal(Lines(1, 60), Juliet_hears_on_entering());
        stage.Restore();
        stage.Leaves(stage.Juliet);
        Assert.Empty(Juliet_hears_on_entering());
    }

    [Fact]
    public void Nothing_is_noted_while_she_stays_nor_when_she_knows_it_all()
    {
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);
        stage.Events.Clear();

        stage.Enters(stage.Juliet);
        stage.Says(stage.Juliet, "here");
        Romeo_says(1, 5);
        stage.Leaves(stage.Juliet);
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);

        var noted = Assert.Single(stage.Events.OfType<MemberLeftOff>());
        Assert.Equal(stage.Events.OfType<MessageSpoken>().Last().Message.Id, noted.LastShown);
    }

    [Fact]
    public void What_is_not_to_be_kept_is_not_brought_back()
    {
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);
        stage.Send(stage.Romeo, $"<message type='groupchat'><body>whisper</body><no-store xmlns='{Ns.Hints}'/></message>");
        Romeo_says(1, 1);
        stage.Configures(stage.Romeo, ("muc#roomconfig_enablearchiving", "0"));
        Romeo_says(2, 2);

        Assert.Equal(Lines(1, 1), Juliet_hears_on_entering());
    }

    [Fact]
    public void A_message_taken_back_meanwhile_is_a_tombstone()
    {
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);
        Romeo_says(1, 1);
        var id = stage.Events.OfType<MessageSpoken>().Last().Message.Id;
        stage.Send(stage.Romeo, $"<message type='groupchat' id='r1'><retract xmlns='{Ns.Retraction}' id='{id}'/></message>");

        Assert.Empty(Juliet_hears_on_entering());
        Assert.Contains(stage.Juliet.Received, stanza => stanza.Child("retracted", Ns.Retraction) is not null);
    }

    [Fact]
    public void A_room_without_history_has_none_for_anybody()
    {
        stage.Configures(stage.Romeo, ("muc#maxhistoryfetch", "0"));
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);
        Romeo_says(1, 5);

        Assert.Empty(Juliet_hears_on_entering());
    }

    [Fact]
    public void A_service_that_stores_no_messages_owes_none()
    {
        var small = new Stage(rules => rules with { MaxMissed = 0 });
        small.Enters(small.Romeo);
        small.Configures(small.Romeo, ("muc#maxhistoryfetch", "2"));
        small.Registers(small.Romeo, "Romeo");
        small.With(small.Juliet).Leaves(small.Romeo);
        foreach (var line in Lines(1, 5))
            small.Says(small.Juliet, line);
        small.ForgetAll();

        small.Enters(small.Romeo);

        Assert.Equal(Lines(4, 5), Bodies(small.Romeo));
        Assert.Empty(small.Events.OfType<MemberLeftOff>());
    }

    [Fact]
    public void A_room_made_anew_knows_nothing_of_the_old_one()
    {
        stage.Enters(stage.Juliet);
        stage.Leaves(stage.Juliet);
        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");
        stage.Enters(stage.Romeo);
        stage.Configures(stage.Romeo, ("muc#maxhistoryfetch", "2"));
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Juliet'");
        Romeo_says(1, 5);

        Assert.Equal(Lines(4, 5), Juliet_hears_on_entering());
    }

    private Member Row => stage.Room.MemberOf(stage.Juliet.Visit.FullJid.Bare)!;

    private void Romeo_says(int first, int last)
    {
        foreach (var line in Lines(first, last))
            stage.Says(stage.Romeo, line);
    }

    private string[] Juliet_hears_on_entering(string history = "")
    {
        stage.ForgetAll();
        stage.Enters(stage.Juliet, inside: history);
        return Bodies(stage.Juliet);
    }

    private static string[] Lines(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(i => $"line {i}")];

    private static string[] Bodies(Person who) => [.. who.Received.Select(Xml.Body).OfType<string>()];
}
