using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// Versions as clients know them: opaque and unique (XEP-0463 §5.2). Marked with the room's key, so that nobody guesses a version that the room never told them, and none outlives
/// the room.
/// </summary>
internal static class AffiliationVersions
{
    private const int MarkLength = 16;

    public static string Of(Room room, long version) => Marked(room, version.ToString("x", CultureInfo.InvariantCulture));

    /// <summary>A place within a list that is sent in parts. It is no version: who has lost the rest begins anew.</summary>
    public static string Within(Room room, long version, int part) => Marked(room, string.Create(CultureInfo.InvariantCulture, $"{version:x}-{part:x}"));

    /// <summary>The version of that name; null when the room does not know it, or no longer knows what has changed since.</summary>
    public static long? Find(Room room, string? text)
    {
        if (text is null || !long.TryParse(text.Split('.')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var version))
            return null;
        var isOurs = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(Of(room, version)));
        return isOurs && room.AffiliationHistory.Knows(version) ? version : null;
    }

    public static Element Mav(string? since, string until) => new Element("mav", Ns.MucAffiliations).With("since", since).With("until", until);

    private static string Marked(Room room, string version)
    {
        var mark = HMACSHA256.HashData(room.OccupantIdKey, Encoding.UTF8.GetBytes("affiliations " + version));
        return $"{version}.{Base64Url.EncodeToString(mark)[..MarkLength]}";
    }
}

/// <summary>A change of the affiliation list on its way to those who follow it: from which version to which.</summary>
internal sealed record AffiliationStep(Member Member, string Since, string Until)
{
    public Element Mav => AffiliationVersions.Mav(Since, Until);
}
