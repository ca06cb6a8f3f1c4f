using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>What the pages here tell somebody to do can be done.</summary>
public sealed partial class PageTests
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["deployment"] = "Deployment",
        ["cronjob"] = "CronJob",
        ["scaledobject"] = "ScaledObject",
        ["networkpolicy"] = "NetworkPolicy",
        ["service"] = "Service",
        ["serviceaccount"] = "ServiceAccount",
    };

    public static TheoryData<string> Pages => ["infra/README.md", "infra/runbook.md", "bicep/README.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string file)
    {
        var page = Page.Read(file);
        Assert.NotEmpty(page.Links);
        Assert.All(page.Links, link => AssertLeadsSomewhere(page, link));
    }

    [Fact]
    public void Commands_name_objects_that_the_manifests_make()
    {
        var named = Page.Read("infra/runbook.md").Commands.SelectMany(command => Named().Matches(command)).Select(match => (Kind: Kinds[match.Groups[1].Value], Name: match.Groups[2].Value)).Distinct().ToList();
        Assert.True(named.Count >= 6, string.Join(", ", named));
        Assert.All(named, pair => Assert.Contains(ManifestFiles.Production, manifest => manifest.Kind == pair.Kind && manifest.Name == pair.Name));
    }

    [Fact]
    public void Commands_name_containers_that_there_are()
    {
        var containers = ManifestFiles.Production.SelectMany(manifest => manifest.Kind switch
        {
            "Deployment" => new[] { manifest.At("spec", "template", "spec") },
            "CronJob" => [manifest.At("spec", "jobTemplate", "spec", "template", "spec")],
            _ => [],
        }).SelectMany(pod => Ways.Items(pod!["containers"]).Concat(Ways.Items(pod["initContainers"]))).Select(container => container["name"]!.GetValue<string>()).ToHashSet();
        var named = Page.Read("infra/runbook.md").Commands.SelectMany(command => Containers().Matches(command)).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(containers));
    }

    /// <summary>Files by which the two containers of an export and an import talk to each other.</summary>
    [Theory]
    [InlineData("export", "fetched")]
    [InlineData("import", "brought")]
    public void Marks_that_are_waited_for_are_made(string job, string mark)
    {
        Assert.Contains($"/data/{mark} ]", ManifestFiles.Single("CronJob", job).Tree.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(Page.Read("infra/runbook.md").Commands, command => command.EndsWith($"touch /data/{mark}", StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_that_are_told_to_be_set_exist()
    {
        var names = Variables().Matches(Page.Read("infra/runbook.md").Text + Page.Read("infra/README.md").Text).Select(match => match.Value).ToHashSet();
        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, name => !Documented.Knows(name));
    }

    /// <summary>How many processors of Azure an environment asks for stands in the files of parameters: pools, the sizes of their machines, and one node more of each while nodes are replaced.</summary>
    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public void Quota_is_what_the_environment_needs(string environment)
    {
        var pools = Pools().Matches(File.ReadAllText(SourceTree.Inside("bicep", "environments", environment + ".bicepparam")))
            .Select(match => match.Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray())
            .ToList();
        Assert.Equal(environment == "dev" ? 1 : 2, pools.Count);
        Assert.Contains("maxSurge: '1'", File.ReadAllText(SourceTree.Inside("bicep", "modules", "kubernetes.bicep")), StringComparison.Ordinal);
        var (first, most, surge) = (pools.Sum(pool => pool[0] * pool[1]), pools.Sum(pool => pool[0] * pool[2]), pools.Sum(pool => pool[0]));
        Assert.Contains($"| {environment} | {first} | {first + surge} | {most + surge} |", Page.Read("infra/README.md").Text, StringComparison.Ordinal);
    }

    /// <summary>The failed pod of an export never gets ready, so what its container ended with is asked first.</summary>
    [Fact]
    public void Export_is_asked_how_it_ended_before_its_document_is_waited_for()
    {
        var commands = Page.Read("infra/runbook.md").Commands.ToList();
        var asked = commands.FindIndex(command => command.Contains("initContainerStatuses[0].state.terminated.exitCode", StringComparison.Ordinal));
        Assert.InRange(asked, 0, commands.FindIndex(command => command.Contains("--for=condition=Ready", StringComparison.Ordinal)));
        Assert.Equal("muc", Ways.Items(ManifestFiles.Single("CronJob", "export").At("spec", "jobTemplate", "spec", "template", "spec", "initContainers")).First()["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Policy_that_operations_shows_is_one_for_the_silos()
    {
        var text = Yaml().Match(await File.ReadAllTextAsync(SourceTree.Inside("docs", "operations.md"))).Groups[1].Value;
        var policy = Assert.Single(Manifest.Read("docs/operations.md", text));
        Assert.Empty(await ManifestSchema.MistakesAsync(policy));
        Assert.Equal("NetworkPolicy", policy.Kind);
        var labels = Ways.Texts(ManifestFiles.Deployment.At("spec", "template", "metadata", "labels"));
        Assert.All(Ways.Texts(policy.At("spec", "podSelector", "matchLabels")), label => Assert.Equal(labels[label.Key], label.Value));
        Assert.Equal(ManifestFiles.Kustomization("base")["namespace"]!.GetValue<string>(), policy.Text("metadata", "namespace"));
    }

    private static void AssertLeadsSomewhere(Page page, string link)
    {
        var (path, anchor) = link.Split('#') is [var first, var second] ? (first, second) : (link, null);
        var target = path.Length == 0 ? SourceTree.Inside(page.File) : Path.GetFullPath(Path.Combine(SourceTree.Inside(page.File), "..", path));
        Assert.True(File.Exists(target) || Directory.Exists(target), $"{page.File}: {link}");
        if (anchor is not null)
            Assert.Contains(anchor, Page.Read(Path.GetRelativePath(SourceTree.Root, target)).Anchors);
    }

    [GeneratedRegex(@"\b(deployment|cronjob|scaledobject|networkpolicy|service|serviceaccount)[ /](?!keda)([a-z][a-z-]*)")]
    private static partial Regex Named();

    [GeneratedRegex(@"vmSize: 'Standard_D([0-9]+)as_v5', minCount: ([0-9]+), maxCount: ([0-9]+)")]
    private static partial Regex Pools();

    [GeneratedRegex("^```yaml\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex(@"--(?:container|target) ([a-z-]+)")]
    private static partial Regex Containers();

    [GeneratedRegex(@"\b(Muc__[A-Za-z_]+|DOTNET_[A-Za-z]+)")]
    private static partial Regex Variables();
}
