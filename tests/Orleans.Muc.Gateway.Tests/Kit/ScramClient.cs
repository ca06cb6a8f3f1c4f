using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Muc.Gateway.Tests.Kit;

/// <summary>The client's side of SCRAM, computed straight from RFC 5802 §3.</summary>
internal sealed class ScramClient(HashAlgorithmName hash, string user, string password)
{
    private byte[] serverSignature = [];

    public string Header { get; init; } = "n,,";

    public byte[] ChannelData { get; init; } = [];

    public string Nonce { get; init; } = "fyko+d2lbbFgONRv9qkxdawL";

    /// <summary>The nonce the final message claims, when it is not the one of the exchange.</summary>
    public string? ForeignNonce { get; init; }

    public string First => Header + FirstBare;

    private string FirstBare => $"n={user},r={Nonce}";

    public string Final(string serverFirst)
    {
        var parts = serverFirst.Split(',').ToDictionary(part => part[0], part => part[2..]);
        var binding = Convert.ToBase64String([.. Encoding.UTF8.GetBytes(Header), .. ChannelData]);
        var withoutProof = $"c={binding},r={ForeignNonce ?? parts['r']}";
        var size = hash == HashAlgorithmName.SHA1 ? 20 : 32;
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), Convert.FromBase64String(parts['s']), int.Parse(parts['i'], CultureInfo.InvariantCulture), hash, size);
        var proved = Encoding.UTF8.GetBytes($"{FirstBare},{serverFirst},{withoutProof}");
        var clientKey = Mac(salted, "Client Key"u8.ToArray());
        var signature = Mac(CryptographicOperations.HashData(hash, clientKey), proved);
        var proof = clientKey.Zip(signature, (key, sign) => (byte)(key ^ sign)).ToArray();
        serverSignature = Mac(Mac(salted, "Server Key"u8.ToArray()), proved);
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";
    }

    public bool Trusts(string serverFinal) => serverFinal == "v=" + Convert.ToBase64String(serverSignature);

    private byte[] Mac(byte[] key, byte[] data) => CryptographicOperations.HmacData(hash, key, data);
}
