using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Bicep;

/// <summary>The Bicep CLI has nothing to say against any file.</summary>
public sealed class CompilerTests
{
    [Fact]
    public async Task Every_template_compiles_and_passes_the_linter()
    {
        var linted = await BicepCli.Run(BicepText.Folder, "lint", "--pattern", "**/*.bicep");
        Assert.True(linted is { ExitCode: 0, Errors: "" }, linted.Everything);
    }

    [Fact]
    public async Task Every_environment_fits_the_template()
    {
        using var folder = new TemporaryDirectory();
        var copy = BicepText.CopyTo(folder);
        var built = await BicepCli.Run(copy, "build-params", "--pattern", "environments/*.bicepparam");
        Assert.True(built is { ExitCode: 0, Errors: "" }, built.Everything);
        Assert.Equal(BicepText.Environments.Count(), Directory.GetFiles(Path.Combine(copy, "environments"), "*.json").Length);
    }

    [Fact]
    public async Task Every_file_is_formatted()
    {
        using var folder = new TemporaryDirectory();
        var copy = BicepText.CopyTo(folder);
        foreach (var pattern in new[] { "**/*.bicep", "**/*.bicepparam" })
        {
            var formatted = await BicepCli.Run(copy, "format", "--pattern", pattern);
            Assert.True(formatted is { ExitCode: 0, Errors: "" }, formatted.Everything);
        }

        foreach (var file in BicepText.Templates.Concat(BicepText.Environments))
            Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(copy, BicepText.Name(file))), ignoreLineEndingDifferences: true);
    }
}
