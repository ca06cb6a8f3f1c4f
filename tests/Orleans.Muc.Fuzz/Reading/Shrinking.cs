using System.Text;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>Makes a failing document smaller for as long as it still fails, and shows it.</summary>
internal static class Shrinking
{
    private const int MostTries = 5_000;

    public static byte[] Smallest(byte[] document, Func<byte[], bool> fails)
    {
        var tries = 0;
        for (var size = document.Length / 2; size > 0 && tries < MostTries; size = size == 1 ? 0 : (size + 1) / 2)
            for (var at = 0; at + size <= document.Length && tries < MostTries;)
            {
                byte[] shorter = [.. document.AsSpan(0, at), .. document.AsSpan(at + size)];
                tries++;
                if (fails(shorter))
                    document = shorter;
                else
                    at += size;
            }

        return document;
    }

    /// <summary>A document as text and in hex.</summary>
    public static string Shown(byte[] document) => $"{document.Length} bytes: {Encoding.UTF8.GetString(document)}\n{Convert.ToHexStringLower(document)}";
}
