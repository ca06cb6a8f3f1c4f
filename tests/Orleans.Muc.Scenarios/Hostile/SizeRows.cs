using System.Text;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>Too much of something: every budget of the reader is passed, before login and after (RFC 6120 §4.9.3.14, §13.12): always <c>policy-violation</c>.</summary>
internal static class SizeRows
{
    /// <summary>Above Muc:Gateway:MaxStanzaBytesBeforeAuthentication.</summary>
    private const int TooLargeForStrangers = 12_000;

    /// <summary>Above Muc:Gateway:MaxStanzaBytes.</summary>
    private const int TooLarge = 270_000;

    public static IEnumerable<Row> All =>
    [
        .. Endless(TooLargeForStrangers).Select(row => Row.Error(Phase.Opened, row.Name, row.Input, "policy-violation")),
        .. Endless(TooLarge).Select(row => Row.Error(Phase.Bound, row.Name, "<message>" + row.Input, "policy-violation")),
        Row.Error(Phase.Connected, "an endless attribute in the header", Approach.Header()[..^1] + " x='" + new string('a', TooLargeForStrangers), "policy-violation"),
        Row.Error(Phase.Connected, "an endless header", Approach.Header()[..^1] + Repeated(TooLargeForStrangers, n => $" a{n}=''"), "policy-violation"),
        Row.Error(Phase.Authenticating, "an oversize proof", $"<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{new string('A', TooLargeForStrangers)}</response>", "policy-violation"),
        Row.Error(Phase.Opened, "an oversize registration", $"<iq type='set' id='1'><query xmlns='jabber:iq:register'><username>{new string('u', TooLargeForStrangers)}</username></query></iq>", "policy-violation"),
        Row.Error(Phase.Secured, "an oversize login inside TLS", Approach.Plain(new string('u', TooLargeForStrangers)), "policy-violation"),
        Row.Error(Phase.Bound, "an oversize message", $"<message to='{HostileServer.Room}'><body>{new string('b', TooLarge)}</body></message>", "policy-violation"),
        Row.Error(Phase.Bound, "an oversize message of megabytes", $"<message to='{HostileServer.Room}'><body>{new string('b', 3_000_000)}</body></message>", "policy-violation"),
        Row.Error(Phase.Bound, "a long declaration around many children", $"<message xmlns:p='urn:{new string('p', 4_000)}'>{Repeated(2_000, _ => "<p:a/>")}</message>", "policy-violation"),
        Row.Error(Phase.Bound, "elements of a stanza without number", $"<message>{Repeated(60_000, _ => "<a/>")}</message>", "policy-violation"),
    ];

    private static IEnumerable<(string Name, string Input)> Endless(int bytes) =>
    [
        ("deep nesting", Repeated(300, _ => "<a>")),
        ("deep nesting with namespaces", Repeated(2_000, n => $"<a xmlns='urn:{n}'>")),
        ("hundreds of attributes", $"<a {Repeated(1_000, n => $"a{n}='' ")}/>"),
        ("hundreds of declarations", $"<a {Repeated(1_500, n => $"xmlns:p{n}='u' ")}/>"),
        ("an endless attribute", "<a b='" + new string('c', bytes)),
        ("a large attribute", $"<a b='{new string('c', 9_000)}'/>"),
        ("an endless name", "<" + new string('n', bytes)),
        ("an endless attribute name", "<a " + new string('n', bytes)),
        ("endless white space in a tag", "<a" + new string(' ', bytes)),
        ("endless white space in an end tag", "<a></a" + new string(' ', bytes)),
        ("endless text", "<a>" + new string('t', bytes)),
        ("endless CDATA", "<a><![CDATA[" + new string('t', bytes)),
    ];

    private static string Repeated(int atLeast, Func<int, string> part)
    {
        var text = new StringBuilder();
        for (var n = 0; text.Length < atLeast; n++)
            text.Append(part(n));
        return text.ToString();
    }
}
