using System.Text.RegularExpressions;

namespace Orleans.Muc.Architecture.Tests;

/// <summary>Names that hide something: Orleans' own namespaces, or what a thing is for.</summary>
public sealed partial class NameTests
{
    private static readonly string[] ShadowingSegments = ["Streams", "Runtime", "Hosting", "Configuration", "Storage", "Serialization", "Timers", "Metadata", "Placement"];

    [Fact]
    public void No_namespace_shadows_one_of_Orleans()
    {
        var shadowing = from file in SourceFiles.Under("src")
                        from match in Namespace().Matches(SourceFiles.Code(file))
                        let segments = match.Groups[1].Value.Split('.')
                        where segments is ["Orleans", "Muc", ..] && segments.Intersect(ShadowingSegments).Any()
                        select $"{SourceFiles.Name(file)}: {match.Groups[1].Value}";
        Findings.None(shadowing);
    }

    [Fact]
    public void Every_namespace_is_file_scoped() => Findings.None(SourceFiles.Places(BlockNamespace(), "src", "tests"));

    [Fact]
    public void Nothing_is_a_drawer_for_everything() => Findings.None(SourceFiles.Under("src", "tests").Select(SourceFiles.Name).Where(name => Drawer().IsMatch(name)));

    [GeneratedRegex(@"\bnamespace\s+([\w.]+)")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bnamespace\s+[\w.]+\s*\{")]
    private static partial Regex BlockNamespace();

    [GeneratedRegex(@"(Utils|Utilities|Helpers?|Manager|Common)(/|\.cs$)|/Services(/|\.cs$)")]
    private static partial Regex Drawer();
}
