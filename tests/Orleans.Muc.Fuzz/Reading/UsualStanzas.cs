namespace Orleans.Muc.Fuzz.Reading;

/// <summary>Stanzas as clients write them all day, and others that differ from them in just one thing.</summary>
internal static class UsualStanzas
{
    /// <summary>For these the reader has its short way.</summary>
    public static readonly string[] Usual =
    [
        "<message to='verona@conference.localhost' type='groupchat' id='m1'><body>Wherefore art thou?</body><origin-id xmlns='urn:xmpp:sid:0' id='m1'/><active xmlns='http://jabber.org/protocol/chatstates'/></message>",
        "<message xmlns=\"jabber:client\" to=\"verona@conference.localhost\" type=\"groupchat\" id=\"m2\"><body>A rose</body><x xmlns=\"jabber:x:oob\"><url>https://example.org/rose.png</url></x></message>",
        "<message to='juliet@localhost/balcony' from='romeo@localhost/orchard' type='chat' id='m3' xml:lang='it'><body xml:lang='de'>Ja &amp; nein &lt;3 &#x1F339; ]] &gt;</body><thread parent='p'>t</thread></message>",
        "<message id='&lt;4' to='J\u00FCliet@localhost' type='headline'><subject/><body>a\r\nb\tc \u4E2D\u6587 \U0001F5E1</body></message>",
        "<message to='a@b'>between<a xmlns=''/> the <b xmlns='jabber:client'><b/></b>\nchildren</message>",
        "<message><a xmlns='urn:1'/><a xmlns='urn:2'/><a/><a/><a/><a/><a/><a>8</a></message>",
        "<message><body>xmlns='urn:x'</body><a>xmlns=\"urn:x</a></message>",
        "<message><x xmlns='urn:x' to='1' from='2' id='3' type='4' xml:lang='5' a='6' b='7' c='8' d='9'/></message>",
        "<presence to='verona@conference.localhost/Romeo' id='j'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='q07='/></presence>",
        "<presence type=\"unavailable\" to=\"verona@conference.localhost/Romeo\"/>",
        "<presence><show>away</show><status>a caccia</status><priority>-1</priority></presence>",
        "<presence />",
        "<iq type='get' id='q1' to='conference.localhost'><query xmlns='http://jabber.org/protocol/disco#info' node='a&apos;b&quot;c'/></iq>",
        "<iq type='set' id='q2'><query xmlns='urn:xmpp:mam:2' queryid='q'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field></x></query></iq>",
        "<iq type='result' id='q4' from='romeo@localhost/orchard'/>",
        "<iq xmlns='jabber:client' type='error' id='q5'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
    ];

    /// <summary>Right or wrong, these are the scanner's.</summary>
    public static readonly string[] NearMisses =
    [
        "<message  to='a@b'/>", "<message\tto='a@b'/>", "<message to ='a@b'/>", "<message to= 'a@b'/>", "<message to=a@b/>", "<message to='a@b'id='1'/>", "<message to='a@b' to='a@b'/>",
        "<message to='a@b' id='1' id='2'/>", "<message xmlns='jabber:client' xmlns='jabber:client'/>", "<message xmlns='jabber:&#99;lient'/>", "<message xmlns='jabber:server'/>", "<message xmlns=''/>",
        "<message a='1' a='2'/>", "<message id='<'/>", "<message id='\u0001'/>", "<message id='&bogus;'/>", "<message id='&#0;'/>", "<message xml:lang='it' xml:lang='it'/>", "<message xml:langs='it'/>",
        "<message xmlns:a='urn:a'/>", "<message a:to='b'/>", "<message :to='b'/>", "<message to:='b'/>", "<message><a:b/></message>", "<message><a b='1' b='1'/></message>",
        "<message><a xmlns='http://www.w3.org/2000/xmlns/'/></message>", "<message><a xmlns='http://www.w3.org/XML/1998/namespace'/></message>", "<message><a xmlns='&#104;ttp://www.w3.org/2000/xmlns/'/></message>",
        "<message><body></bodY></message>", "<message><body></body ></message>", "<message></messages>", "<messages/>", "<message/ >", "<message></message >", "<iqx/>", "<message><1a/></message>",
        "<message>]]></message>", "<message><body>]]]></body></message>", "<message>&</message>", "<message>& </message>", "<message><a/></message", "<message><a></message></a>", "<message><a><b></a></b></message>",
        "<message>\uFFFE</message>", "<message><body>\uFFFF</body></message>", "<message id='\uFFFF'/>", "<message><\u00E9/></message>", "<message><a\u00E9 \u00E0=''/></message>", "<message><![CDATA[x]]></message>", "<message><!-- --></message>", "<message><?x?></message>",
        "<message><a/><a/><a/><a/><a/><a/><a/><a/><a/></message>", "<message><x a='' b='' c='' d='' e='' f='' g='' h='' i=''/></message>",
    ];
}
