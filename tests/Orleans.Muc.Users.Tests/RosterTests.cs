using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users.Tests;

public sealed class RosterTests
{
    private readonly Roster roster = new();

    [Fact]
    public void A_new_roster_is_shown_empty()
    {
        Assert.Equal("<query xmlns='jabber:iq:roster'/>", Shown(null)?.ToString());
        Assert.Equal(0, roster.Version);
    }

    [Fact]
    public void A_contact_is_shown_with_all_that_is_known_of_it()
    {
        Change(new SetContact(new Contact(Cast.Juliet, "Jule", ["Capulets"])));

        var item = Assert.Single(Shown(null)!.Children);
        Assert.Equal(("juliet@capulet.example", "Jule", "none"), (item["jid"], item["name"], item["subscription"]));
        Assert.Equal("Capulets", Assert.Single(item.Children).Text);
    }

    [Fact]
    public void A_push_shows_the_one_contact_and_the_new_version()
    {
        Change(new SetContact(new Contact(Cast.Romeo, null, [])));
        var push = Change(new SetContact(new Contact(Cast.Juliet, null, []))).ToPush();

        Assert.Equal(Ns.Roster, push.Namespace);
        Assert.Equal("2", push["ver"]);
        Assert.Equal("juliet@capulet.example", Assert.Single(push.Children)["jid"]);
    }

    [Fact]
    public void Setting_a_contact_again_replaces_its_name_and_groups()
    {
        Change(new SetContact(new Contact(Cast.Juliet, "Jule", ["Capulets"])));
        Change(new SetContact(new Contact(Cast.Juliet, null, ["Wife"])));

        var contact = Assert.Single(roster.Contacts);
        Assert.Null(contact.Name);
        Assert.Equal(["Wife"], contact.Groups);
        Assert.Equal(2, roster.Version);
    }

    [Fact]
    public void A_removed_contact_is_gone_and_the_push_says_so()
    {
        Change(new SetContact(new Contact(Cast.Juliet, "Jule", [])));
        var item = Assert.Single(Change(new RemoveContact(Cast.Juliet)).ToPush().Children);

        Assert.Equal(("juliet@capulet.example", "remove", null), (item["jid"], item["subscription"], item["name"]));
        Assert.Empty(roster.Contacts);
    }

    [Fact]
    public void Who_is_not_there_can_not_be_removed() =>
        Assert.Equal(StanzaErrorCondition.ItemNotFound, Refused(new RemoveContact(Cast.Juliet)).Condition);

    [Fact]
    public void Deciding_changes_nothing()
    {
        roster.Decide(new SetContact(new Contact(Cast.Juliet, null, [])));

        Assert.Empty(roster.Contacts);
        Assert.Equal(0, roster.Version);
    }

    [Fact]
    public void Who_has_the_current_version_gets_an_empty_result()
    {
        Change(new SetContact(new Contact(Cast.Juliet, null, [])));

        Assert.Null(Shown("1"));
        Assert.NotNull(Shown("0"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("nonsense")]
    public void Who_has_any_other_version_gets_the_roster_and_its_version(string known)
    {
        Change(new SetContact(new Contact(Cast.Juliet, null, [])));

        Assert.Equal("1", Shown(known)!["ver"]);
    }

    [Fact]
    public void Who_does_not_speak_of_versions_is_told_none() => Assert.Null(Shown(null)!["ver"]);

    [Fact]
    public void A_full_roster_takes_changes_but_no_more_contacts()
    {
        var full = new Roster(1, Enumerable.Range(0, RosterLimits.Contacts).Select(n => new Contact(Jid.Parse($"page{n}@capulet.example"), null, [])));

        Assert.IsType<RosterDecision.Changed>(full.Decide(new SetContact(new Contact(Jid.Parse("page0@capulet.example"), "Page", []))));
        var refused = Assert.IsType<RosterDecision.Refused>(full.Decide(new SetContact(new Contact(Cast.Juliet, null, []))));
        Assert.Equal(StanzaErrorCondition.ResourceConstraint, refused.Error.Condition);
    }

    [Fact]
    public void What_can_not_be_understood_is_refused_as_it_deserves() =>
        Assert.Equal(StanzaErrorCondition.JidMalformed, Refused(new MalformedRosterRequest(StanzaError.JidMalformed())).Condition);

    private RosterEvent Change(RosterRequest request)
    {
        var change = Assert.IsType<RosterDecision.Changed>(roster.Decide(request)).Event;
        roster.Apply(change);
        return change;
    }

    private Element? Shown(string? known) => Assert.IsType<RosterDecision.Shown>(roster.Decide(new GetRoster(known))).Query;

    private StanzaError Refused(RosterRequest request) => Assert.IsType<RosterDecision.Refused>(roster.Decide(request)).Error;
}
