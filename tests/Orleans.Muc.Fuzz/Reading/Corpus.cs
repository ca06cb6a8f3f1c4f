namespace Orleans.Muc.Fuzz.Reading;

/// <summary>Well-formed XMPP to begin with, and the pieces that mutations put into it.</summary>
internal static class Corpus
{
    public static readonly string[] Openings =
    [
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0' xml:lang='en'>",
        "<?xml version='1.0'?><stream:stream to=\"localhost\" xmlns=\"jabber:client\" xmlns:stream=\"http://etherx.jabber.org/streams\" version=\"1.0\">",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client' from='romeo@localhost' id='4&lt;2'>",
        "<stream xmlns='http://etherx.jabber.org/streams' to='localhost'>",
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' xmlns:d='urn:example:dagger' xmlns:p='jabber:client'>",
        "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>",
        "<?xml version='1.0' encoding='utf-8' standalone='no' ?>\r\n<stream:stream\n\txmlns:stream='http://etherx.jabber.org/streams'\n\txmlns='jabber:client'\n>",
    ];

    public static readonly string[] Stanzas =
    [
        "<message to='verona@conference.localhost' type='groupchat' id='m1'><body>Wherefore art thou?</body></message>",
        "<message to='verona@conference.localhost/Romeo' type='chat'><body xml:lang='de'>Ja &amp; nein &lt;3</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>",
        "<message xmlns='jabber:client' to='juliet@localhost/balcony'><subject/><body>a]]b ]] &gt; &#x1F339; &#10;</body><thread parent='p'>t1</thread></message>",
        "<presence to='verona@conference.localhost/Romeo'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>",
        "<presence type=\"unavailable\" to=\"verona@conference.localhost/Romeo\"/>",
        "<presence xml:lang='it'><show>away</show><status>a caccia</status><priority>-1</priority></presence>",
        "<iq type='get' id='q1' to='conference.localhost'><query xmlns='http://jabber.org/protocol/disco#info' node='a&apos;b&quot;c'/></iq>",
        "<iq type='set' id='q2' to='verona@conference.localhost'><query xmlns='http://jabber.org/protocol/muc#admin'><item nick='Tybalt' role='none'><reason>Villain</reason></item></query></iq>",
        "<iq type='set' id='q3'><query xmlns='jabber:iq:roster'><item jid='juliet@localhost' name='J&#252;liet'><group>Capulets</group></item></query></iq>",
        "<iq type='result' id='q4' from='romeo@localhost/orchard'/>",
        "<m:message xmlns:m='jabber:client' to='juliet@localhost' m:id='no' id='yes'><m:body>Soft!</m:body></m:message>",
        "<message to='a@b' xmlns:d='urn:example:dagger'><d:blade d:edge='sharp' edge='blunt'><d:point/><point xmlns='urn:other' d:x=''/></d:blade><body/></message>",
        "<message to=' juliet@localhost' id='tab\tline\nret\r\nend'><body>a\r\nb\rc\nd\te</body></message>",
        "<message><body><![CDATA[<not> & markup]]]]><![CDATA[>]]></body><x xmlns='urn:x'><![CDATA[]]></x></message>",
        "<message to='mercutio@localhost'>between<body>\u017Bur \u4E2D\u6587 \U0001F5E1</body> children <e\u00E9t\u00E9 xmlns='urn:\u00E9' \u00E0='1'/></message>",
        "<x xmlns='urn:other' xmlns:a='urn:a' xmlns:b='urn:a' a:k='1' k='2'><a:y/><b:y xmlns:b='urn:b'/><z xmlns=''/></x>",
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AHJvbWVvAG1vbnRhZ3Vl</auth>",
        "<r xmlns='urn:xmpp:sm:3'/>",
        "<message xmlns='urn:not-client'><body>no stanza</body></message>",
        "<p:iq xmlns:p='jabber:client' id='1' type='get'><ping xmlns='urn:xmpp:ping'/></p:iq>",
        "<message xmlns:e='urn:e'><w xmlns='urn:w'><e:one/><two xmlns='jabber:client'><e:three xmlns:e='urn:e2'/></two></w></message>",
        "<a xmlns='urn:a'><b><c><d><e><f><g>deep</g></f></e></d></c></b></a>",
    ];

    /// <summary>What stands between two stanzas where anything may (RFC 6120 §4.6.1).</summary>
    public static readonly string[] Gaps = ["", "", "", " ", "\n", "\r\n\t "];

    /// <summary>Markup that is fine somewhere, and wrong where a mutation puts it.</summary>
    public static readonly string[] Pieces =
    [
        "<!-- aside -->", "<!---->", "<!--", "-->", "<?target data?>", "<?xml version='1.0'?>", "<?xml-stylesheet href='a'?>", "<?", "?>",
        "<!DOCTYPE stream>", "<!DOCTYPE a [<!ENTITY lol 'lol'>]>", "<!ENTITY x 'y'>", "<!", "<![CDATA[", "]]>", "<![CDATA[x]]>", "<![cdata[x]]>", "<![CDATA[]]]]>", "]]", "]",
        "&lt;", "&amp;", "&apos;", "&quot;", "&gt;", "&lol;", "&nbsp;", "&", "&;", "&#;", "&#x;", "&#0;", "&#x0;", "&#65;", "&#x41;", "&#X41;", "&#065;", "&#xD800;", "&#xDFFF;",
        "&#xFFFE;", "&#xFFFF;", "&#x10FFFF;", "&#x110000;", "&#1114112;", "&#4294967361;", "&#-1;", "&# 65;", "&#65 ;", "&#9;", "&#10;", "&#13;", "&#1;", "&#x1F;", "&#x7F;", "&#x85;", "&#32;", "&LT;",
        "&#00000000000000000000000000000000000000000000000000000000065;", "&#000000000000000000000000000000000000000000000000000000000000065;", "&#xx41;", "&amp", "& amp;",
        " xmlns=''", " xmlns='jabber:client'", " xmlns='urn:new'", " xmlns:n=''", " xmlns:n='urn:n'", " xmlns:n='urn:n' n:a='1'", " xmlns:xml='http://www.w3.org/XML/1998/namespace'",
        " xmlns:xml='urn:x'", " xmlns:xmlns='urn:x'", " xmlns:xmlns='http://www.w3.org/2000/xmlns/'", " xmlns='http://www.w3.org/2000/xmlns/'", " xmlns='http://www.w3.org/XML/1998/namespace'",
        " xmlns:q='http://www.w3.org/XML/1998/namespace'", " xmlns:q='http://www.w3.org/2000/xmlns/'", " xmlns:q='http&#58;//www.w3.org/2000/xmlns/'", " xmlns:q='&#x20;'", " xmlns:xmlq='urn:q'",
        " xmlns:q='http://www.w3.org/XML/1998/namespac'", " xmlns:p1='urn:same' xmlns:p2='urn:same' p1:a='' p2:a=''", " xmlns:p1='urn:s' xmlns:p2='urn:&#115;' p1:a='' p2:a=''",
        " xml:lang='fr'", " xml:lang=''", " xml:space='preserve'", " xml:other='x'", " XML:lang='en'", " a='1' a='2'", " a='1'a2='2'", " a=1", " a", " a=''", " a = 'x'", " a\n=\n'x'", " a='<'", " a='>'", " a=\"'\"",
        " :a='1'", " a:='1'", " a:b:c='1'", " 1a='1'", " -a='1'", " .a='1'", " _a='1'", " u:a='1'", " \u00B7a='1'", " a\u00B7='1'", " \u0370='1'", " a\u2070='1'", " \u0100='1'", " a\u0300='1'", " \U00010000='1'",
        "<a/>", "<a></a>", "<a>", "</a>", "</a >", "< a/>", "</ a>", "<a / >", "<a//>", "<>", "</>", "<a", "/>", "<a:b/>", "<xml:a/>", "<xmlns:a/>", "<xmla/>", "<stream:x/>", "<stream:error/>", "<:a/>", "<a:/>", "<a:b:c/>", "<a:1/>", "<1/>",
        "<\u00E9/>", "<\u0370/>", "<\u2C00/>", "<a\u203F/>", "<\U00010000/>", "<u:a xmlns:u='urn:u'/>", "<u:a xmlns:u=''/>", "<a xmlns=''/>", "<d:a/>", "<p:message/>", "<message/>", "<presence/>", "<iq/>", "<body/>",
        "</stream:stream>", "</stream>", "</s:stream>", "<stream:stream>", "\uFEFF", "\u0000", "\u0001", "\u0008", "\u000B", "\u001F", "\u007F", "\u0080", "\u0085", "\u2028", "\uFFFD", "\uFFFE", "\uFFFF", "\uFDD0",
        "\U0001FFFE", "\U0010FFFF", "\u0300", "\r", "\n", "\r\n", "\t", " ", "'", "\"", "<", ">", "/", "=", ":", "xmlns", "xml", "stream:",
    ];

    /// <summary>Bytes that are no UTF-8: overlong forms, surrogates, beyond U+10FFFF, cut off, stray.</summary>
    public static readonly byte[][] BrokenBytes =
    [
        [0xC0, 0x80], [0xC1, 0xBF], [0xC0, 0xBC], [0xE0, 0x80, 0xBC], [0xE0, 0x9F, 0xBF], [0xF0, 0x80, 0x80, 0xBC], [0xF0, 0x8F, 0xBF, 0xBF],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
        [0x80], [0xBF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x97], [0xFE], [0xFF], [0xFE, 0xFF], [0xFF, 0xFE], [0xE2, 0x28, 0xA1], [0xC3, 0x28], [0xEF, 0xBB, 0xBF], [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF],
    ];
}
