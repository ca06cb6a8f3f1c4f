using System.Text.Json.Nodes;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>What lies in infra/kubernetes.</summary>
internal static class ManifestFiles
{
    public static readonly string[] Overlays = ["overlays/dev", "overlays/prod"];

    /// <summary>Folders with a kustomization.</summary>
    public static readonly string[] Folders = ["base", "site", .. Overlays];

    public static IEnumerable<string> All { get; } =
        [.. Directory.EnumerateFiles(Root, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order()];

    /// <summary>All but those that tell kustomize what to do.</summary>
    public static IEnumerable<string> Objects => All.Where(file => !file.EndsWith("kustomization.yaml", StringComparison.Ordinal));

    public static IReadOnlyList<Manifest> Base { get; } = [.. In("base")];

    /// <summary>Base, and what the overlay for real use adds; patches are not applied.</summary>
    public static IReadOnlyList<Manifest> Production { get; } = [.. Base, .. In("overlays/prod")];

    public static Manifest Deployment => Single("Deployment", "orleans-muc");

    public static JsonNode Container => Ways.Items(Deployment.At("spec", "template", "spec", "containers")).Single();

    private static string Root => SourceTree.Inside("infra", "kubernetes");

    public static Manifest Single(string kind, string name) => Assert.Single(Production, manifest => manifest.Kind == kind && manifest.Name == name);

    public static JsonNode Kustomization(string folder) => Manifest.InFile($"{folder}/kustomization.yaml").Single().Tree;

    /// <summary>The lines of a file of settings, without the remarks.</summary>
    public static IReadOnlyDictionary<string, string> Settings(string relative) => File.ReadAllLines(SourceTree.Inside("infra", "kubernetes", relative))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>What the listed resources of a folder hold.</summary>
    private static IEnumerable<Manifest> In(string folder) => Ways.Items(Kustomization(folder)["resources"])
        .Select(resource => resource.GetValue<string>())
        .Where(resource => resource.EndsWith(".yaml", StringComparison.Ordinal))
        .SelectMany(resource => Manifest.InFile($"{folder}/{resource}"));
}
