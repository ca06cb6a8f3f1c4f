using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>Which scripts there are.</summary>
internal static class ScriptFiles
{
    private static readonly string OwnRoot = Path.Combine(AppContext.BaseDirectory, "scripts");

    /// <summary>Every script of this project, as a path below its folder, such as <c>entering/banned.scs</c>.</summary>
    public static TheoryData<string> Own() => [.. Directory.EnumerateFiles(OwnRoot, "*.scs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(OwnRoot, file)).Order()];

    /// <summary>The first script of each of the project's folders.</summary>
    public static TheoryData<string> FirstOwn() =>
        [.. Directory.EnumerateDirectories(OwnRoot).Select(folder => Directory.EnumerateFiles(folder, "*.scs").Order(StringComparer.Ordinal).First()).Select(file => Path.GetRelativePath(OwnRoot, file)).Order()];

    public static string OwnPath(string script) => Path.Combine(OwnRoot, script);

    /// <summary>The scripts that other servers are tested with too, where they lie beside the repository; one empty name where they do not.</summary>
    public static TheoryData<string> Shared() => SourceTree.TryFindBeside("shared/scansion", out var folder)
        ? [.. Directory.EnumerateFiles(folder, "*.scs").Select(file => Path.GetFileName(file)).Order()]
        : [""];

    public static string SharedPath(string script)
    {
        if (!SourceTree.TryFindBeside("shared/scansion", out var folder))
            Assert.Skip("There is no folder ../shared/scansion beside the repository.");
        return Path.Combine(folder, script);
    }
}
