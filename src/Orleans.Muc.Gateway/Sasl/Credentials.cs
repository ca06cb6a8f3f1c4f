using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>
/// The keys of an account. An account that does not exist has keys too: always the same ones while the server keeps its certificate, and no password fits them,
/// so that a login doesn't tell which accounts exist (RFC 5802 §9 leaves that to the server).
/// </summary>
internal sealed class Credentials(IGrainFactory grains, ICertificateSource certificate, TimeProvider time)
{
    private const int SaltBytes = 16;
    private const int SecretBytes = 32;

    /// <summary>Until a real account has shown what the store uses.</summary>
    private const int UsualIterations = 10_000;

    private readonly ProvenPasswords proven = new();
    private readonly byte[] secret = SecretOf(certificate.Current);
    private int iterations = UsualIterations;

    public async ValueTask<ScramKeys> KeysOf(Jid account, ScramHash hash)
    {
        var stored = await Patiently.Call(() => grains.GetGrain<IUserRegistrationGrain>(account.ToString()).GetKeys(hash), Patiently.UntilMoved, time);
        if (stored is null)
            return Invent(account, hash);
        iterations = stored.Iterations;
        return stored.ToKeys();
    }

    /// <summary>Whether that is the account's password.</summary>
    public async ValueTask<bool> Verify(Jid account, string preparedPassword) =>
        await proven.Verify(account, await KeysOf(account, ScramHash.Sha256), preparedPassword);

    /// <summary>
    /// Silos that share a certificate, and a silo that starts again, invent the same keys. Where the private key can't be read (hardware keeps it), the process makes up a secret of its own.
    /// </summary>
    private static byte[] SecretOf(X509Certificate2 certificate)
    {
        try
        {
            using var ec = certificate.GetECDsaPrivateKey();
            using var rsa = ec is null ? certificate.GetRSAPrivateKey() : null;
            if ((ec?.ExportParameters(true).D ?? rsa?.ExportParameters(true).D) is { } key)
                return HKDF.DeriveKey(HashAlgorithmName.SHA256, key, SecretBytes, info: "Orleans.Muc: keys of accounts that do not exist"u8.ToArray());
        }
        catch (CryptographicException)
        {
            // Below.
        }

        return RandomNumberGenerator.GetBytes(SecretBytes);
    }

    private ScramKeys Invent(Jid account, ScramHash hash)
    {
        var size = hash == ScramHash.Sha1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes;
        return new ScramKeys(hash, Derive("salt")[..SaltBytes], iterations, Derive("stored")[..size], Derive("server")[..size]);

        byte[] Derive(string purpose) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{purpose}:{hash}:{account}"));
    }
}
