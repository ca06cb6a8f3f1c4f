using System.Net;

namespace Orleans.Muc.Gateway.Listening;

/// <summary>What is spoken on an endpoint.</summary>
public enum GatewayTransport
{
    /// <summary>XMPP with STARTTLS.</summary>
    Tcp,

    /// <summary>XMPP inside TLS from the first byte.</summary>
    Tls,
}

/// <summary>An address the gateway listens on, with the port it really got.</summary>
public sealed record GatewayEndpoint(GatewayTransport Transport, IPEndPoint Address);
