using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Negotiation;

/// <summary>Resource binding (RFC 6120 §7) and what the bound stream checks itself.</summary>
public class BindingTests
{
    [Fact]
    public async Task Without_a_wish_the_server_chooses_the_resource()
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Login("romeo", "secret");
        var jid = await romeo.Bind(null);
        Assert.Equal("romeo@montague.lit", jid.Bare.ToString());
        Assert.StartsWith("token", jid.Resourcepart, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_that_is_none_is_a_bad_request_and_another_may_be_tried()
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Login("romeo", "secret");
        await romeo.Send($"<iq type='set' id='b1'><bind xmlns='{Ns.Bind}'><resource>{new string('x', 2000)}</resource></bind></iq>");
        var refused = await romeo.NextStanza();
        Assert.NotNull(refused.Payload.Element("error", Ns.Client)!.Child("bad-request", Ns.Stanzas));
        await romeo.Bind("garden");
    }

    [Fact]
    public async Task A_session_that_cannot_be_opened_now_may_be_opened_later()
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        door.Host.OnOpened = _ => throw new TimeoutException("no silo");
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Login("romeo", "secret");
        await romeo.Send($"<iq type='set' id='b1'><bind xmlns='{Ns.Bind}'/></iq>");
        var refused = await romeo.NextStanza();
        var error = refused.Payload.Element("error", Ns.Client)!;
        Assert.Equal("wait", error["type"]);
        Assert.NotNull(error.Child("resource-constraint", Ns.Stanzas));
        await romeo.Send("</stream:stream>");
        await romeo.Next<StreamItem.Closed>();
        await door.Quiet();
        Assert.Empty(door.Host.Rest());
    }

    [Fact]
    public async Task A_second_resource_is_not_allowed()
    {
        await using var door = new Door();
        var romeo = await door.Bound("romeo");
        await romeo.Send($"<iq type='set' id='b2'><bind xmlns='{Ns.Bind}'><resource>balcony</resource></bind></iq>");
        var refused = await romeo.NextStanza();
        Assert.Equal("b2", refused.Id);
        Assert.NotNull(refused.Payload.Element("error", Ns.Client)!.Child("not-allowed", Ns.Stanzas));
        Assert.Empty(door.Host.Rest());
    }

    [Fact]
    public async Task The_session_of_older_clients_is_granted()
    {
        await using var door = new Door();
        var romeo = await door.Bound("romeo");
        await romeo.Send($"<iq type='set' id='s1'><session xmlns='{Ns.Session}'/></iq>");
        var granted = await romeo.NextStanza();
        Assert.Equal(("result", "s1"), (granted.Type, granted.Id));
    }

    [Theory]
    [InlineData("<message to='@' id='m1'/>", "jid-malformed")]
    [InlineData("<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>", "bad-request")]
    [InlineData("<iq type='do' id='i1'><ping xmlns='urn:xmpp:ping'/></iq>", "bad-request")]
    [InlineData("<iq type='get' id='i1'/>", "bad-request")]
    [InlineData("<iq type='get' id='i1'><a xmlns='urn:a'/><b xmlns='urn:b'/></iq>", "bad-request")]
    public async Task A_stanza_nobody_could_handle_is_answered_here(string stanza, string condition)
    {
        await using var door = new Door();
        var romeo = await door.Bound("romeo");
        await romeo.Send(stanza);
        var answer = await romeo.NextStanza();
        Assert.Equal("error", answer.Type);
        Assert.NotNull(answer.Payload.Element("error", Ns.Client)!.Child(condition, Ns.Stanzas));
        Assert.Empty(door.Host.Rest());
    }

    [Theory]
    [InlineData("<message to='@' type='error' id='m1'/>")]
    [InlineData("<iq type='result' to='@' id='i1'/>")]
    [InlineData("<iq type='error'/>")]
    public async Task An_error_or_result_is_never_answered(string stanza)
    {
        await using var door = new Door();
        var romeo = await door.Bound("romeo");
        await romeo.Send(stanza + "<presence/>");
        Assert.Contains("<presence", await door.Host.Next(), StringComparison.Ordinal);
        Assert.True(door.Host.Last!.Send(new Stanza(StanzaKind.Message, Payload.Empty) { Id = "next" }));
        door.Host.Last.Flush();
        Assert.Equal("next", (await romeo.NextStanza()).Id);
    }

    [Fact]
    public async Task Later_binds_have_greater_numbers_and_an_account_keeps_its_shard()
    {
        await using var door = new Door();
        for (var i = 0; i < 3; i++)
            await door.Bound("romeo", "r" + i);
        var bound = door.Host.Sessions;
        Assert.True(bound[0].Bound < bound[1].Bound && bound[1].Bound < bound[2].Bound);
        Assert.InRange(Assert.Single(bound.Select(session => session.Shard).Distinct()), 0, SessionIssuer.Shards - 1);
        Assert.All(bound, session => Assert.EndsWith("/" + session.Shard, session.ConnectionKey, StringComparison.Ordinal));
        Assert.Equal(3, bound.Select(session => session.Id).Distinct().Count());
    }
}
