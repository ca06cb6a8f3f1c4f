using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>Which files .dockerignore lets through: the last pattern that fits decides, and one with an exclamation mark lets through.</summary>
internal sealed class BuildContext
{
    private readonly (bool IsSent, Regex Pattern)[] _rules =
        [.. File.ReadLines(SourceTree.Inside(".dockerignore")).Where(line => line.Length > 0 && line[0] != '#').Select(line => (line[0] == '!', Pattern(line.TrimStart('!'))))];

    public bool Sends(string path) => _rules.LastOrDefault(rule => rule.Pattern.IsMatch(path)) is { Pattern: not null, IsSent: true };

    /// <summary>A pattern fits a path and all that lies below it.</summary>
    private static Regex Pattern(string glob) =>
        new("^" + Regex.Escape(glob).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "(/.*)?$", RegexOptions.CultureInvariant);
}
