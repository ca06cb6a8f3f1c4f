namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>Things in the wrong order (RFC 6120 §4.9.3.12, §4.9.3.24, §5.4.2.2, §7.1): stanzas before login and binding, negotiation that is over or was never begun.</summary>
internal static class OrderRows
{
    private const string Message = "<message to='juliet@localhost'><body>Hi</body></message>";
    private const string Presence = "<presence to='witnesses@conference.localhost/Mercutio'><x xmlns='http://jabber.org/protocol/muc'/></presence>";
    private const string Iq = "<iq type='get' id='1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
    private const string Roster = "<iq type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>";
    private const string OldLogin = "<iq type='set' id='1'><query xmlns='jabber:iq:auth'><username>mercutio</username><password>queen mab</password><resource>x</resource></query></iq>";
    private const string StartTls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    private const string Response = "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
    private const string Success = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
    private const string Enable = "<enable xmlns='urn:xmpp:sm:3' resume='true'/>";
    private const string Resume = "<resume xmlns='urn:xmpp:sm:3' previd='guess' h='0'/>";
    private const string Compress = "<compress xmlns='http://jabber.org/protocol/compress'><method>zlib</method></compress>";
    private const string Handshake = "<handshake xmlns='jabber:component:accept'>aaee83c26aeeafcbabeabfcbcd50df997e0a2a1e</handshake>";
    private const string Features = "<stream:features/>";
    private const string Register = "<iq type='get' id='1'><query xmlns='jabber:iq:register'/></iq>";

    public static IEnumerable<Row> All => [.. Stanzas, .. Negotiation, .. Errors, .. Requests];

    private static IEnumerable<Row> Stanzas =>
        from phase in new[] { Phase.Opened, Phase.InTheClear, Phase.Secured, Phase.Authenticating, Phase.Binding }
        from stanza in new[] { ("a message", Message), ("a presence to a room", Presence), ("a ping", Iq), ("a roster request", Roster), ("a login of the old kind (XEP-0078)", OldLogin) }
        select Row.Error(phase, $"{stanza.Item1} too early", stanza.Item2, "not-authorized");

    private static IEnumerable<Row> Negotiation =>
    [
        Unsupported(Phase.Opened, "a proof nobody asked for", Response),
        Unsupported(Phase.Opened, "an abort of nothing", "<abort xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"),
        Unsupported(Phase.Opened, "success, said by the client", Success),
        Unsupported(Phase.Opened, "stream management before login", Enable),
        Unsupported(Phase.Opened, "a resumption before login", Resume),
        Unsupported(Phase.Opened, "compression (XEP-0138), which is not offered", Compress),
        Unsupported(Phase.Opened, "a component's handshake", Handshake),
        Unsupported(Phase.Opened, "features, said by the client", Features),
        Unsupported(Phase.Opened, "a message of another namespace", "<message xmlns='urn:other'/>"),
        Unsupported(Phase.Opened, "STARTTLS of another namespace", "<starttls xmlns='urn:other'/>"),
        Unsupported(Phase.Opened, "a login of another namespace", "<auth xmlns='urn:other' mechanism='PLAIN'>AG1lcmN1dGlvAHg=</auth>"),
        Unsupported(Phase.Opened, "a dialback key", "<db:result xmlns:db='jabber:server:dialback' from='capulet.lit' to='localhost'>key</db:result>"),
        Unsupported(Phase.Authenticating, "STARTTLS in the middle of a login", StartTls),
        Unsupported(Phase.Authenticating, "a login in the middle of a login", Approach.Plain()),
        Unsupported(Phase.Binding, "a login after login", Approach.Plain()),
        Unsupported(Phase.Binding, "STARTTLS after login", StartTls),
        Unsupported(Phase.Binding, "a proof after login", Response),
        Unsupported(Phase.Binding, "compression after login, which is not offered", Compress),
        Row.Error(Phase.Binding, "a registration after login", Register, "not-authorized"),
        Unsupported(Phase.Bound, "a login after binding", Approach.Plain()),
        Unsupported(Phase.Bound, "STARTTLS after binding", StartTls),
        Unsupported(Phase.Bound, "features after binding", Features),
        Unsupported(Phase.Bound, "compression after binding, which is not offered", Compress),
        Unsupported(Phase.Bound, "an element nobody knows", "<wherefore xmlns='urn:art:thou'/>"),
        Row.Of(Phase.Secured, "STARTTLS inside TLS", StartTls, Outcome.TlsFailure),
    ];

    /// <summary>Decision: a client that ends the stream with an error of its own gets the end tag (RFC 6120 §4.9.1.1), not an error about its error.</summary>
    private static IEnumerable<Row> Errors =>
        from phase in new[] { Phase.Opened, Phase.Authenticating, Phase.Binding, Phase.Bound }
        select Row.Of(phase, "a stream error, said by the client", "<stream:error><undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>", Outcome.Ended);

    private static IEnumerable<Row> Requests =>
    [
        Row.Of(Phase.InTheClear, "a registration in the clear where TLS is required", Register, Outcome.StanzaError, "not-allowed"),
        Row.Of(Phase.Opened, "a registration without a name", "<iq type='set' id='1'><query xmlns='jabber:iq:register'><password>x</password></query></iq>", Outcome.StanzaError, "not-acceptable"),
        Row.Of(Phase.Opened, "a registration of an account that is there", "<iq type='set' id='1'><query xmlns='jabber:iq:register'><username>mercutio</username><password>x</password></query></iq>", Outcome.StanzaError, "conflict"),
        Row.Of(Phase.Opened, "a registration of a name no account can have", "<iq type='set' id='1'><query xmlns='jabber:iq:register'><username>a b</username><password>x</password></query></iq>", Outcome.StanzaError, "not-acceptable"),
        Row.Of(Phase.Opened, "a removal before login", "<iq type='set' id='1'><query xmlns='jabber:iq:register'><remove/></query></iq>", Outcome.StanzaError, "unexpected-request"),
        Row.Of(Phase.Binding, "a resource of a control character", Approach.Bind("&#x85;"), Outcome.StanzaError, "bad-request"),
        Row.Of(Phase.Binding, "an overlong resource", Approach.Bind(new string('r', 2_000)), Outcome.StanzaError, "bad-request"),
        Row.Of(Phase.Binding, "binding by a get", "<iq type='get' id='1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", Outcome.StanzaError, "bad-request"),
        Row.Of(Phase.Bound, "binding twice", Approach.Bind("second"), Outcome.StanzaError, "not-allowed"),
    ];

    private static Row Unsupported(Phase phase, string name, string input) => Row.Error(phase, name, input, "unsupported-stanza-type");
}
