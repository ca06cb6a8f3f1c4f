using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Architecture.Tests.Conformance;

/// <summary>A scenario or test, and what its header says that it shows.</summary>
/// <param name="Name">Path of a script below its folder; class, or class and method.</param>
/// <param name="Header">The header as it is written.</param>
internal sealed partial record Evidence(string Name, string Header)
{
    public IReadOnlyList<Reference> Shows { get; } = [.. References.In(Header)];

    /// <summary>All scenarios first, then all tests, in the order of their names.</summary>
    public static IEnumerable<Evidence> All() => Scripts().Concat(Tests().OrderBy(test => test.Name.Split('.')[0], StringComparer.Ordinal)).Where(evidence => evidence.Shows.Count > 0);

    public static IEnumerable<Evidence> Scripts()
    {
        var folder = SourceTree.Inside("tests", "Orleans.Muc.Scenarios", "scripts");
        return Directory.EnumerateFiles(folder, "*.scs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => new Evidence(
                Path.GetRelativePath(folder, file).Replace('\\', '/'),
                string.Join('\n', File.ReadLines(file).TakeWhile(line => !line.StartsWith('[')).Where(line => line.StartsWith('#')))));
    }

    /// <summary>Classes that have tests, and their test methods, by what their docstrings name.</summary>
    public static IEnumerable<Evidence> Tests() =>
        from file in SourceFiles.Under("tests")
        let source = File.ReadAllText(file)
        let name = Path.GetFileNameWithoutExtension(file)
        where TestAttribute().IsMatch(source)
        from documented in Documented().Matches(source)
        let method = documented.Groups["method"]
        where method.Success ? TestAttribute().IsMatch(documented.Value) : documented.Groups["class"].Value == name
        select new Evidence(method.Success ? $"{name}.{method.Value}" : name, documented.Groups["doc"].Value);

    [GeneratedRegex(@"^\s*\[(Fact|Theory|Property)\b", RegexOptions.Multiline)]
    public static partial Regex TestAttribute();

    [GeneratedRegex(@"(?<doc>(^[ \t]*///[^\n]*\n)+)(^[ \t]*\[[^\n]*\n)*^[ \t]*public (sealed |static |partial |async )*(class (?<class>\w+)|[\w<>\[\]]+ (?<method>\w+)\()", RegexOptions.Multiline)]
    private static partial Regex Documented();
}
