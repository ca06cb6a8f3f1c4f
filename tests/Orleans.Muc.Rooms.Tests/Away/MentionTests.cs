using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Away;

/// <summary>XEP-0452: Juliet and Rosaline have nicknames reserved in Romeo's room and are away.</summary>
public sealed class MentionTests
{
    private readonly Stage stage = Stage.Open(("muc#roomconfig_forwardmentions", "1"));

    public MentionTests()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Jule'");
        stage.Grants(stage.Romeo, "member", stage.Rosaline, "nick='Fair Rosaline'");
        stage.ForgetAll();
    }

    [Fact]
    public void Who_is_mentioned_while_away_is_sent_the_whole_message()
    {
        stage.Send(
            stage.Romeo,
            "<message type='groupchat' id='m1' xml:lang='en'><body>Jule is the sun</body>"
                + $"<reference xmlns='{Ns.References}' type='mention' begin='0' end='4' uri='xmpp:juliet@verona.lit'/></message>");

        var spoken = Assert.Single(stage.Events.OfType<MessageSpoken>()).Message;
        var letter = Assert.Single(stage.Letters);
        Assert.Equal(stage.Juliet.BareJid, letter.To.ToString());
        Assert.Equal((Stage.RoomJid, stage.Juliet.BareJid, null), (letter.Stanza.From?.ToString(), letter.Stanza.To?.ToString(), letter.Stanza.Type));
        Xml.AssertSame(
            $"""
            <mentions xmlns='{Ns.Mentions}'>
              <forwarded xmlns='{Ns.Forward}'>
                <delay xmlns='{Ns.Delay}' stamp='2026-06-30T12:00:00.000Z'/>
                <message xmlns='{Ns.Client}' type='groupchat' id='m1' to='{Stage.RoomJid}' from='{Stage.RoomJid}/Romeo' xml:lang='en'>
                  <body>Jule is the sun</body>
                  <reference xmlns='{Ns.References}' type='mention' begin='0' end='4' uri='xmpp:juliet@verona.lit'/>
                  <occupant-id xmlns='{Ns.OccupantId}' id='{stage.Find("Romeo").OccupantId}'/>
                  <stanza-id xmlns='{Ns.StanzaIds}' by='{Stage.RoomJid}' id='{spoken.Id}'/>
                </message>
              </forwarded>
            </mentions>
            """,
            Xml.Parse(letter.Stanza.Payload.ToString()));
    }

    [Fact]
    public void Nobody_learns_the_author_s_address_from_it()
    {
        stage.Says(stage.Romeo, "Jule is the sun");

        Assert.DoesNotContain(stage.Romeo.BareJid, Assert.Single(stage.Letters).Stanza.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xmpp:juliet@verona.lit")]
    [InlineData("XMPP:Juliet@verona.lit?message")]
    [InlineData("xmpp:juliet@verona.lit/orchard")]
    [InlineData("xmpp:balcony@conference.verona.lit/Jule")]
    public void A_reference_mentions_by_the_user_s_address_or_by_the_occupant_s(string uri)
    {
        Romeo_refers_to(uri, "mention");

        Assert.Equal([stage.Juliet.BareJid], Told);
    }

    [Theory]
    [InlineData("xmpp:juliet@verona.lit", "data")]
    [InlineData("xmpp:mercutio@verona.lit", "mention")]
    [InlineData("xmpp:romeo@verona.lit", "mention")]
    [InlineData("xmpp:balcony@conference.verona.lit", "mention")]
    [InlineData("xmpp:balcony@conference.verona.lit/Nobody", "mention")]
    [InlineData("xmpp:@", "mention")]
    [InlineData("https://juliet@verona.lit", "mention")]
    [InlineData("", "mention")]
    public void Another_reference_mentions_nobody_who_could_be_told(string uri, string type)
    {
        Romeo_refers_to(uri, type);

        Assert.Empty(Told);
    }

    [Theory]
    [InlineData("Jule")]
    [InlineData("jule: where are you?")]
    [InlineData("Is she, Jule, away?")]
    [InlineData("@JULE!")]
    [InlineData("💃Jule💃")]
    public void A_reserved_nickname_in_the_text_mentions_as_a_word_in_upper_or_lower_case(string text)
    {
        stage.Says(stage.Romeo, text);

        Assert.Equal([stage.Juliet.BareJid], Told);
    }

    [Fact]
    public void A_nickname_of_any_length_mentions()
    {
        var nick = new string('j', Jid.MaxPartBytes);
        stage.Grants(stage.Romeo, "member", stage.Mercutio, $"nick='{nick}'");
        stage.ForgetAll();

        stage.Says(stage.Romeo, $"O {nick}, and you, Jule!");

        Assert.Equal([stage.Juliet.BareJid, stage.Mercutio.BareJid], Told.Order());
    }

    [Theory]
    [InlineData("Jules and Jim")]
    [InlineData("Ju le")]
    [InlineData("Jule_1 JuleJule")]
    [InlineData("Jule\u0301")]
    [InlineData("Rosaline alone is half a name, as is Fair")]
    [InlineData(" ")]
    public void What_only_looks_like_a_part_of_it_does_not(string text)
    {
        stage.Says(stage.Romeo, text);

        Assert.Empty(Told);
    }

    [Fact]
    public void Several_are_told_once_each_and_a_nickname_may_be_of_several_words()
    {
        stage.Says(stage.Romeo, "fair rosaline and Jule, Jule and Fair Rosaline");

        Assert.Equal([stage.Rosaline.BareJid, stage.Juliet.BareJid], Told);
    }

    [Fact]
    public void Who_is_inside_is_not_sent_what_she_sees_anyway()
    {
        stage.Enters(stage.Juliet, "Jule");

        stage.Says(stage.Romeo, "Jule!");

        Assert.Empty(Told);
    }

    [Fact]
    public void The_owners_decide_and_by_default_nothing_is_forwarded()
    {
        Assert.False(new RoomConfiguration().ForwardMentions);
        stage.Configures(stage.Romeo, ("muc#roomconfig_forwardmentions", "0"));

        stage.Says(stage.Romeo, "Jule!");

        Assert.Empty(Told);
    }

    [Fact]
    public void Who_gives_up_the_nickname_is_told_no_more()
    {
        stage.Unregisters(stage.Juliet);

        stage.Says(stage.Romeo, "Jule!");
        Romeo_refers_to("xmpp:juliet@verona.lit", "mention");

        Assert.Empty(Told);
    }

    [Fact]
    public void Who_takes_another_nickname_is_called_by_that()
    {
        stage.Registers(stage.Juliet, "Capulet");

        stage.Says(stage.Romeo, "Jule!");
        Assert.Empty(Told);
        stage.Says(stage.Romeo, "Capulet!");
        Assert.Equal([stage.Juliet.BareJid], Told);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("outcast")]
    public void Who_is_not_affiliated_any_more_is_not_told(string affiliation)
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"));
        stage.Grants(stage.Romeo, affiliation, stage.Juliet);
        stage.ForgetAll();

        stage.Says(stage.Romeo, "Jule!");
        Romeo_refers_to("xmpp:juliet@verona.lit", "mention");

        Assert.Empty(Told);
    }

    [Fact]
    public void A_nickname_kept_without_an_affiliation_is_not_enough()
    {
        stage.Room.Apply(new MemberChanged(new Member(stage.Mercutio.Visit.FullJid.Bare, Affiliation.None, Nick.Parse("Queen Mab"), null)));

        var outcome = stage.Room.Handle(
            RoomIntake.Read(Xml.Stanza("<message type='groupchat'><body>Queen Mab and Jule</body></message>", stage.Romeo), stage.Romeo.Visit, 99),
            new Moment(stage.Now, new Dice()));

        Assert.Equal([stage.Juliet.BareJid], outcome.Announcements.OfType<ToUser>().Select(letter => letter.To.ToString()));
    }

    [Theory]
    [InlineData("<reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:juliet@verona.lit'/>")]
    [InlineData("<body/><reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:juliet@verona.lit'/>")]
    [InlineData("<body>Jule was here</body><retract xmlns='urn:xmpp:message-retract:1' id='x'/>")]
    [InlineData("<body>Jule</body><no-store xmlns='urn:xmpp:hints'/>")]
    [InlineData("<subject>Jule</subject>")]
    public void Messages_without_a_text_or_that_take_one_back_or_are_not_to_be_kept_mention_nobody(string inside)
    {
        stage.Send(stage.Romeo, $"<message type='groupchat' id='m1'>{inside}</message>");

        Assert.Empty(Told);
    }

    [Fact]
    public void What_is_refused_mentions_nobody()
    {
        stage.Enters(stage.Mercutio);
        stage.Appoints(stage.Romeo, "visitor", "Mercutio");
        stage.Configures(stage.Romeo, ("muc#roomconfig_moderatedroom", "1"));
        stage.ForgetAll();

        stage.Says(stage.Mercutio, "Jule!");

        Assert.Equal("forbidden", Assert.Single(stage.Mercutio.Received).Condition());
        Assert.Empty(Told);
    }

    [Fact]
    public void One_message_reaches_twenty_people_at_most()
    {
        var everybody = Enumerable.Range(1, 30).Select(i => new Person($"Guest{i}")).ToList();
        foreach (var guest in everybody)
            stage.Grants(stage.Romeo, "member", guest, $"nick='{guest.Name}'");
        stage.ForgetAll();

        stage.Says(stage.Romeo, string.Join(' ', everybody));

        Assert.Equal(everybody.Take(20).Select(guest => guest.BareJid), Told);
    }

    [Fact]
    public void A_message_sent_again_is_told_of_once()
    {
        var again = RoomIntake.Read(Xml.Stanza("<message type='groupchat' id='m1'><body>Jule!</body></message>", stage.Romeo), stage.Romeo.Visit, 1_000);
        stage.Hand(again);
        stage.Hand(again);

        Assert.Single(Told);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    public void Where_there_are_other_means_they_are_told_whatever_the_owners_forward(string forwards, int letters)
    {
        var reaching = new Stage(rules => rules with { NotifiesAway = true });
        reaching.Enters(reaching.Romeo);
        reaching.Configures(reaching.Romeo, ("muc#roomconfig_forwardmentions", forwards));
        reaching.Grants(reaching.Romeo, "member", reaching.Juliet, "nick='Jule'");
        reaching.ForgetAll();

        var outcome = reaching.Says(reaching.Romeo, "O Jule");

        var spoken = Assert.Single(outcome.Events.OfType<MessageSpoken>()).Message;
        var mentioned = Assert.Single(outcome.Announcements.OfType<Mentioned>());
        Assert.Equal(new Mentioned(reaching.Juliet.Visit.FullJid.Bare, spoken.Id, Nick.Parse("Romeo"), "O Jule"), mentioned);
        Assert.Equal(letters, reaching.Letters.Count);
    }

    private IEnumerable<string> Told => stage.Letters.Select(letter => letter.To.ToString());

    private void Romeo_refers_to(string uri, string type) => stage.Send(
        stage.Romeo,
        $"<message type='groupchat'><body>But soft</body><reference xmlns='{Ns.References}' type='{type}' uri='{uri}'/></message>");
}
