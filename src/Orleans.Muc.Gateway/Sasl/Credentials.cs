using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>
/// The keys of an account. An account that does not exist has keys too: always the same ones while the process lives, and no password fits them,
/// so that a login doesn't tell which accounts exist (RFC 5802 §9 leaves that to the server).
/// </summary>
internal sealed class Credentials(IGrainFactory grains, TimeProvider time)
{
    private const int SaltBytes = 16;

    /// <summary>Until a real account has shown what the store uses.</summary>
    private const int UsualIterations = 10_000;

    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private int iterations = UsualIterations;

    public async ValueTask<ScramKeys> KeysOf(Jid account, ScramHash hash)
    {
        var stored = await Patiently.Call(() => grains.GetGrain<IUserRegistrationGrain>(account.ToString()).GetKeys(hash), Patiently.UntilMoved, time);
        if (stored is null)
            return Invent(account, hash);
        iterations = stored.Iterations;
        return stored.ToKeys();
    }

    private ScramKeys Invent(Jid account, ScramHash hash)
    {
        var size = hash == ScramHash.Sha1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes;
        return new ScramKeys(hash, Derive("salt")[..SaltBytes], iterations, Derive("stored")[..size], Derive("server")[..size]);

        byte[] Derive(string purpose) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{purpose}:{hash}:{account}"));
    }
}
