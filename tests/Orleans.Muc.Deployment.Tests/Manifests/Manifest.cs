using System.Text.Json.Nodes;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>One object as it goes to Kubernetes.</summary>
/// <param name="Source">Where it stands, for messages.</param>
/// <param name="Tree">All of it.</param>
internal sealed record Manifest(string Source, JsonNode Tree)
{
    public string ApiVersion => Text("apiVersion") ?? "";

    public string Kind => Text("kind") ?? "";

    public string Name => Text("metadata", "name") ?? "";

    public JsonNode? At(params string[] path) => Ways.At(Tree, path);

    public string? Text(params string[] path) => At(path)?.GetValue<string>();

    public override string ToString() => $"{Kind} {Name} in {Source}";

    /// <summary>Those of a file, with its path below infra/kubernetes.</summary>
    public static IEnumerable<Manifest> InFile(string relative) => Read(relative, File.ReadAllText(SourceTree.Inside("infra", "kubernetes", relative)));

    public static IEnumerable<Manifest> Read(string source, string text) => YamlTree.Read(text).Select(tree => new Manifest(source, tree));
}

/// <summary>Ways through a tree.</summary>
internal static class Ways
{
    /// <summary>What is there; null when a part of the way is missing.</summary>
    public static JsonNode? At(JsonNode? tree, params string[] path)
    {
        foreach (var part in path)
            tree = (tree as JsonObject)?[part];
        return tree;
    }

    public static IEnumerable<JsonNode> Items(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonNode>();

    public static IReadOnlyDictionary<string, string> Texts(JsonNode? node) => (node as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value!.ToString());
}
