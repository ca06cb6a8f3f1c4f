namespace Orleans.Muc.Xmpp.Tests.Reading;

public sealed class RelayTests
{
    private const string Streams = "http://etherx.jabber.org/streams";

    [Theory]
    [InlineData(
        "<message xmlns:p='urn:p'><p:x a='1'><p:y/></p:x></message>",
        "<p:x xmlns:p='urn:p' a='1'><p:y/></p:x>")]
    [InlineData(
        "<message xmlns:p='urn:p'><x xmlns='urn:x' p:a='1'/><body>no prefix</body></message>",
        "<x xmlns:p='urn:p' xmlns='urn:x' p:a='1'/><body>no prefix</body>")]
    [InlineData(
        "<message xmlns:p='urn:a&amp;b'><x><y xmlns:p='urn:other'><p:z/></y><p:z/></x></message>",
        "<x xmlns:p='urn:a&amp;b'><y xmlns:p='urn:other'><p:z/></y><p:z/></x>")]
    [InlineData(
        "<message xmlns:p='urn:p'><p:x xmlns:p='urn:own'/></message>",
        "<p:x xmlns:p='urn:own'/>")]
    [InlineData(
        "<message><x><stream:y/></x></message>",
        "<x xmlns:stream='" + Streams + "'><stream:y/></x>")]
    [InlineData(
        "<c:message xmlns:c='jabber:client' xmlns='urn:d'><body/><c:body/><x xmlns='urn:x'/></c:message>",
        "<body xmlns='urn:d'/><c:body xmlns:c='jabber:client'/><x xmlns='urn:x'/>")]
    [InlineData(
        "<c:message xmlns:c='jabber:client' xmlns=''><body/></c:message>",
        "<body xmlns=''/>")]
    [InlineData(
        "<message><x xml:lang='de' xmlns:xml='http://www.w3.org/XML/1998/namespace'/></message>",
        "<x xml:lang='de' xmlns:xml='http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData(
        "<message xmlns='jabber:client'><body><![CDATA[<&>]]></body></message>",
        "<body><![CDATA[<&>]]></body>")]
    public void Children_take_along_what_they_were_declared_by(string stanza, string payload)
    {
        var read = Feed.Stanza(stanza).Payload;
        Assert.Equal(payload, read.ToString());

        // What leaves here must mean the same where only jabber:client is declared.
        var again = Payload.Parse(read.ToArray());
        Assert.Equal(read.Children.Select(c => (c.Name, c.Namespace)), again.Children.Select(c => (c.Name, c.Namespace)));
        Assert.Equal(read.ToString(), again.ToString());
    }

    [Fact]
    public void Default_namespace_other_than_that_of_stanzas_is_written_on_the_children()
    {
        var reader = new XmppReader(Feed.Wide);
        var items = Feed.Read(reader, Feed.Utf8(
            $"<stream xmlns='{Streams}' xmlns:c='jabber:client'><c:message><c:body>hi</c:body><odd/></c:message></stream>"));
        Assert.Equal(Streams, Assert.IsType<StreamItem.Opened>(items[0]).DefaultNamespace);
        Assert.Equal(
            $"<c:body xmlns:c='jabber:client'>hi</c:body><odd xmlns='{Streams}'/>",
            Assert.IsType<Stanza>(items[1]).Payload.ToString());
    }

    [Fact]
    public void Relayed_stanza_reads_the_same_at_the_recipient()
    {
        var sent = Feed.Stanza("<message xmlns:p='urn:p' to='verona@rooms.lit' id='1'><p:x p:a='&lt;'>t</p:x><body>a &amp; b</body></message>");
        var received = Feed.Stanza(sent.ToString());
        Assert.Equal(sent.ToString(), received.ToString());
        Assert.Equal("urn:p", received.Payload.Children[0].Parse().Attributes[0].Namespace);
    }
}
