using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Bicep;

/// <summary>What is written under <c>bicep/</c>, as text: for what must hold where there is no Bicep CLI, and for what a compiled template no longer shows.</summary>
internal static partial class BicepText
{
    public static string Folder => SourceTree.Inside("bicep");

    public static string Main => Path.Combine(Folder, "main.bicep");

    /// <summary>What a module loads.</summary>
    public static string Alerts => SourceTree.Inside("infra", "alerts", "rules.yaml");

    public static IEnumerable<string> Modules => Directory.EnumerateFiles(Path.Combine(Folder, "modules"), "*.bicep").Order();

    public static IEnumerable<string> Templates => Modules.Prepend(Main);

    public static IEnumerable<string> Environments => Directory.EnumerateFiles(Path.Combine(Folder, "environments"), "*.bicepparam").Order();

    public static string Module(string name) => File.ReadAllText(Path.Combine(Folder, "modules", name + ".bicep"));

    public static string Name(string file) => Path.GetRelativePath(Folder, file).Replace('\\', '/');

    /// <summary>Parameters and outputs of a file, and properties of its types, each with its decorators.</summary>
    public static IEnumerable<Declaration> Declarations(string file)
    {
        var decorators = new List<string>();
        foreach (var line in File.ReadLines(file))
        {
            if (line.TrimStart().StartsWith('@'))
                decorators.Add(line.Trim());
            else
            {
                if (Declared().Match(line) is { Success: true } found)
                    yield return new Declaration(Name(file), found.Groups["kind"].Value, found.Groups["name"].Value, line.Trim(), [.. decorators]);
                decorators.Clear();
            }
        }
    }

    /// <summary>What a file of parameters sets.</summary>
    public static IEnumerable<string> Set(string environment) => Assigned().Matches(File.ReadAllText(environment)).Select(match => match.Groups[1].Value);

    /// <summary>A copy that programs may write into, with what it loads from elsewhere.</summary>
    /// <returns>The copy of <see cref="Folder"/>.</returns>
    public static string CopyTo(TemporaryDirectory folder)
    {
        foreach (var file in Templates.Concat(Environments).Append(Path.Combine(Folder, "bicepconfig.json")).Append(Alerts))
        {
            var copy = folder.Inside(Path.GetRelativePath(SourceTree.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return folder.Inside("bicep");
    }

    [GeneratedRegex(@"^(?<kind>param|output|type) (?<name>\w+)\b")]
    private static partial Regex Declared();

    [GeneratedRegex(@"^param (\w+) =", RegexOptions.Multiline)]
    private static partial Regex Assigned();
}

/// <summary>A parameter, an output or a type.</summary>
internal sealed record Declaration(string File, string Kind, string Name, string Line, IReadOnlyList<string> Decorators)
{
    public bool IsDescribed => Decorators.Any(decorator => decorator.StartsWith("@description('", StringComparison.Ordinal) && decorator.Length > 20);

    public bool IsSecure => Decorators.Contains("@secure()");

    /// <summary>It may be left out: it has a default, or may be null.</summary>
    public bool IsOptional => Line.Contains('=', StringComparison.Ordinal) || Line.EndsWith('?');

    public override string ToString() => $"{File}: {Kind} {Name}";
}
