using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users.Tests.Archive;

/// <summary>XEP-0441 §2: with whom the talk is archived.</summary>
public sealed class ArchivePreferencesTests
{
    private static readonly Jid Balcony = Jid.Parse($"{Cast.Juliet}/balcony");
    private static readonly Jid Chamber = Jid.Parse($"{Cast.Juliet}/chamber");

    private static readonly Roster Roster = new(1, [new Contact(Cast.Juliet, null, [])]);

    [Theory]
    [InlineData(ArchiveDefault.Always, true, true)]
    [InlineData(ArchiveDefault.Never, false, false)]
    [InlineData(ArchiveDefault.Roster, true, false)]
    public void Default_is_for_whoever_is_on_no_list(ArchiveDefault value, bool contact, bool stranger)
    {
        var preferences = new ArchivePreferences(value, [], []);

        Assert.Equal(contact, preferences.Want(Balcony, Roster));
        Assert.Equal(contact, preferences.Want(Cast.Juliet, Roster));
        Assert.Equal(stranger, preferences.Want(Jid.Parse("nurse@capulet.example/kitchen"), Roster));
    }

    [Fact]
    public void List_goes_before_the_default_and_a_bare_address_stands_for_all_resources()
    {
        foreach (var value in Enum.GetValues<ArchiveDefault>())
        {
            var always = new ArchivePreferences(value, [Cast.Juliet], []);
            var never = new ArchivePreferences(value, [], [Cast.Juliet]);
            foreach (var other in new[] { Cast.Juliet, Balcony, Chamber })
            {
                Assert.True(always.Want(other, Roster));
                Assert.False(never.Want(other, Roster));
            }
        }
    }

    [Fact]
    public void Full_address_is_compared_as_it_is_and_counts_before_the_bare_one()
    {
        var preferences = new ArchivePreferences(ArchiveDefault.Never, [Balcony], [Cast.Juliet]);

        Assert.True(preferences.Want(Balcony, Roster));
        Assert.False(preferences.Want(Chamber, Roster));
        Assert.False(preferences.Want(Cast.Juliet, Roster));
    }

    [Fact]
    public void Who_is_on_both_lists_is_not_archived() => Assert.False(new ArchivePreferences(ArchiveDefault.Always, [Balcony], [Balcony]).Want(Balcony, Roster));

    [Fact]
    public void Lists_are_written_also_when_they_are_empty() =>
        Assert.Equal("<prefs xmlns='urn:xmpp:mam:2' default='always'><always/><never/></prefs>", ArchivePreferences.Initial.ToElement().ToString());

    [Fact]
    public void What_is_written_is_read()
    {
        var preferences = new ArchivePreferences(ArchiveDefault.Roster, [Cast.Juliet, Balcony], [Cast.Romeo]);

        var read = Assert.IsType<ArchiveQuestion.SetPreferences>(Asked("set", preferences.ToElement())).Preferences;

        Assert.Equal(preferences.ToElement().ToString(), read.ToElement().ToString());
        Assert.Equal(ArchiveDefault.Roster, read.Default);
    }

    [Theory]
    [InlineData("<prefs xmlns='urn:xmpp:mam:2'/>", StanzaErrorCondition.BadRequest)]
    [InlineData("<prefs xmlns='urn:xmpp:mam:2' default='Always'/>", StanzaErrorCondition.BadRequest)]
    [InlineData("<prefs xmlns='urn:xmpp:mam:2' default='always'><never><jid>@</jid></never></prefs>", StanzaErrorCondition.JidMalformed)]
    [InlineData("<prefs xmlns='urn:xmpp:mam:2' default='always'><always><jid/></always></prefs>", StanzaErrorCondition.JidMalformed)]
    public void Preferences_that_make_no_sense_are_refused(string prefs, StanzaErrorCondition expected) =>
        Assert.Equal(expected, Assert.IsType<ArchiveQuestion.Malformed>(Asked("set", prefs)).Error.Condition);

    [Fact]
    public void Lists_that_are_missing_are_empty_and_an_address_counts_once()
    {
        var read = Assert.IsType<ArchiveQuestion.SetPreferences>(
            Asked("set", "<prefs xmlns='urn:xmpp:mam:2' default='never'><always><jid> juliet@capulet.example </jid><jid>JULIET@capulet.example</jid></always></prefs>"));

        Assert.Equal([Cast.Juliet], read.Preferences.Always);
        Assert.Empty(read.Preferences.Never);
    }

    [Fact]
    public void Lists_are_bounded()
    {
        var many = new ArchivePreferences(ArchiveDefault.Always, [.. Enumerable.Range(0, 1001).Select(n => Jid.Parse($"friend{n}@verona.example"))], []);

        Assert.Equal(StanzaErrorCondition.ResourceConstraint, Assert.IsType<ArchiveQuestion.Malformed>(Asked("set", many.ToElement())).Error.Condition);
        Assert.IsType<ArchiveQuestion.SetPreferences>(Asked("set", (many with { Always = [.. many.Always.Skip(1)] }).ToElement()));
    }

    [Theory]
    [InlineData("get", "<prefs xmlns='urn:xmpp:mam:2'/>", typeof(ArchiveQuestion.GetPreferences))]
    [InlineData("get", "<query xmlns='urn:xmpp:mam:2'/>", typeof(ArchiveQuestion.Fields))]
    [InlineData("set", "<query xmlns='urn:xmpp:mam:2'/>", typeof(ArchiveQuestion.Messages))]
    [InlineData("set", "<query xmlns='urn:xmpp:mam:2' node='x'/>", typeof(ArchiveQuestion.Malformed))]
    [InlineData("get", "<metadata xmlns='urn:xmpp:mam:2'/>", typeof(ArchiveQuestion.Ends))]
    [InlineData("set", "<metadata xmlns='urn:xmpp:mam:2'/>", typeof(ArchiveQuestion.Malformed))]
    [InlineData("get", "<fin xmlns='urn:xmpp:mam:2'/>", typeof(ArchiveQuestion.Malformed))]
    public void Questions_are_told_apart(string type, string payload, Type expected) => Assert.IsType(expected, Asked(type, payload));

    [Fact]
    public void What_is_about_something_else_does_not_concern_the_archive()
    {
        Assert.False(ArchiveQuestions.Concerns(Cast.RosterIq("get", Cast.RosterQuery())));
        Assert.False(ArchiveQuestions.Concerns(Cast.RosterIq("result", new Element("query", Ns.Mam))));
        Assert.True(ArchiveQuestions.Concerns(Cast.RosterIq("get", new Element("query", Ns.Mam))));
    }

    private static ArchiveQuestion Asked(string type, string payload) => Asked(type, Element.Parse(System.Text.Encoding.UTF8.GetBytes(payload)));

    private static ArchiveQuestion Asked(string type, Element payload) => ArchiveQuestions.Read(Cast.RosterIq(type, payload), new ArchiveFields());
}
