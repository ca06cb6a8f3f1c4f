using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>Documents of YAML as JSON, with the types that Kubernetes and Compose give them. A key that stands twice is refused, and so is a word that some readers take for a truth value.</summary>
internal static partial class YamlTree
{
    private static readonly string[] Doubtful = ["yes", "no", "on", "off", "y", "n"];

    /// <exception cref="YamlException">It is no YAML, or YAML of which readers make different things.</exception>
    public static IReadOnlyList<JsonNode> Read(string text)
    {
        using var reader = new StringReader(text);
        var stream = new YamlStream();
        stream.Load(new MergingParser(new Parser(reader)));
        return [.. stream.Documents.Select(document => Convert(document.RootNode)).OfType<JsonNode>()];
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new YamlException(node.Start, node.End, $"This is a {node.NodeType}."),
    };

    private static JsonValue? Plain(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (Doubtful.Contains(text, StringComparer.OrdinalIgnoreCase))
            throw new YamlException(scalar.Start, scalar.End, $"\"{text}\" is a text for some readers and a truth value for others; put it in quotation marks.");
        return text switch
        {
            "" or "~" or "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when Number().IsMatch(text) => JsonNode.Parse(text)!.AsValue(),
            _ => JsonValue.Create(text),
        };
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$")]
    private static partial Regex Number();
}
