using System.Text.Json.Nodes;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>infra/compose.yaml, with its fragments merged in.</summary>
internal static class Compose
{
    /// <summary>The name that the built image gets.</summary>
    public const string OwnImage = "orleans-muc:local";

    public static JsonNode Tree { get; } = YamlTree.Read(File.ReadAllText(SourceTree.Inside("infra", "compose.yaml"))).Single();

    public static IReadOnlyDictionary<string, JsonNode> Services { get; } = ((JsonObject)Tree["services"]!).ToDictionary(pair => pair.Key, pair => pair.Value!);

    /// <summary>The services that are the server.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Hosts { get; } = Services.Where(service => service.Value["image"]!.GetValue<string>() == OwnImage).ToDictionary();

    public static IEnumerable<string> Texts(JsonNode service, string name) => Ways.Items(service[name]).Select(item => item.ToString());
}
