namespace Orleans.Muc.Gateway.Options;

/// <summary>How the gateway listens and what it allows a client (configuration section <c>Muc:Gateway</c>). Read once, at start.</summary>
public sealed class GatewayOptions
{
    /// <summary>A port that is not listened on.</summary>
    public const int Off = -1;

    /// <summary>A limit that is not applied, for those limits which say that 0 is none.</summary>
    public const int NoLimit = 0;

    /// <summary>The IP address to listen on; <c>0.0.0.0</c> or <c>::</c> for all. The default is seen by this machine only.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port for XMPP with STARTTLS (RFC 6120 §3). 0: any free one; -1: none.</summary>
    public int TcpPort { get; set; } = 5222;

    /// <summary>Port for XMPP that begins with TLS (XEP-0368). 0: any free one; -1: none.</summary>
    public int TlsPort { get; set; } = 5223;

    /// <summary>Port for HTTP and WebSocket (RFC 7395). 0: any free one; -1: none.</summary>
    public int HttpPort { get; set; } = 5280;

    /// <summary>
    /// Whether TLS must stand before logging in or registering (RFC 6120 §5.3.1). False lets passwords travel in the clear: for tests on one
    /// machine.
    /// </summary>
    public bool RequireEncryption { get; set; } = true;

    /// <summary>Bytes of one stanza before authentication. 10,000 is the least that RFC 6120 §13.12 permits, and strangers get no more.</summary>
    public int MaxStanzaBytesBeforeAuthentication { get; set; } = 10_000;

    /// <summary>Bytes of one stanza after authentication. The default is what the large servers grant, so clients are used to it.</summary>
    public int MaxStanzaBytes { get; set; } = 262_144;

    /// <summary>Open elements within a stanza. The deepest payloads in use (forwarded, encrypted, forms) stay below 15.</summary>
    public int MaxDepth { get; set; } = 40;

    /// <summary>Time from the first byte to a bound resource; afterwards an unfinished stream gets <c>connection-timeout</c>.</summary>
    public TimeSpan NegotiationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Bytes that may wait for one client. More, and the policy <c>DisconnectSlowClient</c> applies: what waits is dropped and the stream ends with
    /// <c>resource-constraint</c>. The default holds the presence of a room of 10,000 at once; stanzas for many clients share their bytes.
    /// </summary>
    public int OutboundQueueBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Failed logins on one stream, after which it ends with <c>policy-violation</c> (RFC 6120 §6.4.5 asks for 2 to 5).</summary>
    public int MaxFailedLogins { get; set; } = 3;

    /// <summary>Open connections; later ones are turned away with <c>resource-constraint</c>. 0: none but what the system's limit of open files leaves, which holds in any case.</summary>
    public int MaxConnections { get; set; } = 100_000;

    /// <summary>
    /// Open connections of one IPv4 address, or one IPv6 network of 64 bits; this machine's own counts too. 0: none, e.g. behind a proxy, where all come from one address.
    /// </summary>
    public int MaxConnectionsPerAddress { get; set; } = 1_000;

    /// <summary>Open connections that have not bound a resource yet: what strangers can hold without an account, for <see cref="NegotiationTimeout"/> at most. 0: none.</summary>
    public int MaxNegotiating { get; set; } = 10_000;

    /// <summary>
    /// Bytes a second that a logged-in client may send once its burst is spent; above that it is read more slowly, and nothing is lost. 0: as fast as it likes. A stanza
    /// counts as 512 bytes at least. The default is more than people type, and less than a flood.
    /// </summary>
    public int BytesPerSecond { get; set; } = 20_000;

    /// <summary>Bytes that a logged-in client may send at once after a silence: two of the largest stanzas.</summary>
    public int BurstBytes { get; set; } = 524_288;

    /// <summary>As <see cref="BytesPerSecond"/>, before login; the burst is twice <see cref="MaxStanzaBytesBeforeAuthentication"/>. A login takes some 2,000 bytes. 0: as fast as it likes.</summary>
    public int BytesPerSecondBeforeAuthentication { get; set; } = 2_000;

    /// <summary>
    /// Failed logins of one account from one address within <see cref="FailedLoginWindow"/>, whatever the streams; then <c>temporary-auth-failure</c>, even for the right password. From elsewhere
    /// the owner gets in as always. 0: none.
    /// </summary>
    public int MaxFailedLoginsPerAccount { get; set; } = 10;

    /// <summary>Failed logins of one address within <see cref="FailedLoginWindow"/>, whatever the accounts. 0: none.</summary>
    public int MaxFailedLoginsPerAddress { get; set; } = 100;

    /// <summary>How long failed logins are remembered.</summary>
    public TimeSpan FailedLoginWindow { get; set; } = TimeSpan.FromMinutes(10);

    public RegistrationOptions Registration { get; set; } = new();
}
