namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>Stanzas of a logged-in client that are well-formed and still wrong (RFC 6120 §8, RFC 6121 §8): each is answered once, errors and results never, and the stream goes on.</summary>
internal static class StanzaRows
{
    private const string Ping = "<ping xmlns='urn:xmpp:ping'/>";
    private const string Room = HostileServer.Room;

    public static IEnumerable<Row> All => [.. Addresses, .. Iqs, .. Rooms, .. Silence];

    private static IEnumerable<Row> Addresses =>
        from to in new[] { "", "@localhost", "a@", "localhost/", "a@@localhost", "a b@localhost", "juliet@local host", "juliet@localhost/\u0085", new string('j', 1_100) + "@localhost" }
        from kind in new[] { "message", "presence", "iq" }
        select Row.Refused(
            $"a{(kind == "iq" ? "n" : "")} {kind} to \"{(to.Length > 30 ? "an overlong name" : to.Replace("\u0085", "(control)", StringComparison.Ordinal))}\"",
            kind == "iq" ? $"<iq type='get' id='1' to='{to}'>{Ping}</iq>" : $"<{kind} to='{to}' id='1'/>",
            "jid-malformed");

    private static IEnumerable<Row> Iqs =>
    [
        Row.Refused("an iq without an id", $"<iq type='get' to='localhost'>{Ping}</iq>", "bad-request"),
        Row.Refused("an iq without a type", $"<iq id='1' to='localhost'>{Ping}</iq>", "bad-request"),
        Row.Refused("an iq of an unknown type", $"<iq type='push' id='1' to='localhost'>{Ping}</iq>", "bad-request"),
        Row.Refused("a get without a child", "<iq type='get' id='1' to='localhost'/>", "bad-request"),
        Row.Refused("a set with two children", $"<iq type='set' id='1' to='localhost'>{Ping}{Ping}</iq>", "bad-request"),
        Row.Refused("a request nobody knows, to the server", "<iq type='get' id='1' to='localhost'><query xmlns='urn:nobody'/></iq>", "service-unavailable"),
        Row.Refused("a request nobody knows, to oneself", "<iq type='set' id='1'><query xmlns='urn:nobody'/></iq>", "service-unavailable"),
        Row.Refused("a request nobody knows, to the service", "<iq type='set' id='1' to='conference.localhost'><query xmlns='urn:nobody'/></iq>", "service-unavailable"),
        Row.Refused("a publication without a node (CVE-2011-4320)", "<iq type='set' id='1' to='localhost'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish/></pubsub></iq>", "service-unavailable"),
        Row.Refused("a request to another server", $"<iq type='get' id='1' to='capulet.lit'>{Ping}</iq>", "remote-server-not-found"),
        Row.Refused("a request to nobody's resource", $"<iq type='get' id='1' to='nobody@localhost/x'>{Ping}</iq>", "service-unavailable"),
        Row.Refused("a message to nobody", "<message id='1' to='nobody@localhost'><body>x</body></message>", "service-unavailable"),
        Row.Refused("a message to another server", "<message id='1' to='juliet@capulet.lit'><body>x</body></message>", "remote-server-not-found"),
        Row.Refused("a change of another's password", "<iq type='set' id='1' to='localhost'><query xmlns='jabber:iq:register'><username>juliet</username><password>x</password></query></iq>", "not-allowed"),
        Row.Refused("an empty new password", "<iq type='set' id='1' to='localhost'><query xmlns='jabber:iq:register'><username>mercutio</username><password/></query></iq>", "bad-request"),
        Row.Refused("a removal with something beside it", "<iq type='set' id='1' to='localhost'><query xmlns='jabber:iq:register'><remove/><username>juliet</username></query></iq>", "bad-request"),
        Row.Refused("a request with an id of markup", $"<iq type='get' id='&lt;&amp;&apos;&quot;' to='capulet.lit'>{Ping}</iq>", "remote-server-not-found"),
        Row.Refused("another's roster", "<iq type='get' id='1' to='juliet@localhost'><query xmlns='jabber:iq:roster'/></iq>", "service-unavailable"),
    ];

    private static IEnumerable<Row> Rooms =>
    [
        Row.Refused("a line in a room one is not in", $"<message type='groupchat' id='1' to='{Room}'><body>x</body></message>", "not-acceptable"),
        Row.Refused("a private message into a room one is not in", $"<message type='chat' id='1' to='{Room}/Juliet'><body>x</body></message>", "not-acceptable"),
        Row.Refused("a subject in a room one is not in", $"<message type='groupchat' id='1' to='{Room}'><subject>x</subject></message>", "not-acceptable"),
        Row.Refused("a nick of a control character", $"<presence id='1' to='{Room}/\u0085'><x xmlns='http://jabber.org/protocol/muc'/></presence>", "jid-malformed"),
        Row.Refused("entering without a nick", $"<presence id='1' to='{Room}'><x xmlns='http://jabber.org/protocol/muc'/></presence>", "jid-malformed"),
        Row.Refused("another's nick", $"<presence id='1' to='{Room}/Juliet'><x xmlns='http://jabber.org/protocol/muc'/></presence>", "conflict"),
        Row.Refused("the configuration of another's room", $"<iq type='get' id='1' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#owner'/></iq>", "forbidden"),
        Row.Refused("the end of another's room", $"<iq type='set' id='1' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query></iq>", "forbidden"),
        Row.Refused("the ban list of another's room (CVE-2021-37601)", $"<iq type='get' id='1' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='outcast'/></query></iq>", "forbidden"),
        Row.Refused("the owner list of another's room", $"<iq type='get' id='1' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='owner'/></query></iq>", "forbidden"),
        Row.Refused("a ban in another's room", $"<iq type='set' id='1' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='outcast' jid='juliet@localhost'/></query></iq>", "forbidden"),
        Row.Refused("an affiliation nobody knows", $"<iq type='set' id='1' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='king' jid='juliet@localhost'/></query></iq>", "bad-request"),
        Row.Refused("a request nobody knows, to a room", $"<iq type='get' id='1' to='{Room}'><query xmlns='urn:nobody'/></iq>", "service-unavailable"),
        Row.Refused("a message to the service itself", "<message id='1' to='conference.localhost'><body>x</body></message>", "service-unavailable"),
    ];

    private static IEnumerable<Row> Silence =>
    [
        Row.Ignored("a result nobody asked for", "<iq type='result' id='1' to='localhost'/>"),
        Row.Ignored("an error nobody asked for", "<iq type='error' id='1' to='localhost'><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"),
        Row.Ignored("a result for another server", "<iq type='result' id='1' to='capulet.lit'/>"),
        Row.Ignored("an error message to another server", "<message type='error' to='juliet@capulet.lit'><body>x</body></message>"),
        Row.Ignored("an error message to nobody", "<message type='error' to='nobody@localhost'><body>x</body></message>"),
        Row.Ignored("an error message to no address", "<message type='error' to='@@'><body>x</body></message>"),
        Row.Ignored("an error presence to no address", "<presence type='error' to='@@'/>"),
        Row.Ignored("a result to no address", "<iq type='result' id='1' to='@@'/>"),
        Row.Ignored("white space without number", new string(' ', 100_000)),
        Row.Ignored("line ends without number", string.Concat(Enumerable.Repeat("\r\n", 10_000))),
    ];
}
