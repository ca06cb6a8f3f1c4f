using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users.Tests;

public sealed class RosterIntakeTests
{
    [Fact]
    public void A_get_asks_for_the_roster() =>
        Assert.Equal(new GetRoster(null), RosterIntake.Read(Cast.RosterIq("get", Cast.RosterQuery())));

    [Fact]
    public void A_get_names_the_version_it_has() =>
        Assert.Equal(new GetRoster("7"), RosterIntake.Read(Cast.RosterIq("get", Cast.RosterQuery().With("ver", "7"))));

    [Theory]
    [InlineData("result")]
    [InlineData("error")]
    public void Answers_are_no_requests(string type) => Assert.Null(RosterIntake.Read(Cast.RosterIq(type, Cast.RosterQuery())));

    [Fact]
    public void Another_payload_is_no_request() => Assert.Null(RosterIntake.Read(Cast.RosterIq("get", new Element("ping", Ns.Ping))));

    [Fact]
    public void A_set_names_a_contact_with_its_groups()
    {
        var item = Cast.Item("Juliet@capulet.example/balcony", "Capulets", "Friends").With("name", "Jule").With("subscription", "both").With("ask", "subscribe");

        var contact = Assert.IsType<SetContact>(RosterIntake.Read(Cast.RosterIq("set", Cast.RosterQuery(item)))).Contact;

        Assert.Equal(Cast.Juliet, contact.Jid);
        Assert.Equal("Jule", contact.Name);
        Assert.Equal(["Capulets", "Friends"], contact.Groups);
    }

    [Fact]
    public void An_empty_name_is_no_name() =>
        Assert.Null(Assert.IsType<SetContact>(RosterIntake.Read(Cast.RosterIq("set", Cast.RosterQuery(Cast.Item($"{Cast.Juliet}").With("name", ""))))).Contact.Name);

    [Fact]
    public void Subscription_remove_removes() =>
        Assert.Equal(
            new RemoveContact(Cast.Juliet),
            RosterIntake.Read(Cast.RosterIq("set", Cast.RosterQuery(Cast.Item($"{Cast.Juliet}").With("subscription", "remove")))));

    [Fact]
    public void A_get_with_an_item_is_a_bad_request() =>
        AssertMalformed(StanzaErrorCondition.BadRequest, "get", Cast.Item($"{Cast.Juliet}"));

    [Fact]
    public void A_set_without_an_item_is_a_bad_request() => AssertMalformed(StanzaErrorCondition.BadRequest, "set");

    [Fact]
    public void A_set_with_two_items_is_a_bad_request() =>
        AssertMalformed(StanzaErrorCondition.BadRequest, "set", Cast.Item($"{Cast.Juliet}"), Cast.Item("nurse@capulet.example"));

    [Fact]
    public void An_item_without_an_address_is_a_bad_request() => AssertMalformed(StanzaErrorCondition.BadRequest, "set", Cast.Item(null));

    [Fact]
    public void An_item_whose_address_is_none_is_malformed() => AssertMalformed(StanzaErrorCondition.JidMalformed, "set", Cast.Item("@@"));

    [Fact]
    public void A_group_twice_is_a_bad_request() =>
        AssertMalformed(StanzaErrorCondition.BadRequest, "set", Cast.Item($"{Cast.Juliet}", "Friends", "Friends"));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_group_without_a_name_is_not_acceptable(string group) =>
        AssertMalformed(StanzaErrorCondition.NotAcceptable, "set", Cast.Item($"{Cast.Juliet}", group));

    [Fact]
    public void Names_and_groups_have_limits_in_bytes()
    {
        var (fits, tooLong) = (new string('ä', RosterLimits.NameBytes / 2), new string('ä', (RosterLimits.NameBytes / 2) + 1));

        Assert.IsType<SetContact>(RosterIntake.Read(Cast.RosterIq("set", Cast.RosterQuery(Cast.Item($"{Cast.Juliet}", fits).With("name", fits)))));
        AssertMalformed(StanzaErrorCondition.NotAcceptable, "set", Cast.Item($"{Cast.Juliet}").With("name", tooLong));
        AssertMalformed(StanzaErrorCondition.NotAcceptable, "set", Cast.Item($"{Cast.Juliet}", tooLong));
    }

    [Fact]
    public void Too_many_groups_are_not_acceptable()
    {
        var groups = Enumerable.Range(0, RosterLimits.Groups + 1).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToArray();

        AssertMalformed(StanzaErrorCondition.NotAcceptable, "set", Cast.Item($"{Cast.Juliet}", groups));
        Assert.IsType<SetContact>(RosterIntake.Read(Cast.RosterIq("set", Cast.RosterQuery(Cast.Item($"{Cast.Juliet}", groups[1..])))));
    }

    private static void AssertMalformed(StanzaErrorCondition expected, string type, params Element[] items) =>
        Assert.Equal(expected, Assert.IsType<MalformedRosterRequest>(RosterIntake.Read(Cast.RosterIq(type, Cast.RosterQuery(items)))).Error.Condition);
}
