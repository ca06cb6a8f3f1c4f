using System.Security.Cryptography;
using System.Text;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>How far the attacker has come before it misbehaves.</summary>
internal enum Phase
{
    /// <summary>Connected; nothing said.</summary>
    Connected,

    /// <summary>Connected to the port where TLS comes first; nothing said.</summary>
    DirectTls,

    /// <summary>The stream is open where logging in in the clear is allowed.</summary>
    Opened,

    /// <summary>The stream is open in the clear where TLS is required.</summary>
    InTheClear,

    /// <summary>STARTTLS was granted; a handshake is due.</summary>
    Proceeding,

    /// <summary>The stream is open inside TLS.</summary>
    Secured,

    /// <summary>A SCRAM login waits for the client's proof.</summary>
    Authenticating,

    /// <summary>Logged in; a stream header is due.</summary>
    Authenticated,

    /// <summary>Logged in and opened; no resource is bound.</summary>
    Binding,

    /// <summary>A resource is bound.</summary>
    Bound,
}

/// <summary>Brings a socket to the phase in which a row of the table begins.</summary>
internal static class Approach
{
    public const string User = "mercutio";
    public const string Password = "queen mab";
    public const string Nonce = "fyko+d2lbbFgONRv9qkxdawL";

    public static string Header(string to = "localhost") =>
        $"<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='{to}' version='1.0'>";

    public static string Auth(string mechanism, string message) =>
        $"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='{mechanism}'>{Base64(message)}</auth>";

    public static string Response(string message) => $"<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{Base64(message)}</response>";

    public static string Plain(string user = User, string password = Password, string authzid = "") => Auth("PLAIN", $"{authzid}\0{user}\0{password}");

    public static string Bind(string resource) => $"<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>{resource}</resource></bind></iq>";

    public static string NewResource() => "r" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>A connection in that phase; what the server said on the way is forgotten.</summary>
    public static async Task<RawLink> ToAsync(Phase phase, HostileServer server)
    {
        var strict = phase is Phase.InTheClear or Phase.Proceeding or Phase.Secured or Phase.DirectTls;
        var address = phase == Phase.DirectTls ? server.Strict.DirectTls : strict ? server.Strict.Host.Gateway : server.Host.Gateway;
        var link = await RawLink.ConnectAsync(address);
        if (phase is Phase.Connected or Phase.DirectTls)
            return link;
        await SayAsync(link, Header(), "</stream:features>");
        if (strict)
            await SecureAsync(link, phase);
        else if (phase == Phase.Authenticating)
            await SayAsync(link, Auth("SCRAM-SHA-256", $"n,,n={User},r={Nonce}"), "</challenge>");
        else if (phase > Phase.Authenticating)
            await LogInAsync(link, phase);
        link.Forget();
        return link;
    }

    private static async Task SecureAsync(RawLink link, Phase phase)
    {
        if (phase == Phase.InTheClear)
            return;
        await SayAsync(link, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "<proceed");
        if (phase == Phase.Proceeding)
            return;
        await link.SecureAsync("localhost");
        await SayAsync(link, Header(), "</stream:features>");
    }

    private static async Task LogInAsync(RawLink link, Phase phase)
    {
        await SayAsync(link, Plain(), "<success");
        if (phase == Phase.Authenticated)
            return;
        await SayAsync(link, Header(), "</stream:features>");
        if (phase == Phase.Bound)
            await SayAsync(link, Bind(NewResource()), "</iq>");
    }

    private static async Task SayAsync(RawLink link, string text, string until)
    {
        link.Forget();
        await link.SendAsync(text);
        await link.ExpectAsync(until);
    }

    private static string Base64(string message) => Convert.ToBase64String(Encoding.UTF8.GetBytes(message));
}
