using System.Text.RegularExpressions;
using Orleans.Muc.Deployment.Tests.Programs;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>What reaches the cluster, where kustomize is installed.</summary>
public sealed partial class RenderingTests
{
    public static TheoryData<string> Overlays => [.. ManifestFiles.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Rendering_is_what_Kubernetes_takes(string overlay)
    {
        var rendered = await Render(overlay);
        foreach (var manifest in rendered)
            Assert.Empty(await ManifestSchema.MistakesAsync(manifest));
        Assert.All(rendered.Where(manifest => manifest.Kind != "Namespace"), manifest => Assert.Equal("muc", manifest.Text("metadata", "namespace")));
        Assert.Equal(rendered.Count, rendered.Select(manifest => (manifest.Kind, manifest.Name)).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Values_of_the_site_are_in_it_and_the_list_of_them_is_not(string overlay)
    {
        var rendered = await Render(overlay, site => Regex.Replace(site, "(?m)^(?!#)([A-Za-z]+)=.*$", "$1=here-$1"));
        var all = string.Concat(rendered.Select(manifest => manifest.Tree.ToJsonString()));
        Assert.All(ManifestFiles.Settings("site/site.env").Keys, key => Assert.Contains($"here-{key}", all, StringComparison.Ordinal));
        Assert.DoesNotContain("example", all, StringComparison.Ordinal);
        Assert.DoesNotContain("00000000", all, StringComparison.Ordinal);
        var map = Assert.Single(rendered, manifest => manifest.Kind == "ConfigMap");
        Assert.Matches("^settings-[a-z0-9]+$", map.Name);
        Assert.Equal(("here-domain", "here-service"), (map.Text("data", "Muc__Domain"), map.Text("data", "Muc__Service")));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Everybody_reads_the_settings_that_were_made(string overlay)
    {
        var rendered = await Render(overlay);
        var map = Assert.Single(rendered, manifest => manifest.Kind == "ConfigMap");
        var readers = rendered.Where(manifest => manifest.Kind is "Deployment" or "CronJob").ToList();
        Assert.Equal(3, readers.Count);
        Assert.All(readers, reader => Assert.Contains($"\"configMapRef\":{{\"name\":\"{map.Name}\"}}", reader.Tree.ToJsonString(), StringComparison.Ordinal));
        Assert.All(Ways.Texts(map.At("data")).Keys, name => Assert.True(Documented.Knows(name), name));
    }

    [Fact]
    public async Task In_production_the_autoscaler_says_how_many_there_are()
    {
        var production = await Render("overlays/prod");
        Assert.Null(Assert.Single(production, manifest => manifest.Kind == "Deployment").At("spec", "replicas"));
        Assert.Single(production, manifest => manifest.Kind == "ScaledObject");
        var trying = await Render("overlays/dev");
        Assert.Equal(2, Assert.Single(trying, manifest => manifest.Kind == "Deployment").At("spec", "replicas")!.GetValue<int>());
        Assert.DoesNotContain(trying, manifest => manifest.Kind == "ScaledObject");
    }

    /// <summary>infra/deploy writes them, whatever there are of them; the overlays say nothing of it.</summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Settings_of_the_site_become_settings_of_the_silos(string overlay)
    {
        var rendered = await Render(overlay, settings: "Muc__Registration__Open=true\nMuc__Admins__0=juliet@example.org\nMuc__Admins__1=romeo@example.org\n");
        var map = Ways.Texts(Assert.Single(rendered, manifest => manifest.Kind == "ConfigMap").At("data"));
        Assert.Equal(("true", "juliet@example.org", "romeo@example.org", "AzureStorage"), (map["Muc__Registration__Open"], map["Muc__Admins__0"], map["Muc__Admins__1"], map["Muc__Storage"]));
        var closed = Ways.Texts(Assert.Single(await Render(overlay), manifest => manifest.Kind == "ConfigMap").At("data"));
        Assert.Equal("false", closed["Muc__Registration__Open"]);
        Assert.DoesNotContain("Muc__Admins__0", closed.Keys);
    }

    private static async Task<IReadOnlyList<Manifest>> Render(string overlay, Func<string, string>? change = null, string? settings = null)
    {
        var (program, arguments) = await KustomizeAsync();
        using var folder = new TemporaryDirectory();
        Copy(SourceTree.Inside("infra", "kubernetes"), folder.Path);
        var site = folder.Inside("site/site.env");
        await File.WriteAllTextAsync(site, (change ?? (text => text))(await File.ReadAllTextAsync(site)));
        if (settings is not null)
            await File.WriteAllTextAsync(folder.Inside("site/settings.env"), settings);
        var run = await ProgramRun.Of(program, [.. arguments, folder.Inside(overlay)]);
        Assert.True(run.ExitCode == 0, run.Everything);
        return [.. Manifest.Read(overlay, run.Output)];
    }

    /// <summary>The test is skipped where there is none, or one of before version 5, which knows no components with replacements.</summary>
    private static async Task<(string Program, string[] Arguments)> KustomizeAsync()
    {
        if (ProgramRun.OnPath("kustomize") is { } kustomize && IsNew((await ProgramRun.Of(kustomize, ["version"])).Output))
            return (kustomize, ["build"]);
        if (ProgramRun.OnPath("kubectl") is { } kubectl && IsNew((await ProgramRun.Of(kubectl, ["version", "--client"])).Output))
            return (kubectl, ["kustomize"]);
        Tools.Missing("Neither kustomize 5 nor a kubectl that has it is installed here.");
        throw new InvalidOperationException();
    }

    private static bool IsNew(string version) => Version().Match(version) is { Success: true };

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    [GeneratedRegex(@"(?:^|Kustomize Version: )v(?:5\.(?:[1-9]|[1-9][0-9]+)\.|[6-9]|[1-9][0-9]+\.)", RegexOptions.Multiline)]
    private static partial Regex Version();
}
