using System.Text.Json.Nodes;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>Dashboards are what Grafana imports, and show metrics that there are.</summary>
public sealed class DashboardTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(SourceTree.Inside("infra", "dashboards"), "*.json").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Dashboard_is_what_Grafana_imports(string file) => Assert.Empty(await ManifestSchema.AgainstAsync("dashboard", Read(file)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Panels_show_metrics_and_labels_that_there_are(string file)
    {
        var targets = Panels(file).SelectMany(panel => Ways.Items(panel["targets"])).ToList();
        Assert.NotEmpty(targets);
        foreach (var target in targets)
        {
            var query = Query.Of(target["expr"]!.GetValue<string>());
            Assert.NotEmpty(query.Metrics);
            Assert.Empty(query.Metrics.Except(Metrics.Names));
            Assert.Empty(query.Labels.Concat(Legend(target)).Except(Metrics.Labels));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Panels_have_numbers_of_their_own_and_lie_side_by_side(string file)
    {
        var panels = Panels(file).ToList();
        Assert.Equal(panels.Count, panels.Select(panel => panel["id"]!.GetValue<int>()).Distinct().Count());
        var fields = panels.SelectMany(panel => Fields(panel["gridPos"]!)).ToList();
        Assert.Equal(fields.Count, fields.Distinct().Count());
        Assert.All(fields, field => Assert.InRange(field.X, 0, 23));
    }

    [Fact]
    public void Every_metric_of_ours_is_on_a_dashboard()
    {
        var shown = Files.SelectMany(file => Panels(file.Data)).SelectMany(panel => Ways.Items(panel["targets"])).SelectMany(target => Query.Of(target["expr"]!.GetValue<string>()).Metrics).ToHashSet();
        // A histogram is shown by its buckets.
        var ours = Metrics.Names.Where(name => name.StartsWith("muc_", StringComparison.Ordinal) && !name.EndsWith("_sum", StringComparison.Ordinal) && !name.EndsWith("_count", StringComparison.Ordinal));
        Assert.Empty(ours.Except(shown));
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(SourceTree.Inside("infra", "dashboards", file)))!;

    private static IEnumerable<JsonNode> Panels(string file) => Ways.Items(Read(file)["panels"]);

    private static IEnumerable<string> Legend(JsonNode target) =>
        System.Text.RegularExpressions.Regex.Matches(target["legendFormat"]!.GetValue<string>(), @"\{\{([a-z_]+)\}\}").Select(match => match.Groups[1].Value);

    private static IEnumerable<(int X, int Y)> Fields(JsonNode place) =>
        from x in Enumerable.Range(place["x"]!.GetValue<int>(), place["w"]!.GetValue<int>())
        from y in Enumerable.Range(place["y"]!.GetValue<int>(), place["h"]!.GetValue<int>())
        select (x, y);
}
