using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>The hash function of a SCRAM mechanism: SCRAM-SHA-1 (RFC 5802), SCRAM-SHA-256 (RFC 7677).</summary>
public enum ScramHash
{
    Sha1,
    Sha256,
}

/// <summary>What a server keeps instead of a password (RFC 5802 §3): enough to check a proof, not enough to make one.</summary>
/// <param name="Hash">The mechanism's hash function.</param>
/// <param name="Salt">Random bytes, told to every client that asks.</param>
/// <param name="Iterations">Rounds of PBKDF2; RFC 7677 §4 asks for at least 4096.</param>
/// <param name="StoredKey">Hash of the client key.</param>
/// <param name="ServerKey">Key of the server's signature.</param>
[SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "Keys are handed to cryptographic functions, which take arrays and spans.")]
public sealed record ScramKeys(ScramHash Hash, byte[] Salt, int Iterations, byte[] StoredKey, byte[] ServerKey)
{
    /// <summary>Derives the keys of a password (RFC 5802 §3). Slow on purpose: in proportion to <paramref name="iterations"/>.</summary>
    /// <param name="preparedPassword">As <see cref="Passwords.TryPrepare"/> made it.</param>
    /// <param name="hash">The mechanism's hash function.</param>
    /// <param name="salt">Random, at least 16 bytes.</param>
    /// <param name="iterations">Rounds of PBKDF2.</param>
    public static ScramKeys Derive(string preparedPassword, ScramHash hash, byte[] salt, int iterations)
    {
        var name = NameOf(hash);
        var size = hash == ScramHash.Sha1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes;
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(preparedPassword), salt, iterations, name, size);
        var clientKey = CryptographicOperations.HmacData(name, salted, "Client Key"u8.ToArray());
        var storedKey = CryptographicOperations.HashData(name, clientKey);
        var serverKey = CryptographicOperations.HmacData(name, salted, "Server Key"u8.ToArray());
        CryptographicOperations.ZeroMemory(salted);
        CryptographicOperations.ZeroMemory(clientKey);
        return new ScramKeys(hash, salt, iterations, storedKey, serverKey);
    }

    /// <summary>Whether these are the keys of that password; compares in constant time.</summary>
    public bool VerifyPassword(string preparedPassword)
    {
        var derived = Derive(preparedPassword, Hash, Salt, Iterations);
        return CryptographicOperations.FixedTimeEquals(derived.StoredKey, StoredKey);
    }

    /// <summary>
    /// Checks a client's proof (RFC 5802 §3): the proof XOR the client signature must hash to the stored key. Compares in constant time.
    /// </summary>
    public bool VerifyProof(ReadOnlySpan<byte> authMessage, ReadOnlySpan<byte> proof)
    {
        var name = NameOf(Hash);
        var clientKey = CryptographicOperations.HmacData(name, StoredKey, authMessage);
        if (proof.Length != clientKey.Length)
            return false;
        for (var i = 0; i < clientKey.Length; i++)
            clientKey[i] ^= proof[i];
        return CryptographicOperations.FixedTimeEquals(CryptographicOperations.HashData(name, clientKey), StoredKey);
    }

    /// <summary>The signature by which the server proves that it holds the keys (RFC 5802 §3).</summary>
    public byte[] SignServer(ReadOnlySpan<byte> authMessage) => CryptographicOperations.HmacData(NameOf(Hash), ServerKey, authMessage);

    private static HashAlgorithmName NameOf(ScramHash hash) => hash == ScramHash.Sha1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
}
