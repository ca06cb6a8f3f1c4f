using System.Text.Json.Nodes;
using Orleans.Muc.Deployment.Tests.Programs;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>Alerts are rules that Prometheus takes, about metrics that there are, and say what to do.</summary>
public sealed class AlertTests
{
    private static readonly JsonNode File = Assert.Single(YamlTree.Read(System.IO.File.ReadAllText(SourceTree.Inside("infra", "alerts", "rules.yaml"))));

    private static readonly IReadOnlyList<JsonNode> Rules = [.. Ways.Items(File["groups"]).SelectMany(group => Ways.Items(group["rules"]))];

    public static TheoryData<string> Names => [.. Rules.Select(rule => rule["alert"]!.GetValue<string>())];

    [Fact]
    public async Task File_is_what_Prometheus_takes() => Assert.Empty(await ManifestSchema.AgainstAsync("rules", File));

    [Theory]
    [InlineData("for: 3m", "for: three minutes")]
    [InlineData("severity: critical", "level: critical")]
    [InlineData("runbook: infra/runbook.md#no-silo", "runbook_url: infra/runbook.md#no-silo")]
    public async Task Slip_of_the_pen_is_refused(string right, string wrong)
    {
        var text = await System.IO.File.ReadAllTextAsync(SourceTree.Inside("infra", "alerts", "rules.yaml"));
        Assert.Contains(right, text, StringComparison.Ordinal);
        Assert.NotEmpty(await ManifestSchema.AgainstAsync("rules", Assert.Single(YamlTree.Read(text.Replace(right, wrong, StringComparison.Ordinal)))));
    }

    [Fact]
    public void No_name_is_given_twice() => Assert.Equal(Rules.Count, Names.Select(name => name.Data).Distinct().Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Alert_asks_for_metrics_and_labels_that_there_are(string name)
    {
        var query = Query.Of(Rule(name)["expr"]!.GetValue<string>());
        Assert.NotEmpty(query.Metrics);
        Assert.Empty(query.Metrics.Except(Metrics.Names));
        Assert.Empty(query.Labels.Except(Metrics.Labels));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Alert_names_a_section_of_the_runbook_that_says_what_to_do(string name)
    {
        var (file, anchor) = Rule(name)["annotations"]!["runbook"]!.GetValue<string>().Split('#') is [var first, var second] ? (first, second) : ("", "");
        var page = Page.Read(file);
        Assert.Contains(anchor, page.Anchors);
        Assert.Contains($"[{name}](#{anchor})", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sum(rate(muc_session{job=\"orleans-muc\"}[5m]))", "muc_session")]
    [InlineData("histogram_quantile(0.99, sum by (le) (rate(muc_fanout_seconds_bucket[5m]))) > 1.5", "muc_fanout_seconds_bucket")]
    [InlineData("absent(muc_connection) and sum(muc_sessions offset 10m) > 100", "muc_connection")]
    public void Metric_that_there_is_not_is_noticed(string expression, string metric) => Assert.Equal([metric], Query.Of(expression).Metrics.Except(Metrics.Names));

    [Theory]
    [InlineData("check", "rules.yaml")]
    [InlineData("test", "tests.yaml")]
    public async Task Prometheus_plays_them_through(string what, string file)
    {
        var run = await ProgramRun.Of(Tools.Find("promtool"), [what, "rules", SourceTree.Inside("infra", "alerts", file)]);
        Assert.True(run.ExitCode == 0, run.Everything);
    }

    [Fact]
    public void Alerts_that_are_played_through_exist()
    {
        var played = Ways.Items(Assert.Single(YamlTree.Read(System.IO.File.ReadAllText(SourceTree.Inside("infra", "alerts", "tests.yaml"))))["tests"])
            .SelectMany(test => Ways.Items(test["alert_rule_test"]))
            .Select(test => test["alertname"]!.GetValue<string>())
            .ToHashSet();
        Assert.NotEmpty(played);
        Assert.Empty(played.Except(Names.Select(name => name.Data)));
    }

    private static JsonNode Rule(string name) => Rules.Single(rule => rule["alert"]!.GetValue<string>() == name);
}
