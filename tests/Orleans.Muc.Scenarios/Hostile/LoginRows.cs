namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>Logins that must fail, each for its own reason (RFC 6120 §6.5, RFC 4616, RFC 5802).</summary>
internal static class LoginRows
{
    private const string Sasl = "urn:ietf:params:xml:ns:xmpp-sasl";

    public static IEnumerable<Row> All => [.. Plain, .. Scram, .. Mechanisms, .. Proofs, .. Places];

    private static IEnumerable<Row> Plain =>
    [
        Fails("a wrong password", Approach.Plain(password: "wrong"), "not-authorized"),
        Fails("an account that does not exist", Approach.Plain("nobody"), "not-authorized"),
        Fails("a name no account can have", Approach.Plain("mer cutio"), "not-authorized"),
        Fails("a name of control characters", Approach.Plain("mer\u0007cutio"), "not-authorized"),
        Fails("an address in place of the name", Approach.Plain("mercutio@localhost"), "not-authorized"),
        Fails("an overlong name", Approach.Plain(new string('m', 1_100)), "not-authorized"),
        Fails("a password no account can have", Approach.Plain(password: "que\u0000\u0000en"), "malformed-request"),
        Fails("a password of a control character", Approach.Plain(password: "queen\u0007mab"), "not-authorized"),
        Fails("a long wrong password", Approach.Plain(password: new string('p', 5_000)), "not-authorized"),
        Fails("another's identity", Approach.Plain(authzid: "juliet@localhost"), "invalid-authzid"),
        Fails("another's identity at another domain", Approach.Plain(authzid: "mercutio@capulet.lit"), "invalid-authzid"),
        Fails("the server's identity", Approach.Plain(authzid: "localhost"), "invalid-authzid"),
        Fails("an identity with a resource", Approach.Plain(authzid: "mercutio@localhost/x"), "invalid-authzid"),
        Fails("an identity that is no address", Approach.Plain(authzid: "@@"), "invalid-authzid"),
        Fails("no separators", Approach.Auth("PLAIN", "mercutio"), "malformed-request"),
        Fails("one separator", Approach.Auth("PLAIN", "mercutio\0queen mab"), "malformed-request"),
        Fails("no name", Approach.Plain(user: ""), "malformed-request"),
        Fails("no password", Approach.Plain(password: ""), "malformed-request"),
        Fails("nothing", $"<auth xmlns='{Sasl}' mechanism='PLAIN'>=</auth>", "malformed-request"),
        Fails("bytes that are no UTF-8", $"<auth xmlns='{Sasl}' mechanism='PLAIN'>AP//AP8=</auth>", "malformed-request"),
    ];

    private static IEnumerable<Row> Scram =>
    [
        Fails("SCRAM as another", Approach.Auth("SCRAM-SHA-1", "n,a=juliet@localhost,n=mercutio,r=x"), "invalid-authzid"),
        Fails("SCRAM without a name", Approach.Auth("SCRAM-SHA-1", "n,,n=,r=x"), "malformed-request"),
        Fails("SCRAM without a nonce", Approach.Auth("SCRAM-SHA-256", "n,,n=mercutio"), "malformed-request"),
        Fails("SCRAM with an empty nonce", Approach.Auth("SCRAM-SHA-256", "n,,n=mercutio,r="), "malformed-request"),
        Fails("SCRAM with a nonce of control characters", Approach.Auth("SCRAM-SHA-256", "n,,n=mercutio,r=a\u0007b"), "malformed-request"),
        Fails("SCRAM with a mandatory extension", Approach.Auth("SCRAM-SHA-256", "n,,m=x,n=mercutio,r=x"), "malformed-request"),
        Fails("SCRAM with a bad escape", Approach.Auth("SCRAM-SHA-1", "n,,n=mer=41cutio,r=x"), "malformed-request"),
        Fails("SCRAM with a binding where there is no channel", Approach.Auth("SCRAM-SHA-1", "p=tls-unique,,n=mercutio,r=x"), "malformed-request"),
        Fails("SCRAM with an unknown flag", Approach.Auth("SCRAM-SHA-1", "z,,n=mercutio,r=x"), "malformed-request"),
        Fails("SCRAM of nothing but commas", Approach.Auth("SCRAM-SHA-1", new string(',', 500)), "malformed-request"),
    ];

    private static IEnumerable<Row> Mechanisms =>
    [
        Fails("a mechanism nobody offered", Approach.Auth("DIGEST-MD5", "x"), "invalid-mechanism"),
        Fails("the mechanism EXTERNAL", Approach.Auth("EXTERNAL", "mercutio@localhost"), "invalid-mechanism"),
        Fails("the mechanism ANONYMOUS", Approach.Auth("ANONYMOUS", "x"), "invalid-mechanism"),
        Fails("a mechanism in small letters", Approach.Auth("plain", "\0mercutio\0queen mab"), "invalid-mechanism"),
        Fails("a mechanism for TLS without TLS", Approach.Auth("SCRAM-SHA-256-PLUS", "p=tls-server-end-point,,n=mercutio,r=x"), "invalid-mechanism"),
        Fails("no mechanism", $"<auth xmlns='{Sasl}'>=</auth>", "invalid-mechanism"),
        Fails("a mechanism of a thousand letters", Approach.Auth(new string('M', 1_000), "x"), "invalid-mechanism"),
        Fails("no base64", $"<auth xmlns='{Sasl}' mechanism='PLAIN'>***</auth>", "incorrect-encoding"),
        Fails("base64 without its padding", $"<auth xmlns='{Sasl}' mechanism='PLAIN'>AG1lcmN1dGlvAHE</auth>", "incorrect-encoding"),
        Fails("white space in base64", $"<auth xmlns='{Sasl}' mechanism='PLAIN'> AG1lcmN1dGlvAHg= </auth>", "incorrect-encoding"),
    ];

    private static IEnumerable<Row> Proofs =>
    [
        Proof("a wrong proof", $"c=biws,r={Approach.Nonce},p=AAAA", "not-authorized"),
        Proof("no proof", $"c=biws,r={Approach.Nonce}", "malformed-request"),
        Proof("an empty proof", "", "malformed-request"),
        Proof("a proof of nonsense", "n,,n=mercutio,r=x", "malformed-request"),
        Proof("a proof that is not base64", $"c=biws,r={Approach.Nonce},p=***", "malformed-request"),
        Proof("another nonce", "c=biws,r=another,p=AAAA", "not-authorized"),
        Proof("another channel", $"c=eSws,r={Approach.Nonce},p=AAAA", "not-authorized"),
        Row.NoLogin(Phase.Authenticating, "a proof without base64 around it", $"<response xmlns='{Sasl}'>c=biws</response>", "incorrect-encoding"),
        Row.NoLogin(Phase.Authenticating, "an abort", $"<abort xmlns='{Sasl}'/>", "aborted"),
    ];

    private static IEnumerable<Row> Places =>
    [
        Row.NoLogin(Phase.InTheClear, "PLAIN in the clear where TLS is required", Approach.Plain(), "encryption-required"),
        Row.NoLogin(Phase.InTheClear, "SCRAM in the clear where TLS is required", Approach.Auth("SCRAM-SHA-256", "n,,n=mercutio,r=x"), "encryption-required"),
        Row.NoLogin(Phase.InTheClear, "an unknown mechanism in the clear where TLS is required", Approach.Auth("X", "x"), "encryption-required"),
        Row.NoLogin(Phase.Secured, "a wrong password inside TLS", Approach.Plain(password: "wrong"), "not-authorized"),
        Row.NoLogin(Phase.Secured, "a client that was kept from binding (RFC 5802 §6)", Approach.Auth("SCRAM-SHA-256", "y,,n=mercutio,r=x"), "not-authorized"),
        Row.NoLogin(Phase.Secured, "PLUS without a binding", Approach.Auth("SCRAM-SHA-256-PLUS", "n,,n=mercutio,r=x"), "malformed-request"),
        Row.NoLogin(Phase.Secured, "a binding the server does not have", Approach.Auth("SCRAM-SHA-256-PLUS", "p=tls-unique,,n=mercutio,r=x"), "not-authorized"),
        Row.Error(Phase.Opened, "three wrong passwords", Approach.Plain(password: "a") + Approach.Plain(password: "b") + Approach.Plain(password: "c"), "policy-violation"),
        Row.Error(Phase.Opened, "three aborted logins", string.Concat(Enumerable.Repeat($"{Approach.Auth("SCRAM-SHA-1", "n,,n=mercutio,r=x")}<abort xmlns='{Sasl}'/>", 3)), "policy-violation"),
        Row.Error(Phase.Opened, "logins without number", string.Concat(Enumerable.Repeat(Approach.Auth("X", "x"), 60)), "policy-violation"),
    ];

    private static Row Fails(string name, string input, string condition) => Row.NoLogin(Phase.Opened, name, input, condition);

    private static Row Proof(string name, string message, string condition) => Row.NoLogin(Phase.Authenticating, name, Approach.Response(message), condition);
}
