using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>
/// The keys of an account. An account that does not exist has keys too: always and on every silo the same ones, and no password fits them, so that a login doesn't tell which accounts exist
/// (RFC 5802 §9 leaves that to the server).
/// </summary>
internal sealed class Credentials(IGrainFactory grains, MucIdentity identity, TimeProvider time)
{
    private const int SaltBytes = 16;

    /// <summary>As accounts have that were made here (RFC 7677 §4). Those of another server may have other ones, and can be told by it, as those that exist.</summary>
    private const int Iterations = 10_000;

    private readonly ProvenPasswords proven = new();
    private byte[]? secret;

    public async ValueTask<ScramKeys> KeysOf(Jid account, ScramHash hash)
    {
        var stored = await Patiently.Call(() => grains.GetGrain<IUserRegistrationGrain>(account.ToString()).GetKeys(hash), Patiently.UntilMoved, time);
        return stored is null ? Invent(account, hash, await Secret()) : stored.ToKeys();
    }

    /// <summary>Whether that is the account's password.</summary>
    public async ValueTask<bool> Verify(Jid account, string preparedPassword) =>
        await proven.Verify(account, await KeysOf(account, ScramHash.Sha256), preparedPassword);

    /// <summary>Not from the certificate, which changes, and on one silo before the others.</summary>
    private async ValueTask<byte[]> Secret() =>
        secret ??= await Patiently.Call(() => grains.GetGrain<IServiceSecretGrain>(identity.Domain.ToString()).Get(), Patiently.UntilMoved, time);

    private static ScramKeys Invent(Jid account, ScramHash hash, byte[] secret)
    {
        var size = hash == ScramHash.Sha1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes;
        return new ScramKeys(hash, Derive("salt")[..SaltBytes], Iterations, Derive("stored")[..size], Derive("server")[..size]);

        byte[] Derive(string purpose) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{purpose}:{hash}:{account}"));
    }
}
