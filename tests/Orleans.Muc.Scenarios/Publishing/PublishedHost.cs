using System.Reflection;
using Orleans.Muc.AzureStorage;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Publishing;

/// <summary>The published server, made once for the tests of it.</summary>
public sealed class PublishedHost : IAsyncLifetime
{
    /// <summary>Nobody sets it by accident, and what comes out says what it is.</summary>
    public const string ForATest = "-p:PublishStandInsForATestThatReleasesNothing=true";

    private readonly TemporaryDirectory _scratch = new();
    private Publication? _published;

    /// <summary>The packages that the tests, and so the server they were built with, have stand-ins for.</summary>
    public static IReadOnlyList<string> StandIns { get; } =
        [.. new[] { typeof(PublishedHost).Assembly, typeof(AzureStore).Assembly }.SelectMany(assembly => assembly.GetCustomAttributes<AssemblyMetadataAttribute>())
            .Where(data => data.Key == "StandIns").SelectMany(data => data.Value!.Split(';')).Distinct()];

    /// <summary>Others may look into the folder.</summary>
    public ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_scratch.Path, File.GetUnixFileMode(_scratch.Path) | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        return default;
    }

    /// <summary>Publishes, with stand-ins where the tests have them; the folder with the program.</summary>
    public async Task<string> AppAsync()
    {
        if (_published is not null)
            return _published.App;
        var publication = new Publication(_scratch.Path).CopySources();
        string[] world = StandIns.Count == 0 ? [] : StandIns.Contains("Microsoft.Orleans.Sdk") ? [ForATest, "-p:Packages=standin"] : [ForATest];
        // The sources have been analysed where they were built first.
        var (code, text) = await publication.DotnetAsync(["publish", "src/Orleans.Muc.Host", "-c", "Release", "-o", publication.App, "-v", "m", "--nologo", "-nr:false", "-p:RunAnalyzers=false", .. world]);
        Assert.True(code == 0, text);
        Assert.Equal(world.Length > 0, text.Contains("NOT A RELEASE", StringComparison.Ordinal));
        Assert.Equal(world.Length > 0, File.Exists(Path.Combine(publication.App, "NOT-A-RELEASE.txt")));
        _published = publication;
        return publication.App;
    }

    public string Inside(string name) => _scratch.Inside(name);

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return default;
    }
}
