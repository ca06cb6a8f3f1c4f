using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>What the repository's documentation says of the server.</summary>
internal static partial class Documented
{
    public static string Text { get; } = File.ReadAllText(SourceTree.Inside("README.md")) + File.ReadAllText(SourceTree.Inside("docs", "operations.md"));

    /// <summary>Settings of the README's table, as <c>Muc:Gateway:TcpPort</c>, with their defaults.</summary>
    private static readonly Dictionary<string, string> Settings = new(Rows(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a variable of the environment is a setting of the program, of OpenTelemetry as it reads it, or of .NET and the system.</summary>
    public static bool Knows(string variable) =>
        variable.StartsWith("Muc__", StringComparison.Ordinal)
            ? IsSetting(Digits().Replace(variable.Replace("__", ":", StringComparison.Ordinal), ":0"))
            : variable.StartsWith("OTEL_", StringComparison.Ordinal)
                ? Text.Contains($"`{variable}`", StringComparison.Ordinal)
                : variable is "DOTNET_EnableDiagnostics" or "ASPNETCORE_HTTP_PORTS" or "HOME";

    private static bool IsSetting(string name) => Settings.ContainsKey(name) || Text.Contains($"`{name}`", StringComparison.Ordinal);

    public static int DefaultOf(string setting) => int.Parse(Settings[setting], CultureInfo.InvariantCulture);

    public static TimeSpan TimeOf(string setting) => TimeSpan.Parse(Settings[setting], CultureInfo.InvariantCulture);

    /// <summary>A row may name several settings; those that begin with a colon differ from the first one in their last part.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Rows()
    {
        foreach (var cells in File.ReadLines(SourceTree.Inside("README.md")).Where(line => line.StartsWith("| `Muc:", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            var names = Quoted().Matches(cells[1]).Select(match => match.Groups[1].Value).ToList();
            var values = Quoted().Matches(cells[2]).Select(match => match.Groups[1].Value).ToList();
            foreach (var (name, i) in names.Select((name, i) => (name, i)))
                yield return KeyValuePair.Create(name[0] == ':' ? names[0][..names[0].LastIndexOf(':')] + name : name, values.ElementAtOrDefault(i) ?? values.FirstOrDefault() ?? "");
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(":[0-9]+$")]
    private static partial Regex Digits();
}
