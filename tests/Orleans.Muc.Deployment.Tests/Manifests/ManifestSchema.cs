using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s.Models;
using NJsonSchema;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>
/// What is wrong with a manifest. Kinds of Kubernetes itself are held to the models of its client, in which an unknown field, and a number where a text belongs, is a mistake; kinds of
/// its extensions to the schemas in Schemas, written from their documentation.
/// </summary>
internal static class ManifestSchema
{
    private static readonly JsonSerializerOptions Strict = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly Dictionary<string, Type> Models = new()
    {
        ["v1/Namespace"] = typeof(V1Namespace),
        ["v1/ServiceAccount"] = typeof(V1ServiceAccount),
        ["v1/ConfigMap"] = typeof(V1ConfigMap),
        ["v1/Service"] = typeof(V1Service),
        ["apps/v1/Deployment"] = typeof(V1Deployment),
        ["batch/v1/CronJob"] = typeof(V1CronJob),
        ["policy/v1/PodDisruptionBudget"] = typeof(V1PodDisruptionBudget),
        ["networking.k8s.io/v1/NetworkPolicy"] = typeof(V1NetworkPolicy),
    };

    private static readonly Dictionary<string, string> Extensions = new()
    {
        ["secrets-store.csi.x-k8s.io/v1/SecretProviderClass"] = "secretproviderclass",
        ["keda.sh/v1alpha1/ScaledObject"] = "scaledobject",
        ["azmonitoring.coreos.com/v1/PodMonitor"] = "podmonitor",
        ["kustomize.config.k8s.io/v1beta1/Kustomization"] = "kustomization",
        ["kustomize.config.k8s.io/v1alpha1/Component"] = "kustomization",
    };

    public static async Task<IReadOnlyList<string>> MistakesAsync(Manifest manifest)
    {
        var kind = $"{manifest.ApiVersion}/{manifest.Kind}";
        if (Models.TryGetValue(kind, out var model))
            return Mistakes(manifest, model);
        return Extensions.TryGetValue(kind, out var schema)
            ? [.. (await AgainstAsync(schema, manifest.Tree)).Select(mistake => $"{manifest}: {mistake}")]
            : [$"{manifest}: {kind} is a kind that nobody knows."];
    }

    /// <summary>What a schema of the folder Schemas has against a tree.</summary>
    public static async Task<IReadOnlyList<string>> AgainstAsync(string name, JsonNode tree)
    {
        var file = SourceTree.Inside("tests", "Orleans.Muc.Deployment.Tests", "Manifests", "Schemas", name + ".json");
        var schema = await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(file));
        return [.. schema.Validate(tree.ToJsonString()).SelectMany(Leaves).Select(mistake => $"{mistake.Path}: {mistake.Kind}")];
    }

    private static string[] Mistakes(Manifest manifest, Type model)
    {
        try
        {
            manifest.Tree.Deserialize(model, Strict);
            return [];
        }
        catch (Exception mistake) when (mistake is JsonException or NotSupportedException)
        {
            return [$"{manifest}: {mistake.Message}"];
        }
    }

    private static IEnumerable<NJsonSchema.Validation.ValidationError> Leaves(NJsonSchema.Validation.ValidationError error) => error switch
    {
        NJsonSchema.Validation.ChildSchemaValidationError child => child.Errors.Values.SelectMany(errors => errors).SelectMany(Leaves),
        NJsonSchema.Validation.MultiTypeValidationError multi => multi.Errors.Values.SelectMany(errors => errors).SelectMany(Leaves),
        _ => [error],
    };
}
