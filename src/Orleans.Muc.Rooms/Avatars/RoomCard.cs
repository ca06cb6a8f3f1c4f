using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>The vCard of a room (XEP-0054), and in it the avatar (XEP-0486).</summary>
public sealed class RoomCard
{
    /// <summary>An avatar may come in several formats (XEP-0486 §5.1); discovery names each.</summary>
    private const int MostPhotos = 8;

    private RoomCard(byte[] xml, ImmutableArray<string> hashes) => (Xml, Hashes) = (xml, hashes);

    /// <summary>The <c>vCard</c> element as its publisher sent it: UTF-8, self-contained where the default namespace is <see cref="Ns.Client"/>.</summary>
    public byte[] Xml { get; }

    /// <summary>The SHA-1 of each image in lower-case hexadecimal digits (XEP-0153 §3.1), in the order of the images; none without an avatar.</summary>
    public ImmutableArray<string> Hashes { get; }

    /// <summary>The card as it was stored; null when what was stored is none.</summary>
    public static RoomCard? Of(byte[]? xml) => xml is { Length: > 0 } && TryRead(xml, out var card, out _) ? card : null;

    /// <summary>XEP-0486 §3.2: an empty vCard takes the card away, so it reads as null.</summary>
    /// <param name="xml">A <c>vCard</c> element.</param>
    /// <param name="card">The card; null when the element is empty.</param>
    /// <param name="refusal">Why the element is not acceptable.</param>
    internal static bool TryRead(byte[] xml, out RoomCard? card, [NotNullWhen(false)] out StanzaError? refusal)
    {
        (card, refusal) = (null, null);
        var vcard = Element.Parse(xml);
        var hashes = ImmutableArray.CreateBuilder<string>();
        foreach (var photo in vcard.ChildrenNamed("PHOTO", Ns.VCard))
        {
            // An image elsewhere (EXTVAL) has no hash and so is no avatar.
            if (photo.Child("BINVAL", Ns.VCard)?.Text is not { } text || string.IsNullOrWhiteSpace(text))
                continue;
            var image = new byte[text.Length];
            if (!Convert.TryFromBase64String(text, image, out var length))
                refusal = StanzaError.BadRequest("BINVAL is not base64.");
            else if (hashes.Count == MostPhotos)
                refusal = StanzaError.PolicyViolation("The vCard has too many images.");
            if (refusal is not null)
                return false;
            hashes.Add(Hash(image.AsSpan(0, length)));
        }

        if (vcard.Children.Any())
            card = new RoomCard(xml, hashes.ToImmutable());
        return true;
    }

#pragma warning disable CA5350 // XEP-0153 §3.1 names the algorithm; the hash tells images apart and protects nothing.
    private static string Hash(ReadOnlySpan<byte> image) => Convert.ToHexStringLower(SHA1.HashData(image));
#pragma warning restore CA5350
}
