namespace Orleans.Muc.Users.Tests;

public sealed class ResourcesTests
{
    private readonly Resources resources = new();

    [Fact]
    public void A_new_session_disturbs_nobody()
    {
        Bind("orchard", available: true);

        var outcome = resources.Bind(Cast.Session("phone"));

        Assert.Null(outcome.Loser);
        Assert.Empty(outcome.Announcements);
        Assert.False(resources.FindSession("phone")!.IsAvailable);
    }

    [Fact]
    public void The_newer_session_takes_the_resource_and_the_older_one_must_go()
    {
        Bind("phone", available: true);
        resources.Bind(Cast.Session("orchard", bound: 1, id: "old"));
        resources.Broadcast("old", Cast.Presence());

        var outcome = resources.Bind(Cast.Session("orchard", bound: 2, id: "new"));

        Assert.Equal("old", outcome.Loser?.Session);
        Assert.Equal(["unavailable orchard -> phone"], Cast.Told(outcome.Announcements));
        Assert.Equal("new", resources.Find(Cast.Session("orchard").FullJid)?.Session);
        Assert.Null(resources.FindSession("old"));
    }

    [Fact]
    public void A_bind_that_was_overtaken_loses()
    {
        resources.Bind(Cast.Session("orchard", bound: 2, id: "new"));

        var outcome = resources.Bind(Cast.Session("orchard", bound: 1, id: "old"));

        Assert.Equal("old", outcome.Loser?.Session);
        Assert.Empty(outcome.Announcements);
        Assert.Equal("new", Assert.Single(resources.All).Session);
    }

    [Fact]
    public void A_bind_that_is_repeated_changes_nothing()
    {
        Bind("orchard", available: true);

        var outcome = resources.Bind(Cast.Session("orchard"));

        Assert.Null(outcome.Loser);
        Assert.Empty(outcome.Announcements);
        Assert.True(resources.FindSession("orchard")!.IsAvailable);
    }

    [Fact]
    public void Romeo_sees_his_own_presence() =>
        Assert.Equal(["available orchard -> orchard"], Cast.Told(Bind("orchard", available: true)));

    [Fact]
    public void Initial_presence_introduces_the_sessions_to_each_other()
    {
        Bind("orchard", available: true);
        Bind("silent", available: false);

        Assert.Equal(["available phone -> orchard phone", "available orchard -> phone"], Cast.Told(Bind("phone", available: true)));
    }

    [Fact]
    public void Later_presence_is_shown_to_all_and_introduces_nobody()
    {
        Bind("orchard", available: true);
        Bind("phone", available: true);

        var told = resources.Broadcast("phone", Cast.Presence(payload: "<show>away</show>"));

        Assert.Equal(["available phone -> orchard phone"], Cast.Told(told));
        Assert.NotNull(told[0].Stanza.Payload.Find("show", Xmpp.Ns.Client));
    }

    [Fact]
    public void A_newcomer_is_shown_the_last_presence_of_the_others()
    {
        Bind("orchard", available: true);
        resources.Broadcast("orchard", Cast.Presence(payload: "<show>dnd</show>"));

        var introduction = Bind("phone", available: true)[1];

        Assert.Equal("dnd", introduction.Stanza.Payload.Element("show", Xmpp.Ns.Client)?.Text);
    }

    [Fact]
    public void Leaving_is_shown_to_all_the_leaver_included()
    {
        Bind("orchard", available: true);
        Bind("phone", available: true);

        Assert.Equal(["unavailable phone -> orchard phone"], Cast.Told(resources.Broadcast("phone", Cast.Presence("unavailable", "<status>bye</status>"))));
        Assert.False(resources.FindSession("phone")!.IsAvailable);
        Assert.Empty(resources.Broadcast("phone", Cast.Presence("unavailable")));
    }

    [Fact]
    public void A_session_that_breaks_off_is_shown_unavailable_to_the_others()
    {
        Bind("orchard", available: true);
        Bind("phone", available: true);

        Assert.Equal(["unavailable phone -> orchard"], Cast.Told(resources.Unbind("phone")));
        Assert.Empty(resources.Unbind("phone"));
    }

    [Fact]
    public void A_session_that_never_was_available_breaks_off_unseen()
    {
        Bind("orchard", available: true);
        Bind("phone", available: false);

        Assert.Empty(resources.Unbind("phone"));
    }

    [Theory]
    [InlineData("subscribe")]
    [InlineData("probe")]
    [InlineData("error")]
    public void Presence_that_is_not_for_broadcast_is_shown_to_nobody(string type)
    {
        Bind("orchard", available: true);

        Assert.Empty(resources.Broadcast("orchard", Cast.Presence(type)));
        Assert.True(resources.FindSession("orchard")!.IsAvailable);
    }

    [Fact]
    public void Who_forges_a_sender_is_shown_as_who_it_is()
    {
        resources.Bind(Cast.Session("orchard"));

        var told = resources.Broadcast("orchard", Cast.Presence() with { From = Cast.Juliet, To = Cast.Juliet });

        Assert.Equal(Cast.Session("orchard").FullJid, told[0].Stanza.From);
        Assert.Null(told[0].Stanza.To);
    }

    [Fact]
    public void Only_who_asked_for_the_roster_gets_its_changes()
    {
        Bind("orchard", available: true);
        Bind("phone", available: false);
        resources.TakeInterest("phone");

        Assert.Equal("phone", Assert.Single(resources.Interested).Session);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("<priority>5</priority>", 5)]
    [InlineData("<priority>-128</priority>", -128)]
    [InlineData("<priority>128</priority>", 0)]
    [InlineData("<priority>high</priority>", 0)]
    public void A_priority_is_a_signed_byte_and_0_when_it_is_none(string payload, int priority)
    {
        resources.Bind(Cast.Session("orchard"));
        resources.Broadcast("orchard", Cast.Presence(payload: payload));

        Assert.Equal(priority, resources.FindSession("orchard")!.Priority);
    }

    private IReadOnlyList<Outgoing> Bind(string resource, bool available)
    {
        resources.Bind(Cast.Session(resource));
        return available ? resources.Broadcast(resource, Cast.Presence()) : [];
    }
}
