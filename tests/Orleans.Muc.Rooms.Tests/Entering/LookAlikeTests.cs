using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Entering;

/// <summary>A nickname that can be mistaken for somebody else's (XEP-0045 §14.6, UTS #39) is refused where that one itself would be: §7.2.8, §7.6, §7.10.</summary>
public sealed class LookAlikeTests
{
    private readonly Stage stage = Stage.Open();
    private long changes;

    [Theory]
    [InlineData("Rorneo")]
    [InlineData("R\u043Em\u0435\u043E")]
    [InlineData("\uFF32\uFF4F\uFF4D\uFF45\uFF4F")]
    public void Nobody_enters_looking_like_somebody_inside(string nick)
    {
        stage.Enters(stage.Juliet, nick);

        var error = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("conflict", "cancel"), (error.Condition(), error.ErrorType()));
        Assert.Equal(1, stage.Room.OccupantCount);
    }

    [Fact]
    public void Nobody_enters_looking_like_a_member_who_is_away()
    {
        stage.Grants(stage.Romeo, "member", stage.Mercutio, "nick='Benvolio'");

        stage.Enters(stage.Juliet, "BenvoIio");

        Assert.Equal("conflict", Assert.Single(stage.Juliet.Received).Condition());
        Assert.Equal(1, stage.Room.OccupantCount);
    }

    [Fact]
    public void Nobody_changes_to_look_like_another()
    {
        stage.Grants(stage.Romeo, "member", stage.Rosaline, "nick='Rosaline'");
        stage.With(stage.Juliet);

        stage.ShowsPresence(stage.Juliet, "Rorneo");
        stage.ShowsPresence(stage.Juliet, "RosaIine");

        Assert.Equal(["conflict", "conflict"], stage.Juliet.Received.Select(error => error.Condition()));
        Assert.Contains(stage.Roster, entry => entry.Nick.Value == "Juliet");
    }

    [Fact]
    public void Nobody_registers_to_look_like_another()
    {
        stage.Administers(stage.Romeo, "<item affiliation='member' jid='juliet@verona.lit'/><item affiliation='member' jid='rosaline@verona.lit' nick='Rosaline'/>");

        Assert.Equal("conflict", stage.Registers(stage.Juliet, "RosaIine").Condition());
        Assert.Equal("conflict", stage.Registers(stage.Juliet, "Rorneo").Condition());
        Assert.Equal("result", stage.Registers(stage.Juliet, "Juliet")["type"]);
    }

    [Fact]
    public void One_may_look_like_oneself()
    {
        var phone = stage.Add(new Person("Juliet", "phone"));
        stage.With(stage.Juliet);

        stage.Enters(phone, "JuIiet");
        stage.ShowsPresence(phone, "Ju1iet");
        stage.ShowsPresence(stage.Juliet, "Jul\u0456et");

        Assert.Equal(["Jul\u0456et", "Ju1iet"], stage.Roster.Where(entry => entry.BareJid == phone.Visit.FullJid.Bare).Select(entry => entry.Nick.Value).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public void Who_has_the_nickname_reserved_enters_by_it_and_by_what_looks_like_it()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Juliet'");
        var phone = stage.Add(new Person("Juliet", "phone"));

        stage.Enters(stage.Juliet);
        stage.Enters(phone, "JuIiet");

        Assert.Equal(3, stage.Room.OccupantCount);
    }

    [Fact]
    public void A_look_alike_is_free_again_when_nobody_looks_like_it_any_more()
    {
        stage.With(stage.Juliet);
        stage.ShowsPresence(stage.Juliet, "Jules");
        stage.Enters(stage.Rosaline, "JuIiet");
        stage.Leaves(stage.Rosaline);
        stage.Enters(stage.Mercutio, "Ju1iet");

        Assert.Equal(["Ju1iet", "Jules", "Romeo"], stage.Roster.Select(entry => entry.Nick.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Reserving_a_nickname_evicts_who_looks_like_it()
    {
        stage.With(stage.Mercutio);
        stage.Enters(stage.Rosaline, "Rose");
        stage.ShowsPresence(stage.Mercutio, "JuIiet");
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Juliet'");

        Assert.Equal(["307", "110"], stage.Mercutio.Received[0].Codes());
        Assert.Equal(["Romeo", "Rose"], stage.Roster.Select(entry => entry.Nick.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_two_reserved_nicknames_look_alike()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Juliet'");

        Assert.Equal("conflict", stage.Grants(stage.Romeo, "member", stage.Mercutio, "nick='JuIiet'").Condition());
        Assert.Equal("conflict", stage.Grants(stage.Romeo, "member", stage.Mercutio, "nick='Rorneo'").Condition());
        Assert.Equal("conflict", Both("juliet", "Rosaline", "mercutio", "RosaIine").Condition());
        Assert.Equal("result", Both("juliet", "Jules", "mercutio", "JuIiet")["type"]);
    }

    [Fact]
    public void Members_who_swap_their_nicknames_both_hold_the_new_one()
    {
        Both("juliet", "Juliet", "mercutio", "Mercutio");
        Assert.Equal("result", Both("juliet", "Mercutio", "mercutio", "Juliet")["type"]);

        stage.Enters(stage.Rosaline, "Juliet");
        stage.Enters(stage.Rosaline, "Mercutio");

        Assert.Equal(["conflict", "conflict"], stage.Rosaline.Received.Select(error => error.Condition()));
    }

    [Fact]
    public void Rows_that_looked_alike_before_this_was_refused_hinder_nobody()
    {
        Assert.Equal(2, WithOldLookAlikes(new Moment(stage.Now, new Dice())).OccupantCount);
    }

    [Fact]
    public void Nobody_is_evicted_who_has_the_like_reserved_when_the_affiliation_changes()
    {
        var moment = new Moment(stage.Now, new Dice());
        var room = WithOldLookAlikes(moment);

        Change("<item affiliation='admin' jid='juliet@verona.lit'/>");
        Assert.Equal(Affiliation.Admin, room.AffiliationOf(stage.Juliet.Visit.FullJid.Bare));
        Change("<item affiliation='admin' jid='mercutio@verona.lit' nick='JuIiet'/>");
        Assert.Equal(Affiliation.Admin, room.AffiliationOf(stage.Mercutio.Visit.FullJid.Bare));
        Change("<item affiliation='member' jid='juliet@verona.lit' nick='Ju1iet'/>");
        Assert.Equal("Juliet", room.MemberOf(stage.Juliet.Visit.FullJid.Bare)?.ReservedNick?.Value);

        Assert.Equal(["JuIiet", "Juliet"], room.Roster.Select(entry => entry.Nick.Value).Order(StringComparer.Ordinal));

        void Change(string item) => room.Handle(
            RoomIntake.Read(Xml.Stanza($"<iq type='set' id='change' to='{Stage.RoomJid}'><query xmlns='{Ns.MucAdmin}'>{item}</query></iq>", stage.Romeo), stage.Romeo.Visit, ++changes),
            moment);
    }

    /// <summary>Juliet and Mercutio are inside by nicknames that look alike, each by their own.</summary>
    private Room WithOldLookAlikes(Moment moment)
    {
        var jids = new[] { stage.Juliet, stage.Mercutio }.Select(person => person.Visit.FullJid.Bare).ToArray();
        var stored = RoomStored.Empty(stage.Room.Configuration with { PersistentRoom = true }, new byte[32], DateTimeOffset.UnixEpoch) with
        {
            Members =
            [
                new Member(stage.Romeo.Visit.FullJid.Bare, Affiliation.Owner, null, null),
                new Member(jids[0], Affiliation.Member, Nick.Parse("Juliet"), null),
                new Member(jids[1], Affiliation.Member, Nick.Parse("JuIiet"), null),
            ],
        };
        var room = Room.Restore(stage.Room.Jid, stage.Rules, stored);
        room.Handle(RoomIntake.Read(Xml.Stanza($"<presence to='{Stage.RoomJid}/Juliet'><x xmlns='{Ns.Muc}'/></presence>", stage.Juliet), stage.Juliet.Visit, 1), moment);
        room.Handle(RoomIntake.Read(Xml.Stanza($"<presence to='{Stage.RoomJid}/JuIiet'><x xmlns='{Ns.Muc}'/></presence>", stage.Mercutio), stage.Mercutio.Visit, 1), moment);
        return room;
    }

    private Element Both(string one, string nick, string other, string otherNick) => stage.Administers(
        stage.Romeo,
        $"<item affiliation='member' jid='{one}@verona.lit' nick='{nick}'/><item affiliation='member' jid='{other}@verona.lit' nick='{otherNick}'/>");
}
