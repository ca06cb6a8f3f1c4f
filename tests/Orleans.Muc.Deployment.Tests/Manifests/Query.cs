using System.Text.RegularExpressions;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>An expression of Prometheus, taken apart as far as names go.</summary>
internal sealed partial record Query(IReadOnlyList<string> Metrics, IReadOnlyList<string> Labels)
{
    private static readonly string[] Words = ["and", "or", "unless", "offset", "bool", "on", "ignoring", "inf", "nan"];

    public static Query Of(string expression)
    {
        var text = Texts().Replace(expression, "\"\"");
        var labels = new List<string>();
        text = Grouping().Replace(text, match =>
        {
            labels.AddRange(Names().Matches(match.Groups[1].Value).Select(name => name.Value));
            return "";
        });
        text = Matchers().Replace(text, match =>
        {
            labels.AddRange(Names().Matches(match.Value).Select(name => name.Value));
            return "";
        });
        text = Spans().Replace(text, "");
        var metrics = Names().Matches(text).Where(name => !Functions(text, name) && !Words.Contains(name.Value, StringComparer.OrdinalIgnoreCase)).Select(name => name.Value);
        return new Query([.. metrics], labels);
    }

    private static bool Functions(string text, Match name) => text[(name.Index + name.Length)..].TrimStart().StartsWith('(');

    [GeneratedRegex("\"(\\\\.|[^\"])*\"")]
    private static partial Regex Texts();

    [GeneratedRegex(@"\b(?:by|without)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Matchers();

    /// <summary>Ranges, and times after offset.</summary>
    [GeneratedRegex(@"\[[^\]]*\]|\b[0-9]+(\.[0-9]+)?(ms|[smhd])?\b")]
    private static partial Regex Spans();

    [GeneratedRegex("[a-zA-Z_][a-zA-Z0-9_]*")]
    private static partial Regex Names();
}
