using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Publishing;

/// <summary>Publishing takes the official packages, or none.</summary>
public sealed class RefusedPublishingTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    [Fact]
    public async Task It_refuses_stand_ins()
    {
        var publication = new Publication(_scratch.Path).CopySources();
        var (code, text) = await publication.DotnetAsync("publish", "src/Orleans.Muc.Host", "-o", publication.App, "--nologo", "-nr:false", "-p:Packages=standin");
        Assert.NotEqual(0, code);
        Assert.Contains("Publishing needs the official packages", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(publication.App));
    }

    /// <summary>As the properties are when <c>dotnet publish</c> evaluates them: official, whatever the last build found.</summary>
    [Theory]
    [InlineData("official", "")]
    [InlineData("auto", PublishedHost.ForATest)]
    public async Task It_demands_the_official_packages_unless_it_is_for_a_test(string packages, string property)
    {
        var publication = new Publication(_scratch.Path).CopySources();
        string[] given = property.Length == 0 ? [] : [property];
        var (code, text) = await publication.DotnetAsync(["msbuild", "src/Orleans.Muc.Host", "-nologo", "-p:_IsPublishing=true", "-getProperty:Packages", .. given]);
        Assert.Equal((0, packages), (code, text.Trim()));
    }

    public void Dispose() => _scratch.Dispose();
}
