using System.Text;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>
/// Beginnings that are none (RFC 6120 §4.7, §4.8, §4.9.3, §11.5, §11.6). The error comes after a header of the server's (§4.9.1.2).
/// Decisions: a header without an address is <c>improper-addressing</c>; one of a wrong namespace is <c>invalid-namespace</c>, whatever its name; XML 1.1 is <c>restricted-xml</c>.
/// </summary>
internal static class HeaderRows
{
    private const string Declaration = "<?xml version='1.0'?>";

    public static IEnumerable<Row> All => [.. Foreign, .. Encodings, .. Namespaces, .. Versions, .. Addresses, .. Transports];

    private static IEnumerable<Row> Foreign =>
    [
        Of("a web browser", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "not-well-formed"),
        Of("a mail client", "EHLO localhost\r\n", "not-well-formed"),
        Of("text", "hello there", "not-well-formed"),
        Of("a JSON document", "{\"stream\":1}", "not-well-formed"),
        Row.Error(Phase.Connected, "a TLS handshake where the stream begins in the clear", [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3], "not-well-formed"),
        Row.Error(Phase.Connected, "random bytes", [0x9D, 0x13, 0xF0, 0x41, 0x88, 0x3C, 0x3C, 0x00], "not-well-formed"),
        Of("an end tag first", "</stream:stream>", "not-well-formed"),
        Of("a comment before the header", Declaration + "<!-- x -->" + Approach.Header()[Declaration.Length..], "restricted-xml"),
        Of("a processing instruction before the header", Declaration + "<?x y?>", "restricted-xml"),
        Of("a document type before the header", Declaration + "<!DOCTYPE stream:stream>", "restricted-xml"),
        Of("an entity bomb before the header", Declaration + "<!DOCTYPE s [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>", "restricted-xml"),
        Of("two declarations", Declaration + Declaration, "restricted-xml"),
        Of("a declaration after white space", " " + Declaration, "restricted-xml"),
        Of("a declaration without a version", "<?xml encoding='UTF-8'?>", "not-well-formed"),
        Of("an endless declaration", "<?xml version='1.0'" + new string(' ', 400), "policy-violation"),
        Of("a duplicate attribute in the header", Tag("to='localhost' to='localhost' version='1.0'"), "not-well-formed"),
        Of("an undeclared prefix in the header", Tag("to='localhost' x:y='1' version='1.0'"), "not-well-formed"),
        Of("a stanza in place of a header", "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>", "invalid-namespace"),
        Of("a login in place of a header", Approach.Plain(), "invalid-namespace"),
    ];

    private static IEnumerable<Row> Encodings =>
    [
        Coded("UTF-16 with its mark", Encoding.Unicode, withMark: true),
        Coded("big-endian UTF-16 with its mark", Encoding.BigEndianUnicode, withMark: true),
        Coded("UTF-16 without its mark", Encoding.Unicode, withMark: false),
        Coded("big-endian UTF-16 without its mark", Encoding.BigEndianUnicode, withMark: false),
        Coded("UTF-32", Encoding.UTF32, withMark: false),
        Of("the encoding ISO-8859-1", "<?xml version='1.0' encoding='ISO-8859-1'?>", "unsupported-encoding"),
        Of("the encoding UTF-7", "<?xml version='1.0' encoding='UTF-7'?>", "unsupported-encoding"),
        Row.Error(Phase.Connected, "a header that is not UTF-8", [.. Encoding.ASCII.GetBytes(Declaration + "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' to='"), 0xE9, (byte)'\'', (byte)'>'], "unsupported-encoding"),
        Of("XML 1.1", "<?xml version='1.1'?>", "restricted-xml"),
        Of("XML 2.0", "<?xml version='2.0'?>", "not-well-formed"),
    ];

    private static IEnumerable<Row> Namespaces =>
    [
        Of("another stream namespace", "<stream:stream xmlns='jabber:client' xmlns:stream='urn:other' to='localhost' version='1.0'>", "invalid-namespace"),
        Of("no stream namespace", "<stream xmlns='jabber:client' to='localhost' version='1.0'>", "invalid-namespace"),
        Of("another name in the stream namespace", "<stream:steam xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>", "bad-format"),
        Of("the namespace of servers", "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>", "invalid-namespace"),
        Of("the namespace of components", "<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>", "invalid-namespace"),
        Of("no content namespace", "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>", "invalid-namespace"),
    ];

    private static IEnumerable<Row> Versions =>
    [
        Of("no version", Tag("to='localhost'"), "unsupported-version"),
        Of("version 0.9", Tag("to='localhost' version='0.9'"), "unsupported-version"),
        Of("version abc", Tag("to='localhost' version='abc'"), "unsupported-version"),
        Of("version 1", Tag("to='localhost' version='1'"), "unsupported-version"),
        Of("an empty version", Tag("to='localhost' version=''"), "unsupported-version"),
        Of("a negative version", Tag("to='localhost' version='-1.0'"), "unsupported-version"),
        Of("a version that overflows", Tag("to='localhost' version='99999999999.0'"), "unsupported-version"),
    ];

    private static IEnumerable<Row> Addresses =>
    [
        Of("no address", Tag("version='1.0'"), "improper-addressing"),
        Of("a domain that is not served", Approach.Header("capulet.lit"), "host-unknown"),
        Of("the domain of rooms", Approach.Header("conference.localhost"), "host-unknown"),
        Of("an account in place of the domain", Approach.Header("mercutio@localhost"), "host-unknown"),
        Of("a resource behind the domain", Approach.Header("localhost/x"), "host-unknown"),
        Of("an address that is none", Approach.Header("@@"), "host-unknown"),
        Of("an empty address", Approach.Header(""), "host-unknown"),
        Of("an overlong address", Approach.Header(new string('a', 4_000)), "host-unknown"),
        Error("a domain that is not served, after login", Approach.Header("capulet.lit"), "host-unknown"),
        Error("no version, after login", Tag("to='localhost'"), "unsupported-version"),
        Error("a stanza in place of a header, after login", "<presence/>", "invalid-namespace"),
        Error("another login in place of a header, after login", Approach.Plain(), "invalid-namespace"),
        Error("garbage in place of a header, after login", "garbage", "not-well-formed"),
    ];

    private static IEnumerable<Row> Transports =>
    [
        Row.Of(Phase.DirectTls, "a stream in the clear where TLS comes first", Approach.Header(), Outcome.Closed),
        Row.Of(Phase.DirectTls, "a web browser where TLS comes first", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", Outcome.Closed),
        Row.Of(Phase.DirectTls, "a handshake record of nonsense", "\u0016\u0003\u0001\u0000\u0005nonsense", Outcome.Closed),
        Row.Of(Phase.Proceeding, "a stream in the clear in place of the handshake", Approach.Header(), Outcome.Closed),
        Row.Of(Phase.Proceeding, "a login in the clear in place of the handshake", Approach.Plain(), Outcome.Closed),
        Row.Of(Phase.Connected, "a stream that ends where it begins", Approach.Header()[..^1] + "/>", Outcome.Ended),
        Row.Of(Phase.Connected, "a stream that ends at once", Approach.Header() + "</stream:stream>", Outcome.Ended),
    ];

    private static Row Of(string name, string input, string condition) => Row.Error(Phase.Connected, name, input, condition);

    private static Row Error(string name, string input, string condition) => Row.Error(Phase.Authenticated, name, input, condition);

    private static Row Coded(string name, Encoding encoding, bool withMark) =>
        Row.Error(Phase.Connected, name, [.. withMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Approach.Header())], "unsupported-encoding");

    private static string Tag(string attributes) => $"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' {attributes}>";
}
