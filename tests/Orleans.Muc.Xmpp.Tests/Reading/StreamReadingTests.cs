using System.Buffers;

namespace Orleans.Muc.Xmpp.Tests.Reading;

public sealed class StreamReadingTests
{
    [Fact]
    public void Opening_tag_tells_the_addresses_version_and_language_of_the_stream()
    {
        var opened = Assert.IsType<StreamItem.Opened>(Assert.Single(Feed.Read(new XmppReader(Feed.Wide), Feed.Utf8(Feed.Header))));
        Assert.Equal(new StreamItem.Opened("example.org", null, "1.0", "en", Ns.Client, null), opened);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\" standalone='yes' ?>\r\n<s:stream xmlns='jabber:client' xmlns:s='http://etherx.jabber.org/streams'>")]
    [InlineData("<s:stream xmlns='jabber:client' xmlns:s='http://etherx.jabber.org/streams'>")]
    [InlineData("  \n<s:stream xmlns='jabber:client' xmlns:s='http://etherx.jabber.org/streams'>")]
    public void Declaration_and_prefix_are_the_client_s_choice(string header)
    {
        var opened = Assert.IsType<StreamItem.Opened>(Assert.Single(Feed.Read(new XmppReader(Feed.Wide), Feed.Utf8(header))));
        Assert.Equal(Ns.Client, opened.DefaultNamespace);
    }

    [Fact]
    public void Stream_without_a_default_namespace_says_so()
    {
        var opened = (StreamItem.Opened)Feed.Read(new XmppReader(Feed.Wide), Feed.Utf8("<s:stream xmlns:s='http://etherx.jabber.org/streams'>"))[0];
        Assert.Equal("", opened.DefaultNamespace);
    }

    [Fact]
    public void Message_of_Romeo_is_read_with_its_addressing_and_children()
    {
        var stanza = Feed.Stanza(
            "<message from='romeo@montague.lit/orchard' to='verona@rooms.lit/Juliet' id=\"a1\" type='chat' xml:lang='it'>\n <body>Soft &amp; slow</body><active xmlns='http://jabber.org/protocol/chatstates'/>text</message>");
        Assert.Equal(StanzaKind.Message, stanza.Kind);
        Assert.Equal("romeo@montague.lit/orchard", stanza.From!.ToString());
        Assert.Equal("Juliet", stanza.To!.Resourcepart);
        Assert.Equal(("a1", "chat", "it"), (stanza.Id, stanza.Type, stanza.Lang));
        Assert.Equal(["body", "active"], stanza.Payload.Children.Select(child => child.Name));
        Assert.Equal([Ns.Client, Ns.ChatStates], stanza.Payload.Children.Select(child => child.Namespace));
        Assert.Equal("Soft & slow", stanza.Payload.Element("body", Ns.Client)!.Text);
        Assert.Equal("<body>Soft &amp; slow</body><active xmlns='http://jabber.org/protocol/chatstates'/>", stanza.Payload.ToString());
    }

    [Fact]
    public void Language_of_the_stream_is_stamped_where_the_stanza_has_none() =>
        Assert.Equal("en", Feed.Stanza("<presence/>").Lang);

    [Fact]
    public void Address_that_is_no_jid_is_kept_as_it_was_written()
    {
        var stanza = Feed.Stanza("<iq to='@nowhere' from='romeo@montague.lit' type='get' id='1'/>");
        Assert.Null(stanza.To);
        Assert.Equal("@nowhere", stanza.MalformedTo);
        Assert.Equal("romeo@montague.lit", stanza.From!.ToString());
        Assert.Null(stanza.MalformedFrom);
    }

    [Fact]
    public void Other_first_level_elements_are_trees()
    {
        var items = Feed.Stream("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGp1bGlldA==</auth> <r xmlns='urn:xmpp:sm:3'/>");
        var auth = Assert.IsType<StreamItem.ElementItem>(items[0]).Element;
        Assert.Equal(("auth", Ns.Sasl, "PLAIN", "AGp1bGlldA=="), (auth.Name, auth.Namespace, auth["mechanism"], auth.Text));
        Assert.Equal("r", Assert.IsType<StreamItem.ElementItem>(items[1]).Element.Name);
    }

    [Fact]
    public void Stanza_of_another_namespace_is_not_taken_for_one()
    {
        var element = Assert.IsType<StreamItem.ElementItem>(Assert.Single(Feed.Stream("<message xmlns='jabber:server'/>"))).Element;
        Assert.Equal(Ns.Server, element.Namespace);
    }

    [Fact]
    public void White_space_between_stanzas_is_consumed_and_means_nothing()
    {
        var reader = Feed.Opened(Feed.Wide);
        var buffer = new ReadOnlySequence<byte>(Feed.Utf8(" \n\t "));
        Assert.False(reader.TryRead(ref buffer, out _));
        Assert.True(buffer.IsEmpty);
    }

    [Fact]
    public void Unfinished_stanza_consumes_nothing()
    {
        var reader = Feed.Opened(Feed.Wide);
        var buffer = new ReadOnlySequence<byte>(Feed.Utf8("<message><body>But, soft"));
        Assert.False(reader.TryRead(ref buffer, out _));
        Assert.Equal(24, buffer.Length);
    }

    [Theory]
    [InlineData("</stream:stream>")]
    [InlineData("</stream:stream \n>")]
    public void End_tag_closes_the_stream(string end) => Assert.IsType<StreamItem.Closed>(Assert.Single(Feed.Stream(end)));

    [Fact]
    public void Stream_that_is_an_empty_element_opens_and_closes() =>
        Assert.Collection(
            Feed.Read(new XmppReader(Feed.Wide), Feed.Utf8("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'/>")),
            item => Assert.IsType<StreamItem.Opened>(item),
            item => Assert.IsType<StreamItem.Closed>(item));

    [Fact]
    public void After_a_restart_a_new_stream_is_expected_and_the_old_language_is_forgotten()
    {
        var reader = new XmppReader(Feed.Wide);
        Feed.Read(reader, Feed.Utf8(Feed.Header + "<message><bo"));
        reader.Restart();
        var items = Feed.Read(reader, Feed.Utf8("\n<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'><presence/>"));
        Assert.IsType<StreamItem.Opened>(items[0]);
        Assert.Null(Assert.IsType<Stanza>(items[1]).Lang);
    }

    [Fact]
    public void Frames_of_a_web_socket_open_carry_stanzas_and_close()
    {
        var reader = XmppReader.ForFrames(Feed.Wide);
        Assert.Equal(
            new StreamItem.Opened("example.org", null, "1.0", "en", Ns.Client, null),
            Assert.Single(Feed.Read(reader, Feed.Utf8("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.org' version='1.0' xml:lang='en'/>"))));
        var stanza = Assert.IsType<Stanza>(Assert.Single(Feed.Read(reader, Feed.Utf8("<message xmlns='jabber:client'><body>hi</body></message>"))));
        Assert.Equal("<body>hi</body>", stanza.Payload.ToString());
        Assert.Equal("en", stanza.Lang);
        Assert.IsType<StreamItem.ElementItem>(Assert.Single(Feed.Read(reader, Feed.Utf8("<message><body>hi</body></message>"))));
        Assert.IsType<StreamItem.Closed>(Assert.Single(Feed.Read(reader, Feed.Utf8("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"))));
    }

    [Fact]
    public void The_same_recipient_is_the_same_instance()
    {
        var items = Feed.Stream("<message to='verona@rooms.lit'/><message to='verona@rooms.lit'/>").Cast<Stanza>().ToList();
        Assert.Same(items[0].To, items[1].To);
    }

    [Fact]
    public void Cdata_is_text()
    {
        var stanza = Feed.Stanza("<message><body><![CDATA[a <b> & ]] c]]>!</body></message>");
        Assert.Equal("a <b> & ]] c!", stanza.Payload.Element("body", Ns.Client)!.Text);
    }
}
