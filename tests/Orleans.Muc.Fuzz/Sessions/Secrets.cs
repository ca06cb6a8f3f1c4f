using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Orleans.Muc.Fuzz.Sessions;

/// <summary>For whom a secret is.</summary>
/// <param name="Sender">Full JID of the session that sent it.</param>
/// <param name="Room">The room it was said in; null when it went to a user.</param>
/// <param name="Nick">The occupant it was whispered to; null when everybody in the room may hear.</param>
/// <param name="User">The user it was sent to; null when it went to a room.</param>
internal sealed record Secret(string Sender, string? Room, string? Nick, string? User);

/// <summary>Tokens in message bodies, each known to its audience only.</summary>
internal sealed partial class Secrets
{
    private readonly ConcurrentDictionary<string, Secret> all = new();

    public string Next(Secret secret)
    {
        var token = "secret-" + (all.Count + 1).ToString(CultureInfo.InvariantCulture);
        all[token] = secret;
        return token;
    }

    public IEnumerable<Secret> In(string xml) => Token().Matches(xml).Select(match => all[match.Value]);

    [GeneratedRegex("secret-[0-9]+")]
    private static partial Regex Token();
}
