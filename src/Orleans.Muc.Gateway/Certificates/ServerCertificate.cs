using System.Security.Cryptography.X509Certificates;

namespace Orleans.Muc.Gateway.Certificates;

/// <summary>What the server shows in a TLS handshake.</summary>
/// <param name="Leaf">Its own certificate, with the private key.</param>
/// <param name="Issuers">Those that lead from there to one which clients know (RFC 8446 §4.4.2), as far as they were given.</param>
public sealed record ServerCertificate(X509Certificate2 Leaf, X509Certificate2Collection Issuers)
{
    public ServerCertificate(X509Certificate2 leaf)
        : this(leaf, [])
    {
    }
}
