using System.Buffers;
using System.Text;
using Orleans.Muc.Xmpp.Tests.Reading;

namespace Orleans.Muc.Xmpp.Tests.Stanzas;

public sealed class StanzaTests
{
    private static readonly Jid Romeo = Jid.Parse("romeo@montague.lit/orchard");
    private static readonly Jid Room = Jid.Parse("verona@rooms.lit");

    [Fact]
    public void Encoded_stanza_takes_any_recipient()
    {
        var encoded = new Stanza(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add("hi"))) { From = Room, Type = "groupchat", Id = "a&b", Lang = "it" }.Encode();
        Assert.Equal(
            "<message xmlns='jabber:client' from='verona@rooms.lit' id='a&amp;b' type='groupchat' xml:lang='it' to='romeo@montague.lit/o&apos;r'><body>hi</body></message>",
            Write(encoded, XmlText.EscapeUtf8("romeo@montague.lit/o'r")));
        Assert.Equal(
            "<message xmlns='jabber:client' from='verona@rooms.lit' id='a&amp;b' type='groupchat' xml:lang='it'><body>hi</body></message>",
            Write(encoded, []));
        Assert.Equal(Write(encoded, []).Length, encoded.Length);
    }

    [Theory]
    [InlineData(StanzaKind.Message, "<message xmlns='jabber:client'/>")]
    [InlineData(StanzaKind.Presence, "<presence xmlns='jabber:client'/>")]
    [InlineData(StanzaKind.Iq, "<iq xmlns='jabber:client'/>")]
    public void Stanza_without_children_is_an_empty_element(StanzaKind kind, string xml) =>
        Assert.Equal(xml, Write(new Stanza(kind, Payload.Empty).Encode(), []));

    [Fact]
    public void Encoded_stanza_is_read_back()
    {
        var stanza = new Stanza(StanzaKind.Presence, Payload.Of(new Element("show", Ns.Client).Add("away"))) { From = Romeo, To = Room, Id = "1", Type = "unavailable", Lang = "de" };
        var read = Feed.Stanza(stanza.ToString());
        Assert.Equal(stanza.ToString(), read.ToString());
        Assert.Equal((stanza.From, stanza.To, stanza.Id, stanza.Type, stanza.Lang), (read.From, read.To, read.Id, read.Type, read.Lang));
    }

    [Fact]
    public void Answers_swap_the_addresses_and_keep_the_id()
    {
        var request = new Stanza(StanzaKind.Iq, Payload.Of(new Element("query", Ns.DiscoInfo))) { From = Romeo, To = Room, Id = "7", Type = "get" };
        var result = request.Result(new Element("query", Ns.DiscoInfo));
        Assert.Equal((StanzaKind.Iq, "result", "7", Room, Romeo), (result.Kind, result.Type, result.Id, result.From, result.To));
        var error = (request with { Kind = StanzaKind.Message }).Error(StanzaError.Forbidden("No."));
        Assert.Equal((StanzaKind.Message, "error", "7", Room, Romeo), (error.Kind, error.Type, error.Id, error.From, error.To));
        Assert.Equal(
            "<error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>No.</text></error>",
            error.Payload.ToString());
    }

    [Fact]
    public void Every_error_condition_survives_the_wire()
    {
        foreach (var condition in Enum.GetValues<StanzaErrorCondition>())
        {
            var error = new StanzaError(StanzaErrorType.Modify, condition) { Text = "why", By = Room, Uri = "xmpp:elsewhere@rooms.lit" };
            Assert.Equal(error, StanzaError.From(error.ToElement()));
        }

        Assert.Equal("item-not-found", StanzaError.ItemNotFound().ToElement().Children.First().Name);
        Assert.Equal("not-well-formed", StreamErrorCondition.NotWellFormed.ToName());
        Assert.Null(StanzaError.From(new Element("error", Ns.Client)));
        Assert.Equal(
            StanzaErrorCondition.UndefinedCondition,
            StanzaError.From(Element.Parse(Feed.Utf8("<error type='cancel'><novel xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>")))!.Condition);
    }

    [Fact]
    public void Every_factory_names_its_condition()
    {
        foreach (var condition in Enum.GetValues<StanzaErrorCondition>())
        {
            var made = (StanzaError)typeof(StanzaError).GetMethod(condition.ToString())!.Invoke(null, ["why"])!;
            Assert.Equal((condition, "why"), (made.Condition, made.Text));
        }
    }

    [Fact]
    public void Application_condition_stands_beside_the_defined_one()
    {
        var error = StanzaError.NotAllowed() with { Application = new Element("too-many", "urn:app") };
        Assert.Equal("too-many", StanzaError.From(error.ToElement())!.Application!.Name);
    }

    private static string Write(EncodedStanza stanza, ReadOnlySpan<byte> to)
    {
        var writer = new ArrayBufferWriter<byte>();
        stanza.WriteTo(writer, to);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }
}
