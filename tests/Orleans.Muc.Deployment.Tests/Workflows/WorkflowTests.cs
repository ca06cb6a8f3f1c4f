using System.Text.RegularExpressions;
using Orleans.Muc.Deployment.Tests.Programs;
using Orleans.Muc.Testing;
using YamlDotNet.RepresentationModel;

namespace Orleans.Muc.Deployment.Tests.Workflows;

/// <summary>What the workflows name is there, and they may do no more than they need.</summary>
public sealed partial class WorkflowTests
{
    /// <summary>Everything beyond reading the sources that any job may do, and why.</summary>
    private static readonly Dictionary<string, string[]> MayAlso = new()
    {
        ["container.yml/image"] = ["packages: write"],
        ["bicep.yml/what-if"] = ["id-token: write"],
    };

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yml").Select(file => Path.GetFileName(file)).Order()];

    private static string Folder => SourceTree.Inside(".github", "workflows");

    [Fact]
    public void There_are_four() => Assert.Equal(["bicep.yml", "build.yml", "container.yml", "scheduled.yml"], Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_a_workflow(string file)
    {
        var workflow = Read(file);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), workflow["name"].ToString());
        Assert.True(workflow.Children.ContainsKey("on"));
        Assert.All(Jobs(file), job => Assert.True(job.Work.Children.ContainsKey("runs-on") && job.Work.Children.ContainsKey("timeout-minutes"), job.Name));
        Assert.All(Steps(file), step => Assert.True(step.Children.ContainsKey("run") != step.Children.ContainsKey("uses")));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void It_may_do_no_more_than_it_needs(string file)
    {
        Assert.Equal(["contents: read"], Permissions(Read(file)));
        foreach (var (name, work) in Jobs(file))
        {
            var expected = MayAlso.GetValueOrDefault($"{file}/{name}", []);
            Assert.Equal(expected.Length == 0 ? [] : ["contents: read", .. expected], Permissions(work));
        }

        Assert.DoesNotContain("pull_request_target", Text(file), StringComparison.Ordinal);
        Assert.All(Steps(file).Where(step => Uses(step).StartsWith("actions/checkout@", StringComparison.Ordinal)), step => Assert.Equal("false", step["with"]["persist-credentials"].ToString()));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_are_pinned_to_their_major_version(string file) =>
        Assert.All(Steps(file).Select(Uses).Where(used => used.Length > 0), used => Assert.Matches(@"^[\w-]+/[\w-]+@v\d+$", used));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_path_that_it_names_is_there(string file)
    {
        var named = Paths().Matches(Text(file)).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(named);
        foreach (var path in named)
        {
            var place = path.Replace("/**", "", StringComparison.Ordinal);
            if (place.EndsWith("Muc.", StringComparison.Ordinal))
                continue;
            if (Path.GetFileName(place) is ['*', ..] pattern)
            {
                Assert.NotEmpty(Directory.GetFiles(SourceTree.Inside(Path.GetDirectoryName(place)!), pattern));
                continue;
            }

            Assert.True(File.Exists(SourceTree.Inside(place)) || Directory.Exists(SourceTree.Inside(place)), $"{file} names {path}.");
        }
    }

    [Fact]
    public void Every_project_of_the_full_run_is_there()
    {
        var projects = (YamlSequenceNode)Read("scheduled.yml")["jobs"]["full"]["strategy"]["matrix"]["project"];
        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.True(Directory.Exists(SourceTree.Inside("tests", $"Orleans.Muc.{project}"))));
    }

    [Fact]
    public void Programs_of_the_tests_are_installed_and_required()
    {
        Assert.Equal("required", Read("build.yml")["jobs"]["build"]["env"][Tools.Variable].ToString());
        var installed = Steps("build.yml").Where(step => step.Children.ContainsKey("run")).Select(step => step["run"].ToString()).Single(run => run.Contains("apt-get install", StringComparison.Ordinal));
        Assert.All(["haproxy", "prometheus", "shellcheck"], program => Assert.Contains($" {program}", installed, StringComparison.Ordinal));
    }

    /// <summary>Whatever changes what a workflow would say starts it.</summary>
    [Theory]
    [InlineData("container.yml", ".dockerignore", ".editorconfig", "infra/docker/**", "src/**")]
    [InlineData("bicep.yml", "bicep/**", "infra/deploy", "infra/*.sh", "tests/Orleans.Muc.Deployment.Tests/**")]
    public void It_starts_when_what_it_looks_at_changes(string file, params string[] paths)
    {
        foreach (var (_, filter) in ((YamlMappingNode)Read(file)["on"]).Children.Where(trigger => trigger.Value is YamlMappingNode node && node.Children.ContainsKey("paths")))
            Assert.Empty(paths.Except(((YamlSequenceNode)filter["paths"]).Select(path => path.ToString())));
    }

    [Fact]
    public void Every_benchmark_of_the_schedule_is_there()
    {
        var sources = string.Concat(Directory.EnumerateFiles(SourceTree.Inside("tests", "Orleans.Muc.Benchmarks"), "*Benchmarks.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var filters = (YamlSequenceNode)Read("scheduled.yml")["jobs"]["benchmarks"]["strategy"]["matrix"]["include"];
        Assert.Equal(4, filters.Count());
        Assert.All(filters, filter => Assert.Matches($@"class \w*{filter["filter"].ToString().Trim('*')}\w*Benchmarks?\b", sources));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void It_holds_no_secret_and_runs_nobody_elses_text(string file)
    {
        var text = Text(file);
        Assert.DoesNotMatch(Literal(), text);
        Assert.All(Secrets().Matches(text), secret => Assert.Equal("GITHUB_TOKEN", secret.Groups[1].Value));
        Assert.All(Steps(file).Where(step => step.Children.ContainsKey("run")), step => Assert.DoesNotContain("github.", step["run"].ToString(), StringComparison.Ordinal));
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private static YamlMappingNode Read(string file)
    {
        using var reader = new StringReader(Text(file));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)Assert.Single(yaml.Documents).RootNode;
    }

    private static IEnumerable<(string Name, YamlMappingNode Work)> Jobs(string file) =>
        ((YamlMappingNode)Read(file)["jobs"]).Children.Select(job => (job.Key.ToString(), (YamlMappingNode)job.Value));

    private static IEnumerable<YamlMappingNode> Steps(string file) => Jobs(file).SelectMany(job => ((YamlSequenceNode)job.Work["steps"]).Children.Cast<YamlMappingNode>());

    private static string Uses(YamlMappingNode step) => step.Children.TryGetValue("uses", out var used) ? used.ToString() : "";

    private static IEnumerable<string> Permissions(YamlMappingNode node) =>
        node.Children.TryGetValue("permissions", out var given) ? ((YamlMappingNode)given).Children.Select(one => $"{one.Key}: {one.Value}") : [];

    [GeneratedRegex(@"(?<![\w/.$}-])((?:infra|bicep|tests|src|docs|\.github|\.ci)/[\w./*-]*[\w*.]|Orleans\.Muc\.sln)(?=[\s""',\]]|\$\{)")]
    private static partial Regex Paths();

    [GeneratedRegex(@"secrets\.(\w+)")]
    private static partial Regex Secrets();

    /// <summary>A password or a key beside its name, or something as long and random as one.</summary>
    [GeneratedRegex(@"(password|token|secret|key)\s*:\s*(?!\$\{\{|write|read)\S+|AccountKey=|[A-Za-z0-9+/]{40,}|[0-9a-f]{8}-[0-9a-f]{4}-", RegexOptions.IgnoreCase)]
    private static partial Regex Literal();
}
