using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>
/// Recognises a password that was right before, so that a client that comes back by PLAIN costs microseconds and not the milliseconds of deriving its keys. Decision: what is kept is a
/// keyed hash, in memory only, under a key that dies with the process, and bound to the stored key, so that a changed password is never recognised. A wrong password always costs the derivation, and
/// derivations wait for each other.
/// </summary>
internal sealed class ProvenPasswords
{
    /// <summary>Accounts kept, about 150 bytes each; then all are forgotten.</summary>
    public const int Most = 100_000;

    /// <summary>Half of the processors: a crowd that logs in for the first time, or guesses, leaves the others to those who are in.</summary>
    private static readonly SemaphoreSlim Derivations = new(Math.Max(1, Environment.ProcessorCount / 2));

    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly Lock gate = new();
    private readonly Dictionary<Jid, byte[]> proven = [];

    /// <summary>Whether this is the account's password.</summary>
    /// <param name="account">A bare JID.</param>
    /// <param name="keys">The account's keys as they are stored now.</param>
    /// <param name="preparedPassword">As <see cref="Passwords.TryPrepare"/> made it.</param>
    public async ValueTask<bool> Verify(Jid account, ScramKeys keys, string preparedPassword)
    {
        byte[] proof = [.. keys.StoredKey, .. Encoding.UTF8.GetBytes(preparedPassword)];
        var mark = HMACSHA256.HashData(secret, proof);
        if (Known(account) is { } known && CryptographicOperations.FixedTimeEquals(known, mark))
            return true;
        await Derivations.WaitAsync();
        try
        {
            if (!keys.VerifyPassword(preparedPassword))
                return false;
        }
        finally
        {
            Derivations.Release();
        }

        Remember(account, mark);
        return true;
    }

    private byte[]? Known(Jid account)
    {
        lock (gate)
            return proven.GetValueOrDefault(account);
    }

    private void Remember(Jid account, byte[] mark)
    {
        lock (gate)
        {
            if (proven.Count >= Most)
                proven.Clear();
            proven[account] = mark;
        }
    }
}
