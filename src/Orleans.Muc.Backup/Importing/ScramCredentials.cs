using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Importing;

/// <summary>XEP-0227 §4.3: SCRAM keys as servers write them.</summary>
internal static class ScramCredentials
{
    private const int MostIterations = 100_000_000;

    /// <summary>Elements of one credential: the four that are known, and some of other servers.</summary>
    private const int MostParts = 16;

    /// <summary>Null, with the element passed, when they are of another mechanism or not right.</summary>
    public static ScramKeysWire? Read(Source element, string mechanism)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var parts = 0;
        foreach (var child in element.Children())
        {
            var name = child.Name;
            if (++parts > MostParts)
                throw child.Fault($"credentials of one mechanism have more than {MostParts} parts");
            texts[name] = child.Text().Trim();
        }

        ScramHash? hash = mechanism switch { "SCRAM-SHA-1" => ScramHash.Sha1, "SCRAM-SHA-256" => ScramHash.Sha256, _ => null };
        return hash is { } known && texts.TryGetValue("iter-count", out var count) && texts.TryGetValue("salt", out var salt)
            && texts.TryGetValue("server-key", out var server) && texts.TryGetValue("stored-key", out var stored)
            ? Make(known, count, (salt, stored, server))
            : null;
    }

    /// <summary>
    /// ejabberd before it knew the element wrote <c>scram:stored key,server key,salt,iterations</c> into the place of the password, with the name of the hash in front unless that was
    /// SHA-1. Null for any other password.
    /// </summary>
    public static ScramKeysWire? ReadPassword(string password)
    {
        const string Mark = "scram:";
        if (!password.StartsWith(Mark, StringComparison.Ordinal))
            return null;
        return password[Mark.Length..].Split(',') switch
        {
            ["sha256", var stored, var server, var salt, var count] => Make(ScramHash.Sha256, count, (salt, stored, server)),
            [var stored, var server, var salt, var count] => Make(ScramHash.Sha1, count, (salt, stored, server)),
            _ => null,
        };
    }

    private static ScramKeysWire? Make(ScramHash hash, string count, (string Salt, string Stored, string Server) texts)
    {
        var size = hash == ScramHash.Sha1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes;
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < 1 or > MostIterations)
            return null;
        if (Decode(texts.Salt) is not { Length: > 0 } salt || Decode(texts.Stored) is not { } stored || Decode(texts.Server) is not { } server)
            return null;
        // ejabberd (seen in 23.01) encodes what is encoded already; the keys' sizes tell.
        if (stored.Length != size && DecodeAgain(stored) is { } storedKey && DecodeAgain(server) is { } serverKey && DecodeAgain(salt) is { Length: > 0 } plainSalt)
            (stored, server, salt) = (storedKey, serverKey, plainSalt);
        return stored.Length == size && server.Length == size ? new ScramKeysWire(hash, salt, iterations, stored, server) : null;
    }

    private static byte[]? DecodeAgain(byte[] encoded) => Decode(Encoding.ASCII.GetString(encoded));

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
