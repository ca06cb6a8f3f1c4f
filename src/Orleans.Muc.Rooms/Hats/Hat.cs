using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>A hat of a room (XEP-0317): a role of the room's own making that its people may wear.</summary>
/// <param name="Id">Sixteen hexadecimal digits, others for every hat ever made: who wore one that was destroyed does not wear the next of that URI.</param>
/// <param name="Uri">What identifies it, in ASCII characters of RFC 3986; <see cref="LongestUri"/> at most.</param>
/// <param name="Title">Its name for people, one line; <see cref="LongestTitle"/> at most.</param>
/// <param name="Hue">The angle of its colour in degrees, 0 to 360, as it was given; null without one.</param>
/// <param name="Lang">The language of the title; null when nobody said.</param>
public sealed record Hat(string Id, string Uri, string Title, string? Hue, string? Lang)
{
    /// <summary>Characters of a URI.</summary>
    public const int LongestUri = 255;

    /// <summary>UTF-16 code units of a title.</summary>
    public const int LongestTitle = 100;

    /// <summary>Characters of a hue: the schema has as many decimals as one likes.</summary>
    public const int LongestHue = 20;

    /// <summary>Characters of a language tag (RFC 5646 §4.4.1); a longer one is not kept.</summary>
    public const int LongestLang = 35;

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> UriCharacters = SearchValues.Create(Letters + "-._~:/?#[]@!$&'()*+,;=%");
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(Letters + "+-.");

    /// <summary>RFC 3986 §3 and §4.3: a scheme, and something of it.</summary>
    internal static bool IsUri(string text)
    {
        var scheme = text.IndexOf(':', StringComparison.Ordinal);
        return scheme > 0
            && scheme < text.Length - 1
            && text.Length <= LongestUri
            && char.IsAsciiLetter(text[0])
            && !text.AsSpan(0, scheme).ContainsAnyExcept(SchemeCharacters)
            && !text.AsSpan().ContainsAnyExcept(UriCharacters);
    }

    internal static bool IsTitle(string text) => text.Length is > 0 and <= LongestTitle && !text.Any(char.IsControl);

    /// <summary>XEP-0392 §5.1: an angle.</summary>
    internal static bool IsHue(string text) =>
        text.Length <= LongestHue
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var angle)
        && angle is >= 0 and <= 360;

    /// <summary>As a presence shows it (XEP-0317 §3.1).</summary>
    internal Element ToElement() =>
        new Element("hat", Ns.Hats).With("title", Title).With("uri", Uri).With("hue", Hue).With("xml:lang", Lang);
}

/// <summary>Somebody and the hats they wear.</summary>
/// <param name="Jid">Whose head it is: a bare JID.</param>
/// <param name="Hats">Ids, in the order they were given; empty when all are off.</param>
public sealed record HatWearer(Jid Jid, ImmutableArray<string> Hats);
