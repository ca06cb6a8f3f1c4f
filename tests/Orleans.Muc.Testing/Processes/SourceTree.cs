using System.Diagnostics.CodeAnalysis;

namespace Orleans.Muc.Testing;

/// <summary>Where the repository lies, found upwards from the running assembly.</summary>
public static class SourceTree
{
    /// <summary>The folder with Orleans.Muc.sln.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests run outside the repository.</exception>
    public static string Root { get; } = FindRoot() ?? throw new DirectoryNotFoundException($"There is no Orleans.Muc.sln above {AppContext.BaseDirectory}.");

    /// <summary>A path inside the repository.</summary>
    public static string Inside(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The compiled host of the same build flavour (Debug or Release) as the running tests.</summary>
    public static string HostAssembly => Inside("src", "Orleans.Muc.Host", "bin", Flavour, "net10.0", "Orleans.Muc.Host.dll");

    /// <summary>A folder beside the repository; false when it is not there.</summary>
    public static bool TryFindBeside(string relative, [NotNullWhen(true)] out string? folder)
    {
        folder = Path.GetFullPath(Path.Combine(Root, "..", relative));
        folder = Directory.Exists(folder) ? folder : null;
        return folder is not null;
    }

    private static string Flavour => AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar).Contains("Release") ? "Release" : "Debug";

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orleans.Muc.sln")))
                return folder.FullName;
        }
        return null;
    }
}
