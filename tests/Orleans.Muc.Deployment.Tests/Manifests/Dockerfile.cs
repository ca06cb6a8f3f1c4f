using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>The Dockerfile, instruction by instruction.</summary>
/// <param name="Instructions">Their word in capitals, and the rest; lines that were continued are one.</param>
internal sealed partial record Dockerfile(IReadOnlyList<(string Word, string Arguments)> Instructions)
{
    /// <summary>Those of the image that is kept.</summary>
    public IReadOnlyList<(string Word, string Arguments)> Final => [.. Instructions.Skip(Instructions.Select((instruction, i) => (instruction.Word, i)).Last(pair => pair.Word == "FROM").i)];

    /// <summary>The number the process runs as.</summary>
    public string User => Final.Last(instruction => instruction.Word == "USER").Arguments.Split(':')[0];

    public IReadOnlyDictionary<string, string> Environment => Final.Where(instruction => instruction.Word == "ENV")
        .SelectMany(instruction => instruction.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    public static Dockerfile Read() => Parse(File.ReadAllText(SourceTree.Inside("infra", "docker", "Dockerfile")));

    public static Dockerfile Parse(string text)
    {
        var lines = text.Split('\n').Where(line => !line.TrimStart().StartsWith('#'));
        var joined = Continued().Replace(string.Join('\n', lines), " ");
        return new Dockerfile([.. joined.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Select(Split)]);
    }

    private static (string Word, string Arguments) Split(string line)
    {
        var parts = line.Split(' ', 2, StringSplitOptions.TrimEntries);
        return (parts[0], parts.ElementAtOrDefault(1) ?? "");
    }

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued();
}
