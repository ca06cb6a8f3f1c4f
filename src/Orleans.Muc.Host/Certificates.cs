using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Host.Settings;

namespace Orleans.Muc.Host;

/// <summary>The certificate that the settings name, or one of the server's own.</summary>
internal static class Certificates
{
    /// <exception cref="CertificateFileException">The one that is named can't be used.</exception>
    /// <exception cref="IOException">The server's own can't be.</exception>
    public static ICertificateSource Load(MucSettings settings)
    {
        EnsureHome(settings.DataDirectory);
        return settings.Certificate is { } given
            ? CertificateFiles.Load(new CertificatePlace(given.Path, given.KeyPath, given.Password, given.IsPkcs12), TimeProvider.System)
            : SelfSignedCertificate.LoadOrCreate(settings.DataDirectory, settings.Identity.Domain.Domainpart, TimeProvider.System);
    }

    /// <summary>.NET looks for certificates of its user's own when it begins TLS, and can't begin where it finds no home to look in; a user who is only a number has none.</summary>
    private static void EnsureHome(string directory)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HOME")))
            Environment.SetEnvironmentVariable("HOME", Path.GetFullPath(directory));
    }
}
