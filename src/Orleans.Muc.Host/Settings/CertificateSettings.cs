namespace Orleans.Muc.Host.Settings;

/// <summary>The section <c>Muc:Certificate</c>: a certificate from files, which are read again when they change.</summary>
/// <param name="Path"><c>Path</c>: PEM, the server's own certificate first and those of its issuers behind it; or PKCS#12, by its ending .pfx or .p12.</param>
/// <param name="KeyPath"><c>KeyPath</c>: the private key as PEM; null when it stands in the file of the certificate.</param>
/// <param name="Password"><c>Password</c> of the private key; null for none. A secret.</param>
public sealed record CertificateSettings(string Path, string? KeyPath, string? Password)
{
    private static readonly string[] Pkcs12Endings = [".pfx", ".p12"];

    public bool IsPkcs12 => Pkcs12Endings.Contains(System.IO.Path.GetExtension(Path), StringComparer.OrdinalIgnoreCase);

    /// <summary>What <see cref="object.ToString"/> shows: never the password.</summary>
    public override string ToString() => $"{nameof(CertificateSettings)} {{ Path = {Path}, KeyPath = {KeyPath} }}";

    /// <summary>Reads it and collects what is wrong with it; null when the server makes a certificate for itself.</summary>
    internal static CertificateSettings? Read(SettingsReader reader)
    {
        var (path, keyPath, password) = (reader.TextOrNone("Certificate:Path"), reader.TextOrNone("Certificate:KeyPath"), reader.TextOrNone("Certificate:Password"));
        if (path is null)
        {
            if (keyPath is not null || password is not null)
                reader.Mistakes.Add($"Muc:Certificate:{(keyPath is null ? "Password" : "KeyPath")} is set, but no Muc:Certificate:Path for it to belong to.");
            return null;
        }

        var certificate = new CertificateSettings(path, keyPath, password);
        if (certificate.IsPkcs12 && keyPath is not null)
            reader.Mistakes.Add($"Muc:Certificate:KeyPath is set, but {path} is PKCS#12, which holds its key itself; leave it out.");
        return certificate;
    }
}
