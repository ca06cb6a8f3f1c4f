using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Muc.Testing;

/// <summary>The client's side of one SCRAM login (RFC 5802, RFC 7677) without channel binding: three messages, each made from the one before.</summary>
[SuppressMessage("Security", "CA5350", Justification = "SCRAM-SHA-1 is what many XMPP clients speak.")]
internal sealed class ScramExchange
{
    private readonly HashAlgorithmName _hash;
    private readonly string _password;
    private readonly string _bareFirst;
    private string _serverSignature = "";

    public ScramExchange(HashAlgorithmName hash, string user, string password)
    {
        (_hash, _password) = (hash, password);
        var name = user.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);
        _bareFirst = $"n={name},r={Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}";
    }

    /// <summary>What the client says first.</summary>
    public string First => "n,," + _bareFirst;

    /// <summary>The proof that answers the server's challenge.</summary>
    public string Final(string challenge)
    {
        var fields = Fields(challenge);
        var iterations = int.Parse(fields["i"], CultureInfo.InvariantCulture);
        var size = _hash == HashAlgorithmName.SHA1 ? 20 : 32;
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(_password), Convert.FromBase64String(fields["s"]), iterations, _hash, size);
        var withoutProof = $"c=biws,r={fields["r"]}";
        var signed = Encoding.UTF8.GetBytes($"{_bareFirst},{challenge},{withoutProof}");
        var clientKey = Mac(salted, "Client Key"u8.ToArray());
        var proof = Mac(CryptographicOperations.HashData(_hash, clientKey), signed);
        for (var i = 0; i < proof.Length; i++)
            proof[i] ^= clientKey[i];
        _serverSignature = Convert.ToBase64String(Mac(Mac(salted, "Server Key"u8.ToArray()), signed));
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";
    }

    /// <summary>Whether the server's last message proves that it knows the password's keys.</summary>
    public bool Verifies(string serverFinal) => Fields(serverFinal).GetValueOrDefault("v") == _serverSignature;

    private byte[] Mac(byte[] key, byte[] text) => CryptographicOperations.HmacData(_hash, key, text);

    private static Dictionary<string, string> Fields(string message) =>
        message.Split(',').Select(field => field.Split('=', 2)).Where(field => field.Length == 2).ToDictionary(field => field[0], field => field[1]);
}
