using System.Text;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>
/// What is no XML, and what is XML and still not allowed (RFC 6120 §4.9.3.13, §4.9.3.18, §4.9.3.22, §11.1, §11.6): between stanzas before and after login, and deep inside a stanza.
/// Decision: text between stanzas is <c>bad-format</c>; an XML declaration in the middle of a stream is <c>restricted-xml</c>, being a processing instruction there.
/// </summary>
internal static class XmlRows
{
    private const string Bomb =
        "<!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;'><!ENTITY lol3 '&lol2;&lol2;&lol2;&lol2;'>]><lolz>&lol3;</lolz>";

    private static readonly (string Name, string Xml, string Condition)[] Anywhere =
    [
        ("an entity bomb", Bomb, "restricted-xml"),
        ("a document type with an external subset", "<!DOCTYPE foo SYSTEM 'http://127.0.0.1/evil.dtd'>", "restricted-xml"),
        ("a parameter entity that reads a file", "<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/passwd'>%p;]>", "restricted-xml"),
        ("a processing instruction", "<?php echo 1 ?>", "restricted-xml"),
        ("an XML declaration in the middle", "<?xml version='1.0'?>", "restricted-xml"),
        ("a comment", "<!-- well -->", "restricted-xml"),
        ("an element declaration", "<!ELEMENT a ANY>", "not-well-formed"),
        ("crossed elements", "<a><b></a></b>", "not-well-formed"),
        ("an attribute without quotes", "<a b=c/>", "not-well-formed"),
        ("an attribute without a value", "<a b/>", "not-well-formed"),
        ("attributes without white space between", "<a b='1'c='2'/>", "not-well-formed"),
        ("a duplicate attribute", "<a b='1' b='2'/>", "not-well-formed"),
        ("a duplicate attribute by two prefixes", "<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>", "not-well-formed"),
        ("a duplicate declaration", "<a xmlns:x='u' xmlns:x='v'/>", "not-well-formed"),
        ("an undeclared prefix of an element", "<nobody:a/>", "not-well-formed"),
        ("an undeclared prefix of an attribute", "<a nobody:b='1'/>", "not-well-formed"),
        ("a prefix that is undeclared again", "<a xmlns:p=''/>", "not-well-formed"),
        ("the prefix xml bound elsewhere", "<a xmlns:xml='urn:other'/>", "not-well-formed"),
        ("the prefix xmlns declared", "<a xmlns:xmlns='urn:other'/>", "not-well-formed"),
        ("a less-than sign in an attribute", "<a b='<'/>", "not-well-formed"),
        ("an entity nobody declared", "<a>&lol9;</a>", "not-well-formed"),
        ("an entity in an attribute", "<a b='&lol9;'/>", "not-well-formed"),
        ("a bare ampersand", "<a>& </a>", "not-well-formed"),
        ("a reference to NUL", "<a>&#0;</a>", "not-well-formed"),
        ("a reference to a surrogate", "<a>&#xD800;</a>", "not-well-formed"),
        ("a reference to a noncharacter", "<a>&#xFFFE;</a>", "not-well-formed"),
        ("a reference beyond Unicode", "<a>&#x110000;</a>", "not-well-formed"),
        ("a NUL in text", "<a>\0</a>", "not-well-formed"),
        ("a control character in text", "<a>\u0001</a>", "not-well-formed"),
        ("a control character in an attribute", "<a b='\u001F'/>", "not-well-formed"),
        ("a control character in CDATA", "<a><![CDATA[\u0002]]></a>", "not-well-formed"),
        ("a noncharacter in text", "<a>\uFFFF</a>", "not-well-formed"),
        ("the end of CDATA in text", "<a>]]></a>", "not-well-formed"),
        ("a tag within a tag", "<a <b/>", "not-well-formed"),
        ("a name that begins with a digit", "<1a/>", "not-well-formed"),
        ("a name with two colons", "<a:b:c xmlns:a='u'/>", "not-well-formed"),
        ("a slash in the middle of a tag", "<a / b='1'>", "not-well-formed"),
        ("no name at all", "<>", "not-well-formed"),
    ];

    private static readonly (string Name, byte[] Bytes)[] NoUtf8 =
    [
        ("a lone continuation byte", [0x80]),
        ("an overlong NUL", [0xC0, 0x80]),
        ("an overlong slash", [0xE0, 0x80, 0xAF]),
        ("a surrogate in UTF-8", [0xED, 0xA0, 0x80]),
        ("a character beyond Unicode in UTF-8", [0xF4, 0x90, 0x80, 0x80]),
        ("a sequence of five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]),
        ("a sequence that breaks off", [0xE2, 0x82]),
        ("a byte that never stands in UTF-8", [0xFF]),
        ("Latin-1", [0xE9]),
    ];

    private static readonly (string Name, string Xml, string Condition)[] BetweenStanzas =
    [
        ("text between stanzas", "hello", "bad-format"),
        ("a reference between stanzas", "&lt;", "bad-format"),
        ("CDATA between stanzas", "<![CDATA[hello]]>", "not-well-formed"),
        ("the end of something never begun", "</iq>", "not-well-formed"),
        ("the end tag under another name", "</stream>", "not-well-formed"),
        ("an end tag that goes on", "</stream:stream x='1'>", "not-well-formed"),
        ("a NUL between stanzas", "\0", "bad-format"),
        ("the header of another stream", "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'></stream:stream>", "unsupported-stanza-type"),
    ];

    public static IEnumerable<Row> All =>
    [
        .. Anywhere.Select(row => Row.Error(Phase.Opened, row.Name, row.Xml, row.Condition)),
        .. Anywhere.Select(row => Row.Error(Phase.Bound, row.Name, Inside(row.Xml), row.Condition)),
        .. BetweenStanzas.Select(row => Row.Error(Phase.Opened, row.Name, row.Xml, row.Condition)),
        .. BetweenStanzas.Select(row => Row.Error(Phase.Binding, row.Name, row.Xml, row.Condition)),
        .. NoUtf8.Select(row => Row.Error(Phase.Opened, row.Name, Around("<a>", row.Bytes, "</a>"), "unsupported-encoding")),
        .. NoUtf8.Select(row => Row.Error(Phase.Bound, row.Name + " in a body", Around("<message to='mercutio@localhost'><body>", row.Bytes, "</body></message>"), "unsupported-encoding")),
        .. NoUtf8.Select(row => Row.Error(Phase.Secured, row.Name + " in an address", Around("<iq type='get' id='1' to='a", row.Bytes, "@localhost'><a/></iq>"), "unsupported-encoding")),
        .. NoUtf8.Select(row => Row.Error(Phase.Binding, row.Name + " in a name", Around("<a", row.Bytes, "/>"), "unsupported-encoding")),
        Row.Error(Phase.Secured, "an entity bomb inside TLS", Bomb, "restricted-xml"),
        Row.Error(Phase.InTheClear, "an entity bomb before TLS", Bomb, "restricted-xml"),
        Row.Error(Phase.Authenticating, "an entity bomb in place of a proof", Bomb, "restricted-xml"),
        Row.Error(Phase.Authenticated, "an entity bomb in place of a header", Bomb, "restricted-xml"),
        Row.Error(Phase.Binding, "an entity bomb in place of a resource", Bomb, "restricted-xml"),
    ];

    private static string Inside(string xml) => $"<message type='groupchat' to='{HostileServer.Room}'><x xmlns='urn:x'><y>{xml}</y></x></message>";

    private static byte[] Around(string before, byte[] bytes, string after) => [.. Encoding.ASCII.GetBytes(before), .. bytes, .. Encoding.ASCII.GetBytes(after)];
}
