using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>What an account's password leaves behind: SCRAM keys for both hashes, each under a salt of its own. The password is kept nowhere.</summary>
public sealed record Credentials(ScramKeys Sha1, ScramKeys Sha256)
{
    /// <summary>Rounds of PBKDF2. RFC 7677 §4 asks for at least 4096; clients do the same work at each login.</summary>
    public const int Iterations = 10_000;

    /// <summary>RFC 5802 leaves the size open; 16 bytes never repeat by chance.</summary>
    public const int SaltBytes = 16;

    /// <param name="preparedPassword">As <see cref="Passwords.TryPrepare"/> made it.</param>
    /// <param name="random">The salts come from here.</param>
    public static Credentials Derive(string preparedPassword, FillRandom random)
    {
        ArgumentException.ThrowIfNullOrEmpty(preparedPassword);
        ArgumentNullException.ThrowIfNull(random);
        return new Credentials(Keys(ScramHash.Sha1), Keys(ScramHash.Sha256));

        ScramKeys Keys(ScramHash hash)
        {
            var salt = new byte[SaltBytes];
            random(salt);
            return ScramKeys.Derive(preparedPassword, hash, salt, Iterations);
        }
    }

    public ScramKeys For(ScramHash hash) => hash == ScramHash.Sha1 ? Sha1 : Sha256;
}
