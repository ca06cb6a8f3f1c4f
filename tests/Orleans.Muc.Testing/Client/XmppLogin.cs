using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Orleans.Muc.Testing;

/// <summary>From an open connection to a bound resource: STARTTLS where needed, SASL, resource binding (RFC 6120 §5 to §7).</summary>
internal static class XmppLogin
{
    private static readonly string[] Known = ["PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"];

    /// <summary>Opens the stream and, where the settings or the server want it, moves into TLS. Returns the features.</summary>
    public static async Task<XElement> OpenAsync(XmppLink link, ClientSettings settings)
    {
        var features = await link.OpenAsync(settings.Domain);
        var offer = features.Element(ScansionNames.Tls + "starttls");
        if (offer is null)
            return settings.StartTls == StartTls.Require ? throw ScenarioException.Unexpected("STARTTLS is not offered", features) : features;
        var needed = offer.Element(ScansionNames.Tls + "required") is not null || !Mechanisms(features).Any();
        if (settings.StartTls == StartTls.Auto && !needed)
            return features;
        await link.WriteAsync($"<starttls xmlns='{ScansionNames.TlsNs}'/>");
        var answer = await link.NextInTimeAsync();
        if (answer.Name != ScansionNames.Tls + "proceed")
            throw ScenarioException.Unexpected("STARTTLS refused", answer);
        await link.SecureAsync(settings.Domain);
        return await link.OpenAsync(settings.Domain);
    }

    /// <summary>Opens, authenticates and binds; returns the full JID.</summary>
    public static async Task<string> RunAsync(XmppLink link, ClientSettings settings)
    {
        var features = await AuthenticateAsync(link, settings, await OpenAsync(link, settings));
        if (features.Element(ScansionNames.Bind + "bind") is null)
            throw ScenarioException.Unexpected("resource binding is not offered", features);
        var resource = settings.Resource is { } wanted ? $"<resource>{StanzaText.Escape(wanted)}</resource>" : "";
        var bound = await link.AskAsync($"<iq type='set' id='bind1'><bind xmlns='{ScansionNames.BindNs}'>{resource}</bind></iq>");
        var jid = bound.Descendants(ScansionNames.Bind + "jid").FirstOrDefault()?.Value ?? throw ScenarioException.Unexpected("resource binding failed", bound);
        var session = features.Element(ScansionNames.Session + "session");
        if (session is not null && session.Element(ScansionNames.Session + "optional") is null)
            await link.AskAsync($"<iq type='set' id='sess1'><session xmlns='{ScansionNames.SessionNs}'/></iq>");
        return jid;
    }

    private static async Task<XElement> AuthenticateAsync(XmppLink link, ClientSettings settings, XElement features)
    {
        var offered = Mechanisms(features).ToList();
        var wanted = settings.Mechanism is { } only ? [only] : Known;
        var mechanism = wanted.FirstOrDefault(offered.Contains)
            ?? throw new ScenarioException($"no usable SASL mechanism for {settings.BareJid}; wanted {string.Join(' ', wanted)}, offered: {string.Join(' ', offered)}");
        if (mechanism == "PLAIN")
            await StepAsync(link, settings, Auth(mechanism, $"\0{settings.User}\0{settings.Password}"), "success");
        else
            await ScramAsync(link, settings, mechanism);
        return await link.OpenAsync(settings.Domain);
    }

    private static async Task ScramAsync(XmppLink link, ClientSettings settings, string mechanism)
    {
        var hash = mechanism == "SCRAM-SHA-1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        var exchange = new ScramExchange(hash, settings.User, settings.Password);
        var challenge = await StepAsync(link, settings, Auth(mechanism, exchange.First), "challenge");
        var response = Convert.ToBase64String(Encoding.UTF8.GetBytes(exchange.Final(challenge)));
        var final = await StepAsync(link, settings, $"<response xmlns='{ScansionNames.SaslNs}'>{response}</response>", "success");
        if (!exchange.Verifies(final))
            throw new ScenarioException("the server's SCRAM signature is wrong");
    }

    private static async Task<string> StepAsync(XmppLink link, ClientSettings settings, string xml, string expected)
    {
        await link.WriteAsync(xml);
        var answer = await link.NextInTimeAsync();
        if (answer.Name != ScansionNames.Sasl + expected)
            throw ScenarioException.Unexpected($"login of {settings.BareJid} failed", answer);
        return Encoding.UTF8.GetString(Convert.FromBase64String(answer.Value));
    }

    private static string Auth(string mechanism, string initial) =>
        $"<auth xmlns='{ScansionNames.SaslNs}' mechanism='{mechanism}'>{Convert.ToBase64String(Encoding.UTF8.GetBytes(initial))}</auth>";

    private static IEnumerable<string> Mechanisms(XElement features) => features.Descendants(ScansionNames.Sasl + "mechanism").Select(name => name.Value);
}
