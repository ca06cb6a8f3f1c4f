using System.Security.Cryptography.X509Certificates;

namespace Orleans.Muc.Gateway.Certificates;

/// <summary>The server's certificate with its private key. Asked at every handshake, so a new certificate serves the next connection.</summary>
public interface ICertificateSource
{
    /// <summary>The same instance until the certificate changes; owned by the source.</summary>
    X509Certificate2 Current { get; }
}
