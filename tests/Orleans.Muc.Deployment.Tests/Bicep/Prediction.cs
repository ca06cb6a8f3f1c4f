using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Bicep;

/// <summary>
/// What a deployment of an environment would make, as the Bicep CLI foresees it without Azure (<c>bicep snapshot</c>): all resources of all modules, every expression evaluated
/// but those that only Azure can answer.
/// </summary>
internal sealed class Prediction
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Prediction>>> Known = new();

    private readonly JsonNode _snapshot;

    private Prediction(JsonNode snapshot) => _snapshot = snapshot;

    public IEnumerable<JsonNode> Resources => _snapshot["predictedResources"]!.AsArray().Select(resource => resource!);

    public JsonObject Outputs => _snapshot["outputs"]!.AsObject();

    public string Text => _snapshot.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    /// <summary>Foreseen once for all tests: it takes a second or two.</summary>
    public static Task<Prediction> Of(string environment) => Known.GetOrAdd(environment, _ => new(() => Foresee(environment))).Value;

    public IEnumerable<JsonNode> OfType(string type) => Resources.Where(resource => resource.Text("type") == type);

    public JsonNode TheOnly(string type) => Assert.Single(OfType(type));

    private static async Task<Prediction> Foresee(string environment)
    {
        using var folder = new TemporaryDirectory();
        var copy = BicepText.CopyTo(folder);
        var run = await BicepCli.Run(
            copy, "snapshot", $"environments/{environment}.bicepparam", "--mode", "overwrite", "--location", "westeurope", "--deployment-name", "muc",
            "--subscription-id", "11111111-1111-1111-1111-111111111111", "--tenant-id", "22222222-2222-2222-2222-222222222222");
        Assert.True(run.ExitCode == 0, run.Everything);
        return new Prediction(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(copy, "environments", $"{environment}.snapshot.json")))!);
    }
}

/// <summary>Ways through JSON.</summary>
internal static class JsonPaths
{
    /// <summary>The node at a path of names and numbers, such as <c>properties.rules.0.name</c>; null when the path ends before.</summary>
    public static JsonNode? At(this JsonNode? node, string path) =>
        path.Split('.').Aggregate(node, (at, step) => at is JsonArray list ? list.ElementAtOrDefault(int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)) : (at as JsonObject)?[step]);

    /// <summary>What stands at a path, as text.</summary>
    public static string? Text(this JsonNode? node, string path) => node.At(path)?.ToString();
}
