using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Muc.Gateway.Certificates;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>What the server brings to a TLS handshake. STARTTLS and direct TLS differ in ALPN only.</summary>
internal sealed class TlsOffer(ICertificateSource source)
{
    private static readonly SslApplicationProtocol XmppClient = new("xmpp-client");

    private Prepared? prepared;

    /// <summary>The offer with the certificate as it is now. <paramref name="direct"/>: the connection began with TLS.</summary>
    public (SslServerAuthenticationOptions Options, byte[]? EndPoint) Make(bool direct)
    {
        var current = Prepare();
        return (new SslServerAuthenticationOptions
        {
            ServerCertificateContext = current.Context,
            // RFC 7590 §3.1, RFC 9325 §3.1.1: nothing below 1.2.
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            // A handshake costs the server more than the client: one a connection (CVE-2021-32920).
            AllowRenegotiation = false,
            // XEP-0368 §3: the protocol name of clients; who names none is served too.
            ApplicationProtocols = direct ? [XmppClient] : null,
        }, current.EndPoint);
    }

    /// <summary>
    /// The data of <c>tls-server-end-point</c> (RFC 5929 §4.1): the certificate's hash by the hash function of its signature, SHA-256 in place of
    /// MD5 and SHA-1. Null when the signature has no such function, and the binding is undefined.
    /// </summary>
    internal static byte[]? EndPointOf(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" or // md5RSA, sha1RSA, sha1ECDSA
        "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => SHA256.HashData(certificate.RawDataMemory.Span),
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => SHA384.HashData(certificate.RawDataMemory.Span),
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => SHA512.HashData(certificate.RawDataMemory.Span),
        _ => null,
    };

    private Prepared Prepare()
    {
        var certificate = source.Current;
        if (prepared is { } ready && ReferenceEquals(ready.Certificate, certificate))
            return ready;
        // Two handshakes may both prepare a new certificate; either result serves.
        return prepared = new Prepared(certificate, SslStreamCertificateContext.Create(certificate.Leaf, certificate.Issuers, offline: true), EndPointOf(certificate.Leaf));
    }

    private sealed record Prepared(ServerCertificate Certificate, SslStreamCertificateContext Context, byte[]? EndPoint);
}
