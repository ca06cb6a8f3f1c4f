using System.Buffers;
using System.Text;

namespace Orleans.Muc.Xmpp.Tests.Reading;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("<message><body></message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message><body></bodyy>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message></iq>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message a='1' a='2'/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message xmlns:p='u' xmlns:q='u' p:a='1' q:a='2'/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message a='1'b='2'/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message a=1/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message a/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message a='<'/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message a='&'/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message a='\u0001'/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message / >", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message><1/></message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>< body/></message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message><p:x/></message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message p:x=''/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message xmlns:p=''/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message xmlns:xml='urn:x'/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message xmlns:xmlns='urn:x'/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message xmlns:p='http://www.w3.org/XML/1998/namespace'/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message xmlns:p='http://www.w3.org/2000/xmlns/'/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message xmlns:p='&#104;ttp://www.w3.org/2000/xmlns/'/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<x xmlns='http://www.w3.org/XML/1998/namespace'/>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message><xmlns:x/></message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message><a:b:c xmlns:a='u'/></message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message><:c/></message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message><c:/></message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>]]></message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>a & b</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&nbsp;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&lol9;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&#0;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&#x1F;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&#xD800;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&#xFFFE;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&#x110000;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&#99999999999;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&#X41;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&#;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&#-1;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&#65 ;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&#x41\u0000;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>&;</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>\u0000</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>\u000B</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message>\uFFFE</message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message><![CDATA[\u0002]]></message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message><![cdata[x]]></message>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<![CDATA[x]]>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<message><!-- note --></message>", StreamErrorCondition.RestrictedXml)]
    [InlineData("<!-- note -->", StreamErrorCondition.RestrictedXml)]
    [InlineData("<!DOCTYPE message []>", StreamErrorCondition.RestrictedXml)]
    [InlineData("<message><?php echo ?></message>", StreamErrorCondition.RestrictedXml)]
    [InlineData("<?xml version='1.0'?>", StreamErrorCondition.RestrictedXml)]
    [InlineData("hello", StreamErrorCondition.BadFormat)]
    [InlineData("</stream:other>", StreamErrorCondition.NotWellFormed)]
    [InlineData("</stream:stream><presence/>", StreamErrorCondition.NotWellFormed)]
    public void Within_a_stream(string xml, StreamErrorCondition condition) =>
        Assert.Equal(condition, Assert.Throws<XmppXmlException>(() => Feed.Stream(xml)).Condition);

    [Theory]
    [InlineData("<!DOCTYPE lolz [<!ENTITY lol 'lol'>]><s:stream xmlns:s='http://etherx.jabber.org/streams'>", StreamErrorCondition.RestrictedXml)]
    [InlineData("<?xml version='1.1'?>", StreamErrorCondition.RestrictedXml)]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-1'?>", StreamErrorCondition.UnsupportedEncoding)]
    [InlineData("<?xml encoding='UTF-8'?>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<?xml version='1.0' encoding='UTF-8' version='1.0'?>", StreamErrorCondition.NotWellFormed)]
    [InlineData(" <?xml version='1.0'?>", StreamErrorCondition.RestrictedXml)]
    [InlineData("<?xml-stylesheet href='x'?>", StreamErrorCondition.RestrictedXml)]
    [InlineData("<stream xmlns='urn:other'>", StreamErrorCondition.InvalidNamespace)]
    [InlineData("<stream:stream>", StreamErrorCondition.NotWellFormed)]
    [InlineData("<s:flood xmlns:s='http://etherx.jabber.org/streams'>", StreamErrorCondition.BadFormat)]
    [InlineData("GET / HTTP/1.1\r\n", StreamErrorCondition.NotWellFormed)]
    [InlineData("\u0016\u0003\u0001", StreamErrorCondition.NotWellFormed)]
    [InlineData("\uFEFF<stream/>", StreamErrorCondition.NotWellFormed)]
    public void At_its_start(string xml, StreamErrorCondition condition) =>
        Assert.Equal(condition, Assert.Throws<XmppXmlException>(() => Feed.Read(new XmppReader(Feed.Wide), Feed.Utf8(xml))).Condition);

    [Fact]
    public void Utf16_is_an_unsupported_encoding()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            var bytes = encoding.GetBytes(Feed.Header);
            Assert.Equal(StreamErrorCondition.UnsupportedEncoding, Assert.Throws<XmppXmlException>(() => Feed.Read(new XmppReader(Feed.Wide), bytes)).Condition);
            byte[] marked = [.. encoding.GetPreamble(), .. bytes];
            Assert.Equal(StreamErrorCondition.UnsupportedEncoding, Assert.Throws<XmppXmlException>(() => Feed.Read(new XmppReader(Feed.Wide), marked)).Condition);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0xAF }, StreamErrorCondition.UnsupportedEncoding)]
    [InlineData(new byte[] { 0xE0, 0x80, 0xBC }, StreamErrorCondition.UnsupportedEncoding)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, StreamErrorCondition.UnsupportedEncoding)]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, StreamErrorCondition.UnsupportedEncoding)]
    [InlineData(new byte[] { 0xEF, 0xBF, 0xBF }, StreamErrorCondition.NotWellFormed)]
    [InlineData(new byte[] { 0x80 }, StreamErrorCondition.UnsupportedEncoding)]
    [InlineData(new byte[] { 0xC3 }, StreamErrorCondition.UnsupportedEncoding)]
    [InlineData(new byte[] { 0xFF }, StreamErrorCondition.UnsupportedEncoding)]
    public void Bytes_that_are_no_utf8_or_no_character(byte[] bytes, StreamErrorCondition condition)
    {
        byte[] inText = [.. "<a>"u8, .. bytes, .. "</a>"u8];
        byte[] inValue = [.. "<a b='"u8, .. bytes, .. "'/>"u8];
        byte[] inName = [.. "<a"u8, .. bytes, .. "/>"u8];
        byte[] inCData = [.. "<a><![CDATA["u8, .. bytes, .. "]]></a>"u8];
        foreach (var xml in new[] { inText, inValue, inName, inCData })
            Assert.Equal(condition, Assert.Throws<XmppXmlException>(() => Element.Parse(xml)).Condition);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("<a>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a/>text")]
    [InlineData("text<a/>")]
    public void Anything_but_one_element(string xml) => Assert.Throws<XmppXmlException>(() => Element.Parse(Feed.Utf8(xml)));

    [Theory]
    [InlineData("<a/>text")]
    [InlineData("<a>")]
    [InlineData("<!-- x --><a/>")]
    [InlineData("<a/> ")]
    public void Payload_that_is_no_row_of_elements(string xml) => Assert.Throws<XmppXmlException>(() => Payload.Parse(Feed.Utf8(xml)));

    [Fact]
    public void Malformed_end_is_told_before_the_rest_arrives()
    {
        var reader = new XmppReader(Feed.Wide);
        var buffer = new ReadOnlySequence<byte>(Feed.Utf8(Feed.Header + "<message><body></mess"));
        Assert.True(reader.TryRead(ref buffer, out _));
        Assert.Throws<XmppXmlException>(() => reader.TryRead(ref buffer, out _));
    }
}
