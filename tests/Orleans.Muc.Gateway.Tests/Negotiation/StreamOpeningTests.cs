using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Negotiation;

/// <summary>Stream headers (RFC 6120 §4.7) and input that is none.</summary>
public class StreamOpeningTests
{
    [Fact]
    public async Task The_server_answers_with_its_domain_a_new_id_and_version()
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Send(TestClient.Header().Replace(" to=", " from='romeo@montague.lit' to=", StringComparison.Ordinal));
        var header = await romeo.Next<StreamItem.Opened>();
        Assert.Equal(("montague.lit", "romeo@montague.lit", "1.0", "en", "token1"), (header.From, header.To, header.Version, header.Lang, header.Id));
    }

    [Theory]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='capulet.lit' version='1.0'>", "host-unknown")]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='romeo@montague.lit' version='1.0'>", "host-unknown")]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='@' version='1.0'>", "host-unknown")]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>", "improper-addressing")]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='montague.lit'>", "unsupported-version")]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='montague.lit' version='0.9'>", "unsupported-version")]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='montague.lit' version='one'>", "unsupported-version")]
    [InlineData("<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' to='montague.lit' version='1.0'>", "invalid-namespace")]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='urn:other' to='montague.lit' version='1.0'>", "invalid-namespace")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "not-well-formed")]
    [InlineData("<!DOCTYPE x [<!ENTITY a 'b'>]><stream:stream>", "restricted-xml")]
    public async Task A_header_that_cannot_be_served_gets_a_header_and_the_error(string header, string condition)
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Send(header);
        await romeo.Next<StreamItem.Opened>();
        await romeo.EndsWith(condition);
    }

    [Fact]
    public async Task A_later_minor_or_major_version_is_answered_with_ours()
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Send(TestClient.Header(version: "2.17"));
        Assert.Equal("1.0", (await romeo.Next<StreamItem.Opened>()).Version);
        await romeo.NextElement("features");
    }

    [Fact]
    public async Task Before_login_the_features_are_TLS_mechanisms_and_registration()
    {
        await using var door = new Door();
        var features = await door.Connect().Open();
        Assert.Null(features.Child("starttls", Ns.Tls)!.Child("required"));
        Assert.Equal(["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"], features.Child("mechanisms", Ns.Sasl)!.Children.Select(mechanism => mechanism.Text));
        Assert.NotNull(features.Child("register", Ns.RegisterFeature));
        Assert.Null(features.Child("bind", Ns.Bind));
        Assert.Equal("10000", features.Child("limits", Ns.StreamLimits)!.Child("max-bytes")!.Text);
    }

    [Fact]
    public async Task After_login_the_features_are_binding_and_roster_versions()
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect();
        await romeo.Open();
        var features = await romeo.Login("romeo", "secret");
        Assert.Equal(["bind", "session", "ver", "limits"], features.Children.Select(feature => feature.Name));
        Assert.NotNull(features.Child("session", Ns.Session)!.Child("optional"));
        Assert.Equal("262144", features.Child("limits", Ns.StreamLimits)!.Child("max-bytes")!.Text);
    }

    [Fact]
    public async Task A_client_that_says_nothing_is_told_that_time_is_up()
    {
        await using var door = new Door();
        var silent = door.Connect();
        door.Time.Advance(TimeSpan.FromSeconds(31));
        await silent.Next<StreamItem.Opened>();
        await silent.EndsWith("connection-timeout");
        await silent.Hangup();
        await door.Quiet();
    }

    [Fact]
    public async Task A_client_that_stops_before_binding_is_told_that_time_is_up()
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Login("romeo", "secret");
        door.Time.Advance(TimeSpan.FromSeconds(31));
        await romeo.EndsWith("connection-timeout");
    }

    [Fact]
    public async Task A_bound_client_may_be_silent_for_as_long_as_it_likes()
    {
        await using var door = new Door();
        var romeo = await door.Bound("romeo");
        await romeo.Send(" ");
        await romeo.Send("<presence/>");
        await door.Host.Next();
        door.Time.Advance(TimeSpan.FromDays(1));
        await romeo.Send("<presence/>");
        Assert.StartsWith("received", await door.Host.Next(), StringComparison.Ordinal);
    }
}
