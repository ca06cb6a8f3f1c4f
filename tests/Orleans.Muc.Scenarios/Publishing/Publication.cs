using System.Diagnostics;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Publishing;

/// <summary>A copy of the sources, and <c>dotnet publish</c> on it: nothing that others build at the same time is touched.</summary>
internal sealed class Publication(string folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private static readonly string[] NotSources = ["bin", "obj", "node_modules"];

    /// <summary>Where it comes out.</summary>
    public string App => Path.Combine(folder, "app");

    private string Sources => Path.Combine(folder, "sources");

    public Publication CopySources()
    {
        foreach (var file in Directory.EnumerateFiles(SourceTree.Root).Where(file => Path.GetExtension(file) is ".props" or ".targets" or ".config" || Path.GetFileName(file) == ".editorconfig"))
            Copy(file);
        foreach (var part in (string[])["src", "infra/standins"])
            CopyFolder(SourceTree.Inside(part));

        // What the build has found out about the package sources still holds: its inputs are the same.
        var verdict = SourceTree.Inside("artifacts", "standins", "selection.txt");
        if (File.Exists(verdict))
            Copy(verdict);
        return this;
    }

    /// <summary>What <c>dotnet</c> says, and its exit code.</summary>
    public async Task<(int Code, string Text)> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Sources, RedirectStandardOutput = true, RedirectStandardError = true };
        // The tests run inside another dotnet, which tells its children where its own MSBuild is.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output + await errors);
    }

    private void CopyFolder(string source)
    {
        foreach (var file in Directory.EnumerateFiles(source))
            Copy(file);
        foreach (var inner in Directory.EnumerateDirectories(source).Where(inner => !NotSources.Contains(Path.GetFileName(inner))))
            CopyFolder(inner);
    }

    private void Copy(string file)
    {
        var target = Path.Combine(Sources, Path.GetRelativePath(SourceTree.Root, file));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target);
    }
}
