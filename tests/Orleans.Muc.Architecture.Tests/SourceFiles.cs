using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Architecture.Tests;

/// <summary>The written source of the repository, without what the build makes.</summary>
internal static partial class SourceFiles
{
    public static IEnumerable<string> Under(params string[] folders) => folders
        .Select(folder => SourceTree.Inside(folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(file => !Made().IsMatch(file))
        .Order();

    public static string Name(string file) => Path.GetRelativePath(SourceTree.Root, file).Replace('\\', '/');

    /// <summary>The code of a file: comments and the contents of strings blanked out, line breaks kept.</summary>
    public static string Code(string file) => NoCode().Replace(File.ReadAllText(file), match => match.Groups["char"].Success ? match.Value : Blank(match.Value));

    public static int LineOf(string code, int position) => code.AsSpan(0, position).Count('\n') + 1;

    /// <summary>"file:line: code" for each place where the pattern is found.</summary>
    public static IEnumerable<string> Places(Regex pattern, params string[] folders) =>
        from file in Under(folders)
        let code = Code(file)
        from match in pattern.Matches(code)
        select $"{Name(file)}:{LineOf(code, match.Index)}: {match.Value.Trim()}";

    private static string Blank(string text) => new([.. text.Select(c => c == '\n' ? '\n' : ' ')]);

    [GeneratedRegex(@"[\\/](bin|obj|artifacts)[\\/]")]
    private static partial Regex Made();

    // A character literal is matched first, so that '"' opens no string.
    [GeneratedRegex(""""(?<char>'(\\.|[^'\\\n])+')|"""[\s\S]*?"""|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*[\s\S]*?\*/"""")]
    private static partial Regex NoCode();
}
