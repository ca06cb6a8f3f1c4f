using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;
using static Orleans.Muc.Rooms.Tests.Kit.ArchiveActs;

namespace Orleans.Muc.Rooms.Tests.Archive;

/// <summary>XEP-0313 §4 to a room.</summary>
public sealed class ReadingArchiveTests
{
    private readonly Stage stage = Archived();

    [Fact]
    public void Everybody_who_may_enter_is_told_the_past_in_its_order()
    {
        stage.With(stage.Juliet);
        stage.Says(stage.Romeo, "But soft!");
        stage.Says(stage.Juliet, "Ay me!");

        var told = stage.Recalls(stage.Mercutio, attributes: "queryid='q7'");

        Assert.Equal(["But soft!", "Ay me!"], told.Bodies());
        Assert.All(told.SkipLast(1), stanza => Assert.Equal((Stage.RoomJid, "q7"), (stanza["from"], Result(stanza)["queryid"])));
        Assert.All(told.Messages().Zip(told.Ids()), pair => Assert.Equal(pair.Second, pair.First.Child("stanza-id", Ns.StanzaIds)!["id"]));
        Assert.Equal([$"{Stage.RoomJid}/Romeo", $"{Stage.RoomJid}/Juliet"], told.Messages().Select(message => message["from"]));
        Assert.All(told.Messages(), message => Assert.Equal((null, "groupchat"), (message["to"], message["type"])));
        Assert.True(told.IsComplete());
        var set = told.Fin().Child("set", Ns.Rsm)!;
        Assert.Equal((told.Ids()[0], told.Ids()[1], "2"), (set.Child("first", Ns.Rsm)!.Text, set.Child("last", Ns.Rsm)!.Text, set.Child("count", Ns.Rsm)!.Text));
    }

    [Fact]
    public void Results_bear_the_time_at_which_it_was_said()
    {
        stage.Says(stage.Romeo, "But soft!");
        var said = stage.Now;
        stage.Now = stage.Now.AddHours(3);

        var result = Result(stage.Recalls(stage.Mercutio)[0]);

        Assert.Equal(XmppTime.Write(said), result.Child("forwarded", Ns.Forward)!.Child("delay", Ns.Delay)!["stamp"]);
    }

    [Fact]
    public void An_empty_archive_is_complete()
    {
        var told = stage.Recalls(stage.Juliet);

        Assert.True(told.IsComplete());
        Assert.Single(told);
        Xml.AssertSame($"<metadata xmlns='{Ns.Mam}'/>", stage.Asks(stage.Juliet, "get", $"<metadata xmlns='{Ns.Mam}'/>").Children.Single());
    }

    [Fact]
    public void Metadata_are_of_the_first_and_the_last_message()
    {
        stage.Says(stage.Romeo, "one");
        stage.Now = stage.Now.AddMinutes(1);
        stage.Says(stage.Romeo, "two");
        stage.Says(stage.Romeo, "three");
        var ids = stage.Recalls(stage.Juliet).Ids();

        var metadata = stage.Asks(stage.Juliet, "get", $"<metadata xmlns='{Ns.Mam}'/>").Child("metadata", Ns.Mam)!;

        Assert.Equal((ids[0], XmppTime.Write(stage.Now.AddMinutes(-1))), (metadata.Child("start", Ns.Mam)!["id"], metadata.Child("start", Ns.Mam)!["timestamp"]));
        Assert.Equal((ids[2], XmppTime.Write(stage.Now)), (metadata.Child("end", Ns.Mam)!["id"], metadata.Child("end", Ns.Mam)!["timestamp"]));
    }

    [Fact]
    public void What_was_only_passing_or_private_is_in_no_archive()
    {
        stage.With(stage.Juliet);
        stage.Whispers(stage.Romeo, "Juliet", "psst");
        stage.Send(stage.Romeo, $"<message type='groupchat'><composing xmlns='{Ns.ChatStates}'/></message>");
        stage.Send(stage.Romeo, $"<message type='groupchat'><body>forget it</body><no-store xmlns='{Ns.Hints}'/></message>");
        stage.Says(stage.Romeo, "remember it");

        Assert.Equal(["remember it"], stage.Recalls(stage.Juliet).Bodies());
    }

    /// <summary>XEP-0313 §5.1.2: subject changes should be stored; clients page by their ids.</summary>
    [Fact]
    public void A_subject_is_in_the_archive_and_not_in_the_history()
    {
        stage.SetsSubject(stage.Romeo, "Ancient grudge");
        stage.Says(stage.Romeo, "But soft!");

        var told = stage.Recalls(stage.Juliet);

        Assert.Equal("Ancient grudge", told.Messages()[0].Child("subject")!.Text);
        Assert.Equal(["But soft!"], stage.RecallsWith(stage.Juliet, Field("after-id", told.Ids()[0])).Bodies());
        stage.Enters(stage.Juliet);
        Assert.Equal(1, stage.Juliet.Received.Count(stanza => stanza.Child("subject") is not null));
        stage.Restore();
        stage.Enters(stage.Mercutio);
        Assert.Equal(1, stage.Mercutio.Received.Count(stanza => stanza.Child("subject") is not null));
        Assert.Single(stage.Mercutio.Received, stanza => stanza.Body() == "But soft!");
    }

    [Fact]
    public void Discovery_names_the_archive_where_there_is_one()
    {
        Assert.Equal([Ns.Mam, Ns.MamExtended], Features(stage));
        Assert.Equal([Ns.Mam, Ns.MamExtended, Ns.FullText], Features(Archived(fullText: true)));
        Assert.Empty(Features(Stage.Open()));
        Assert.Empty(Features(Archived(fields: ("muc#roomconfig_enablearchiving", "0"))));
    }

    [Theory]
    [InlineData("muc#roomconfig_enablearchiving")]
    [InlineData("{urn:orleans-muc:roomconfig}archive")]
    public void A_room_without_an_archive_knows_nothing_of_such_queries_and_keeps_nothing_more(string option)
    {
        stage.Says(stage.Romeo, "But soft!");
        stage.Configures(stage.Romeo, (option, "0"));
        stage.Says(stage.Romeo, "Off the record.");

        foreach (var asked in (string[])[$"<query xmlns='{Ns.Mam}'/>", $"<metadata xmlns='{Ns.Mam}'/>"])
            Assert.Equal("service-unavailable", stage.Asks(stage.Romeo, "get", asked).Condition());
        Assert.Equal("service-unavailable", stage.Recalls(stage.Romeo)[^1].Condition());
        stage.Enters(stage.Juliet);
        Assert.Equal(["But soft!"], stage.Juliet.Received.Select(Xml.Body).OfType<string>());

        stage.Configures(stage.Romeo, (option, "1"));
        Assert.Equal(["But soft!"], stage.Recalls(stage.Romeo).Bodies());
    }

    [Fact]
    public void A_service_that_stores_nothing_has_no_archives()
    {
        var open = Stage.Open();

        Assert.Equal("service-unavailable", open.Recalls(open.Romeo)[^1].Condition());
    }

    [Fact]
    public void The_form_has_the_fields_of_the_protocol_and_words_where_they_can_be_searched()
    {
        Assert.Equal(["FORM_TYPE", "with", "start", "end", "before-id", "after-id", "ids"], FieldsOf(stage));
        Assert.Equal(["FORM_TYPE", "with", "start", "end", "before-id", "after-id", "ids", "{urn:xmpp:fulltext:0}fulltext"], FieldsOf(Archived(fullText: true)));

        static string[] FieldsOf(Stage stage) =>
            [.. stage.Asks(stage.Juliet, "get", $"<query xmlns='{Ns.Mam}'/>").Child("query", Ns.Mam)!.Child("x", Ns.DataForms)!.Children.Select(field => field["var"]!)];
    }

    [Fact]
    public void Words_are_searched_where_they_can_be()
    {
        var searched = Archived(fullText: true);
        searched.Says(searched.Romeo, "a rose by any other name");
        searched.Says(searched.Romeo, "what is in a name");
        var words = Field("{urn:xmpp:fulltext:0}fulltext", "name rose");

        Assert.Equal(["a rose by any other name"], searched.RecallsWith(searched.Juliet, words).Bodies());
        Assert.Equal("feature-not-implemented", stage.RecallsWith(stage.Juliet, words)[^1].Condition());
    }

    [Fact]
    public void All_languages_of_a_message_are_its_text()
    {
        var searched = Archived(fullText: true);
        searched.Send(searched.Romeo, "<message type='groupchat'><body>rose</body><body xml:lang='de'>Blume</body></message>");
        searched.Send(searched.Romeo, $"<message type='groupchat'><body>thorn</body><no-store xmlns='{Ns.Hints}'/></message>");

        Assert.Equal("rose\nBlume", searched.Log[^2].Text);
        Assert.Null(searched.Log[^1].Text);
    }

    [Theory]
    [InlineData("<field var='start'><value>yesterday</value></field>", "bad-request")]
    [InlineData("<field var='with'><value>@</value></field>", "jid-malformed")]
    [InlineData("<field var='{urn:example}mood'><value>grim</value></field>", "feature-not-implemented")]
    [InlineData("<field var='include-groupchat'><value>true</value></field>", "feature-not-implemented")]
    [InlineData("<field var='after-id'><value>0123456789abcdef0123456789abcdef</value></field>", "item-not-found")]
    [InlineData("<field var='before-id'><value>nonsense</value></field>", "item-not-found")]
    [InlineData("<field var='ids'><value>0123456789abcdef0123456789abcdef</value></field>", "item-not-found")]
    public void What_makes_no_sense_is_refused_by_name(string fields, string condition)
    {
        stage.Says(stage.Romeo, "But soft!");

        var told = stage.RecallsWith(stage.Juliet, fields);

        Assert.Equal(condition, Assert.Single(told).Condition());
    }

    [Fact]
    public void A_page_behind_what_is_not_there_is_not_found()
    {
        stage.Says(stage.Romeo, "But soft!");
        stage.Send(stage.Romeo, $"<message type='groupchat'><body>forget it</body><no-store xmlns='{Ns.Hints}'/></message>");

        foreach (var id in (string[])["0123456789abcdef0123456789abcdef", "x", stage.Log[^1].Id.Value])
            foreach (var direction in (string[])["after", "before"])
                Assert.Equal("item-not-found", stage.Recalls(stage.Juliet, Page($"<{direction}>{id}</{direction}>"))[^1].Condition());
    }

    [Fact]
    public void What_was_taken_back_has_left_a_tombstone_in_its_place()
    {
        stage.With(stage.Juliet);
        stage.Says(stage.Juliet, "DM me for free potions!");
        stage.Says(stage.Romeo, "What?");
        var id = stage.Recalls(stage.Romeo).Ids()[0];
        stage.Asks(stage.Romeo, "set", $"<moderate xmlns='{Ns.Moderation}' id='{id}'><retract xmlns='{Ns.Retraction}'/><reason>Spam</reason></moderate>");

        var told = stage.Recalls(stage.Mercutio);

        Assert.Equal(id, told.Ids()[0]);
        Assert.Equal(["", "What?", ""], told.Bodies());
        Assert.Equal($"{Stage.RoomJid}/Juliet", told.Messages()[0]["from"]);
        Assert.Equal("Spam", told.Messages()[0].Child("retracted", Ns.Retraction)!.Child("reason", Ns.Retraction)!.Text);
        Assert.Equal([id], stage.RecallsWith(stage.Mercutio, Field("ids", id)).Ids());
    }

    [Fact]
    public void The_first_tombstone_stays()
    {
        stage.With(stage.Juliet);
        stage.Says(stage.Juliet, "DM me for free potions!");
        var id = stage.Log[^1].Id;
        stage.Asks(stage.Romeo, "set", $"<moderate xmlns='{Ns.Moderation}' id='{id}'><retract xmlns='{Ns.Retraction}'/><reason>Spam</reason></moderate>");
        stage.Send(stage.Juliet, $"<message type='groupchat' id='r1'><retract xmlns='{Ns.Retraction}' id='{id}'/></message>");

        var tombstone = stage.Recalls(stage.Mercutio).Messages()[0].Child("retracted", Ns.Retraction)!;

        Assert.Equal("Spam", tombstone.Child("reason", Ns.Retraction)!.Text);
    }

    private static string[] Features(Stage stage) =>
    [
        .. stage.Asks(stage.Juliet, "get", $"<query xmlns='{Ns.DiscoInfo}'/>").Child("query", Ns.DiscoInfo)!.ChildrenNamed("feature", Ns.DiscoInfo)
            .Select(feature => feature["var"]!).Where(var => var is Ns.Mam or Ns.MamExtended or Ns.FullText),
    ];
}
