using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Negotiation;

/// <summary>What the table refuses: stage by stage, everything but what is due.</summary>
public class StageTests
{
    private const string Message = "<message to='juliet@montague.lit'><body>Hi</body></message>";
    private const string BindRequest = "<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
    private const string StartTls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    private const string Response = "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
    private const string Auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>biwsbj1yb21lbyxyPW5vbmNl</auth>";
    private const string Register = "<iq type='get' id='r1'><query xmlns='jabber:iq:register'/></iq>";

    [Theory]
    [InlineData(Message, "not-authorized")]
    [InlineData("<presence/>", "not-authorized")]
    [InlineData("<iq type='get' id='p1'><ping xmlns='urn:xmpp:ping'/></iq>", "not-authorized")]
    [InlineData(BindRequest, "not-authorized")]
    [InlineData(Response, "unsupported-stanza-type")]
    [InlineData("<abort xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", "unsupported-stanza-type")]
    [InlineData("<enable xmlns='urn:xmpp:sm:3'/>", "unsupported-stanza-type")]
    [InlineData("<starttls xmlns='urn:other'/>", "unsupported-stanza-type")]
    [InlineData("<message xmlns='urn:other'/>", "unsupported-stanza-type")]
    [InlineData("hello", "bad-format")]
    [InlineData("<a><b></a>", "not-well-formed")]
    [InlineData("<!-- comment -->", "restricted-xml")]
    public async Task Before_login(string input, string condition)
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send(input);
        await romeo.EndsWith(condition);
        Assert.Empty(door.Host.Rest());
    }

    [Theory]
    [InlineData(Message, "not-authorized")]
    [InlineData(Register, "not-authorized")]
    [InlineData(StartTls, "unsupported-stanza-type")]
    [InlineData(Auth, "unsupported-stanza-type")]
    public async Task During_login(string input, string condition)
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send(Auth);
        await romeo.NextElement("challenge");
        await romeo.Send(input);
        await romeo.EndsWith(condition);
    }

    [Theory]
    [InlineData(Message, "not-authorized")]
    [InlineData(Register, "not-authorized")]
    [InlineData(StartTls, "unsupported-stanza-type")]
    [InlineData(Auth, "unsupported-stanza-type")]
    [InlineData(Response, "unsupported-stanza-type")]
    public async Task Before_binding(string input, string condition)
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Login("romeo", "secret");
        await romeo.Send(input);
        await romeo.EndsWith(condition);
        Assert.Empty(door.Host.Rest());
    }

    [Theory]
    [InlineData(StartTls)]
    [InlineData(Auth)]
    [InlineData(Response)]
    [InlineData("<enable xmlns='urn:xmpp:sm:3'/>")]
    public async Task After_binding(string input)
    {
        await using var door = new Door();
        var romeo = await door.Bound("romeo");
        await romeo.Send(input);
        await romeo.EndsWith("unsupported-stanza-type");
        Assert.Equal("closed romeo@montague.lit/garden", await door.Host.Next());
    }

    [Fact]
    public async Task After_login_a_stanza_in_place_of_the_header_is_no_stream()
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send(TestClient.Plain("\0romeo\0secret") + Message);
        await romeo.NextElement("success");
        romeo.ExpectNewStream();
        await romeo.Next<StreamItem.Opened>();
        var error = await romeo.NextElement("error");
        Assert.Contains(error.Children.First().Name, new[] { "bad-format", "invalid-namespace", "not-well-formed" });
    }

    [Fact]
    public async Task A_stanza_too_large_for_a_stranger_ends_the_stream()
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send($"<iq type='set' id='r1'><query xmlns='jabber:iq:register'><username>{new string('a', 20_000)}</username></query></iq>");
        await romeo.EndsWith("policy-violation");
    }

    [Fact]
    public async Task After_login_stanzas_may_be_larger_but_not_without_bound()
    {
        await using var door = new Door();
        var romeo = await door.Bound("romeo");
        await romeo.Send($"<message><body>{new string('a', 200_000)}</body></message>");
        Assert.StartsWith("received", await door.Host.Next(), StringComparison.Ordinal);
        await romeo.Send($"<message><body>{new string('a', 300_000)}</body></message>");
        await romeo.EndsWith("policy-violation");
    }
}
