using YamlDotNet.Core;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>Every manifest is what Kubernetes, or the extension it is for, takes; and what it doesn't take is noticed.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> Files => [.. ManifestFiles.All];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Manifest_is_what_its_kind_demands(string file)
    {
        var manifests = Manifest.InFile(file).ToList();
        Assert.NotEmpty(manifests);
        foreach (var manifest in manifests)
            Assert.Empty(await ManifestSchema.MistakesAsync(manifest));
    }

    [Fact]
    public async Task Objects_of_the_key_vault_are_listed_as_its_provider_reads_them()
    {
        var list = Assert.Single(YamlTree.Read(ManifestFiles.Single("SecretProviderClass", "certificate").Text("spec", "parameters", "objects")!));
        foreach (var entry in Ways.Items(list["array"]))
            Assert.Empty(await ManifestSchema.AgainstAsync("keyvaultobject", Assert.Single(YamlTree.Read(entry.GetValue<string>()))));
    }

    [Theory]
    [InlineData("base/deployment.yaml", "minReadySeconds:", "minReadySecond:")]
    [InlineData("base/deployment.yaml", "readOnlyRootFilesystem:", "readonlyRootFilesystem:")]
    [InlineData("base/deployment.yaml", "containerPort: 5222", "containerPort: xmpp")]
    [InlineData("base/deployment.yaml", "azure.workload.identity/use: \"true\"", "azure.workload.identity/use: true")]
    [InlineData("base/deployment.yaml", "seconds: 15", "second: 15")]
    [InlineData("base/service.yaml", "azure-load-balancer-tcp-idle-timeout: \"30\"", "azure-load-balancer-tcp-idle-timeout: 30")]
    [InlineData("base/service.yaml", "externalTrafficPolicy:", "trafficPolicy:")]
    [InlineData("base/networkpolicies.yaml", "except:", "exempt:")]
    [InlineData("base/disruptionbudget.yaml", "maxUnavailable: 1", "maxUnavailable: true")]
    [InlineData("base/backup.yaml", "suspend: true", "suspend: \"true\"")]
    [InlineData("base/certificate.yaml", "keyvaultName:", "keyVaultName:")]
    [InlineData("base/podmonitor.yaml", "labelLimit: 63", "labelLimit: 64")]
    [InlineData("overlays/prod/autoscaler.yaml", "targetValue: \"5000\"", "targetValue: 5000")]
    [InlineData("overlays/prod/autoscaler.yaml", "format: prometheus", "aggregationType: sum")]
    [InlineData("overlays/prod/autoscaler.yaml", "pollingInterval: 30", "fallback: { failureThreshold: 4, replicas: 3 }")]
    [InlineData("overlays/prod/autoscaler.yaml", "minReplicaCount:", "minReplicas:")]
    [InlineData("overlays/prod/kustomization.yaml", "patches:", "patchs:")]
    public async Task Slip_of_the_pen_is_refused(string file, string right, string wrong)
    {
        var text = await File.ReadAllTextAsync(Testing.SourceTree.Inside("infra", "kubernetes", file));
        Assert.Contains(right, text, StringComparison.Ordinal);
        var mistakes = new List<string>();
        foreach (var manifest in Manifest.Read(file, text.Replace(right, wrong, StringComparison.Ordinal)))
            mistakes.AddRange(await ManifestSchema.MistakesAsync(manifest));
        Assert.NotEmpty(mistakes);
    }

    [Theory]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: yes")]
    [InlineData("a: [1, 2")]
    public void Yaml_that_readers_take_differently_is_refused(string text) => Assert.ThrowsAny<YamlException>(() => YamlTree.Read(text));

    [Fact]
    public void Scalars_have_the_types_that_Kubernetes_gives_them() => Assert.Equal(
        """{"a":1,"b":"1","c":true,"d":null,"e":"00:00:30","f":"0640","g":1.5}""",
        Assert.Single(YamlTree.Read("a: 1\nb: \"1\"\nc: true\nd:\ne: 00:00:30\nf: 0640\ng: 1.5")).ToJsonString());
}
