using System.Text.Json.Nodes;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>What kustomize is told to put together fits together.</summary>
public sealed class KustomizationTests
{
    public static TheoryData<string> Overlays => [.. ManifestFiles.Overlays];

    [Fact]
    public void Every_file_is_part_of_something()
    {
        var used = ManifestFiles.Folders
            .SelectMany(folder => Ways.Items(ManifestFiles.Kustomization(folder)["resources"]).Select(resource => resource.GetValue<string>())
                .Concat(Ways.Items(ManifestFiles.Kustomization(folder)["patches"]).Select(patch => patch["path"]!.GetValue<string>()))
                .Select(file => $"{folder}/{file}"))
            .Where(file => file.EndsWith(".yaml", StringComparison.Ordinal));
        Assert.Equal(ManifestFiles.Objects, used.Order());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Overlay_stands_on_base_and_site(string overlay)
    {
        var kustomization = ManifestFiles.Kustomization(overlay);
        Assert.Contains("../../base", Ways.Items(kustomization["resources"]).Select(item => item.GetValue<string>()));
        Assert.Equal(["../../site"], Ways.Items(kustomization["components"]).Select(item => item.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Patches_are_for_objects_that_there_are(string overlay)
    {
        var kustomization = ManifestFiles.Kustomization(overlay);
        foreach (var patch in Ways.Items(kustomization["patches"]).SelectMany(patch => Manifest.InFile($"{overlay}/{patch["path"]}")))
        {
            var target = Assert.Single(ManifestFiles.Base, manifest => (manifest.ApiVersion, manifest.Kind, manifest.Name) == (patch.ApiVersion, patch.Kind, patch.Name));
            // Containers are told apart by their names: a patch for one of another name would add a container.
            Assert.Equal(ContainerNames(target), ContainerNames(patch));
        }

        Assert.All(Ways.Items(kustomization["replicas"]), count => Assert.Contains(ManifestFiles.Base, manifest => manifest.Kind == "Deployment" && manifest.Name == count["name"]!.GetValue<string>()));
        Assert.All(
            Ways.Items(kustomization["configMapGenerator"]).Where(map => map["behavior"]?.GetValue<string>() == "merge"),
            map => Assert.Contains(Ways.Items(ManifestFiles.Kustomization("base")["configMapGenerator"]), other => other["name"]!.GetValue<string>() == map["name"]!.GetValue<string>()));
    }

    [Fact]
    public void Values_of_a_site_come_from_its_file_and_all_of_them_are_used()
    {
        var used = Replacements().Select(replacement => replacement["source"]!).ToList();
        Assert.All(used, source => Assert.Equal(("ConfigMap", "site"), (source["kind"]!.GetValue<string>(), source["name"]!.GetValue<string>())));
        Assert.Equal(ManifestFiles.Settings("site/site.env").Keys.Order(), used.Select(source => source["fieldPath"]!.GetValue<string>().Replace("data.", "", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Values_of_a_site_go_where_there_is_something_to_be_replaced()
    {
        foreach (var target in Replacements().SelectMany(replacement => Ways.Items(replacement["targets"])))
        {
            var (kind, name) = (Ways.At(target, "select", "kind")!.GetValue<string>(), Ways.At(target, "select", "name")!.GetValue<string>());
            // The settings are made by kustomize, and take new keys.
            if ((kind, name) == ("ConfigMap", "settings"))
            {
                Assert.True(Ways.At(target, "options", "create")!.GetValue<bool>());
                Assert.All(Ways.Items(target["fieldPaths"]), path => Assert.True(Documented.Knows(path.GetValue<string>()["data.".Length..]), path.ToString()));
                continue;
            }

            var manifest = ManifestFiles.Single(kind, name);
            Assert.All(Ways.Items(target["fieldPaths"]), path => Assert.NotNull(Follow(manifest.Tree, path.GetValue<string>())));
        }
    }

    /// <summary>What is to be replaced is marked as such, so that nobody looks for the true value there.</summary>
    [Fact]
    public void Placeholders_say_that_they_are_replaced()
    {
        var marks = ManifestFiles.Objects.SelectMany(file => File.ReadLines(SourceTree.Inside("infra", "kubernetes", file))).Where(line => line.Contains("# site: ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(marks);
        Assert.All(marks, mark => Assert.Contains(mark[(mark.IndexOf("# site: ", StringComparison.Ordinal) + 8)..].Trim(), ManifestFiles.Settings("site/site.env").Keys));
    }

    private static IEnumerable<JsonNode> Replacements() => Ways.Items(ManifestFiles.Kustomization("site")["replacements"]);

    private static string[] ContainerNames(Manifest manifest) =>
        [.. Ways.Items(manifest.At("spec", "template", "spec", "containers")).Select(container => container["name"]!.GetValue<string>())];

    /// <summary>Steps are divided by dots; one in brackets is a key with dots, or finds an entry of a list by one of its fields.</summary>
    private static JsonNode? Follow(JsonNode? tree, string path)
    {
        foreach (System.Text.RegularExpressions.Match step in System.Text.RegularExpressions.Regex.Matches(path, @"\[([^\]]+)\]|([^.\[\]]+)"))
        {
            var (inBrackets, plain) = (step.Groups[1].Value, step.Groups[2].Value);
            tree = inBrackets.Split('=') is [var field, var value]
                ? Ways.Items(tree).SingleOrDefault(item => item[field]?.GetValue<string>() == value)
                : tree?[inBrackets.Length > 0 ? inBrackets : plain];
        }

        return tree;
    }
}
