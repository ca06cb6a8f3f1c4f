using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>A page of Markdown.</summary>
/// <param name="File">Its path in the repository.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record Page(string File, string Text)
{
    /// <summary>What links into the page may name: its headings, in small letters, with hyphens for spaces and without punctuation.</summary>
    public IReadOnlySet<string> Anchors => Headings().Matches(WithoutCode).Select(match => Dropped().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-')).ToHashSet();

    /// <summary>Targets of links, without those to other sites.</summary>
    public IEnumerable<string> Links => Targets().Matches(WithoutCode).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>Blocks of commands, whose continued lines are one.</summary>
    public IEnumerable<string> Commands => Blocks().Matches(Text).SelectMany(match => match.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')).Where(line => line.Length > 0);

    private string WithoutCode => Blocks().Replace(Text, "");

    public static Page Read(string file) => new(file, System.IO.File.ReadAllText(SourceTree.Inside(file)));

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("[^a-z0-9 -]")]
    private static partial Regex Dropped();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Targets();

    [GeneratedRegex("^```\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
