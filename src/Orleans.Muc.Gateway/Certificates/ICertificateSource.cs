namespace Orleans.Muc.Gateway.Certificates;

/// <summary>The server's certificate with its private key. Asked at every handshake, so a new certificate serves the next connection.</summary>
public interface ICertificateSource
{
    /// <summary>The same instance until the certificate changes; owned by the source.</summary>
    ServerCertificate Current { get; }

    /// <summary>Looks whether there is another one, which is <see cref="Current"/> then. Called by one caller at a time, every few seconds. Throws nothing.</summary>
    CertificateNews Refresh() => CertificateNews.None;
}

/// <summary>What <see cref="ICertificateSource.Refresh"/> has found.</summary>
/// <param name="HasChanged">There is another certificate.</param>
/// <param name="Fault">What there is now can't be used, so the one from before stays: a sentence, said once. Null without.</param>
public sealed record CertificateNews(bool HasChanged, string? Fault)
{
    public static CertificateNews None { get; } = new(false, null);
}
