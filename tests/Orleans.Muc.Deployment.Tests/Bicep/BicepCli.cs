using System.Reflection;
using System.Runtime.InteropServices;
using Orleans.Muc.Deployment.Tests.Programs;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Bicep;

/// <summary>
/// The Bicep CLI: the program that the variable <c>BICEP</c> names, or <c>bicep</c> on the path, or the one of the package <c>Azure.Bicep.CommandLine</c>, which is restored into
/// <c>artifacts</c> when the registry has it. It needs no network: it brings the types of all Azure resources.
/// </summary>
internal static class BicepCli
{
    private static readonly Lazy<Task<(string? Program, string Reason)>> Found = new(Find);

    /// <summary>Runs it. Where there is none, the test is skipped with the reason.</summary>
    public static async Task<ProgramRun> Run(string folder, params string[] arguments)
    {
        var (program, reason) = await Found.Value;
        Assert.SkipWhen(program is null, reason);
        return await ProgramRun.Of(program!, arguments, folder, Settings);
    }

    /// <summary>What the files of parameters read.</summary>
    private static Dictionary<string, string> Settings => new()
    {
        ["MUC_DOMAIN"] = "example.org",
        ["MUC_HOST_DNS_ZONE"] = "true",
        ["MUC_ADMIN_GROUPS"] = "33333333-3333-3333-3333-333333333333,44444444-4444-4444-4444-444444444444",
        ["MUC_ALERT_EMAILS"] = "nurse@example.org",
        ["MUC_OPERATOR_RANGES"] = "203.0.113.0/24",
        ["MUC_CERTIFICATE_OFFICERS"] = "55555555-5555-5555-5555-555555555555",
        ["MUC_REGISTRATION"] = "open",
        ["MUC_ADMINS"] = "juliet@example.org,romeo@example.org",
    };

    private static async Task<(string? Program, string Reason)> Find()
    {
        if (Environment.GetEnvironmentVariable("BICEP") is { Length: > 0 } named)
            return File.Exists(named) ? (named, "") : throw new FileNotFoundException($"The variable BICEP names {named}, which is not there.");
        if (ProgramRun.OnPath("bicep") is { } installed)
            return (installed, "");
        return await FromPackage();
    }

    private static async Task<(string? Program, string Reason)> FromPackage()
    {
        var version = typeof(BicepCli).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "BicepVersion").Value!;
        var package = "Azure.Bicep.CommandLine." + RuntimeInformation.RuntimeIdentifier;
        var folder = SourceTree.Inside("artifacts", "bicep");
#pragma warning disable CA1308 // Folders of packages are lower-case.
        var tools = Path.Combine(folder, "packages", package.ToLowerInvariant(), version, "tools");
#pragma warning restore CA1308
        var program = Path.Combine(tools, OperatingSystem.IsWindows() ? "bicep.exe" : "bicep");
        if (File.Exists(program))
            return (program, "");
        var restored = await Restore(folder, package, version);
        if (!File.Exists(program))
            return (null, $"There is no Bicep CLI: the variable BICEP names none, bicep is not on the path, and {package} {version} did not restore ({FirstError(restored)}).");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute);
        return (program, "");
    }

    /// <summary>Only downloads: nothing of this repository's build sees the package, or its absence.</summary>
    private static async Task<ProgramRun> Restore(string folder, string package, string version)
    {
        Directory.CreateDirectory(folder);
        var project = Path.Combine(folder, "Download.csproj");
        await File.WriteAllTextAsync(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageDownload Include="{package}" Version="[{version}]" /></ItemGroup>
            </Project>
            """);
        string[] alone = ["ImportDirectoryBuildProps", "ImportDirectoryBuildTargets", "ImportDirectoryPackagesProps"];
        return await ProgramRun.Of(
            "dotnet",
            ["restore", project, "-nologo", "-nr:false", $"-p:RestorePackagesPath={Path.Combine(folder, "packages")}", .. alone.Select(import => $"-p:{import}=false")],
            folder,
            new Dictionary<string, string> { ["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1" });
    }

    private static string FirstError(ProgramRun restored) =>
        (restored.Output + restored.Errors).Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? "without an error";
}
