using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>The manifests fit the program, and each other.</summary>
public sealed class WorkloadTests
{
    private static readonly Dictionary<string, int> DocumentedPorts = new()
    {
        ["xmpp"] = Documented.DefaultOf("Muc:Gateway:TcpPort"),
        ["xmpps"] = Documented.DefaultOf("Muc:Gateway:TlsPort"),
        ["operations"] = Documented.DefaultOf("Muc:Operations:Port"),
        ["silo"] = Documented.DefaultOf("Muc:Silo:Port"),
        ["gateway"] = Documented.DefaultOf("Muc:Silo:GatewayPort"),
    };

    [Fact]
    public void Ports_of_the_container_are_those_of_the_program() => Assert.Equal(
        DocumentedPorts.OrderBy(port => port.Key),
        Ports(ManifestFiles.Container["ports"], "containerPort").OrderBy(port => port.Key));

    [Fact]
    public void Clients_reach_the_two_ports_that_are_for_them_and_no_other()
    {
        var service = ManifestFiles.Single("Service", "orleans-muc");
        Assert.Equal("LoadBalancer", service.Text("spec", "type"));
        Assert.Equal("Local", service.Text("spec", "externalTrafficPolicy"));
        Assert.Equal(["xmpp", "xmpps"], Ports(service.At("spec", "ports"), "port").Keys);
        AssertTargets(service);
    }

    [Fact]
    public void Operations_are_reached_inside_the_cluster_only()
    {
        var service = ManifestFiles.Single("Service", "operations");
        Assert.Equal("None", service.Text("spec", "clusterIP"));
        Assert.Null(service.At("spec", "type"));
        AssertTargets(service);
        Assert.Single(ManifestFiles.Production, manifest => manifest.Kind == "Service" && manifest.Text("spec", "type") is "LoadBalancer" or "NodePort");
    }

    [Fact]
    public void Whoever_selects_the_silos_selects_silos_and_nothing_else()
    {
        var silos = Ways.Texts(ManifestFiles.Deployment.At("spec", "template", "metadata", "labels"));
        var others = ManifestFiles.Base.Where(manifest => manifest.Kind == "CronJob").Select(job => Ways.Texts(job.At("spec", "jobTemplate", "spec", "template", "metadata", "labels"))).ToList();
        Assert.Equal(2, others.Count);
        foreach (var selector in Selectors())
        {
            Assert.NotEmpty(selector);
            Assert.True(Fits(selector, silos), string.Join(',', selector));
            Assert.All(others, other => Assert.False(Fits(selector, other)));
        }
    }

    [Fact]
    public void Network_is_closed_but_for_what_a_policy_names()
    {
        var policies = ManifestFiles.Base.Where(manifest => manifest.Kind == "NetworkPolicy").ToDictionary(policy => policy.Name);
        Assert.Empty((JsonObject)policies["nothing-else"].At("spec", "podSelector")!);
        Assert.Equal(["Ingress", "Egress"], Ways.Items(policies["nothing-else"].At("spec", "policyTypes")).Select(type => type.GetValue<string>()));
        Assert.Null(policies["nothing-else"].At("spec", "ingress"));
        Assert.Equal([DocumentedPorts["xmpp"], DocumentedPorts["xmpps"]], PolicyPorts(policies["clients"], "ingress"));
        Assert.Equal([DocumentedPorts["silo"], DocumentedPorts["gateway"]], PolicyPorts(policies["silos"], "ingress"));
        Assert.Equal([DocumentedPorts["silo"], DocumentedPorts["gateway"]], PolicyPorts(policies["silos"], "egress"));
        Assert.Equal([DocumentedPorts["operations"]], PolicyPorts(policies["operations"], "ingress"));
        Assert.Equal([53, 53, 443], PolicyPorts(policies["azure"], "egress"));
        // Only silos reach silos, and only clients come from anywhere.
        Assert.All(Rules(policies["silos"], "ingress", "from").Concat(Rules(policies["silos"], "egress", "to")), peer => Assert.NotNull(peer["podSelector"]));
        Assert.All(policies.Values.Where(policy => policy.Name != "clients").SelectMany(policy => Rules(policy, "ingress", "from")), peer => Assert.Null(peer["ipBlock"]));
    }

    [Theory]
    [InlineData("startupProbe", "/health/live")]
    [InlineData("livenessProbe", "/health/live")]
    [InlineData("readinessProbe", "/health/ready")]
    public void Probes_ask_the_operations_port(string probe, string path)
    {
        Assert.Equal(path, Ways.At(ManifestFiles.Container, probe, "httpGet", "path")?.GetValue<string>());
        Assert.Equal("operations", Ways.At(ManifestFiles.Container, probe, "httpGet", "port")?.GetValue<string>());
        Assert.Contains(path, Documented.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Kubernetes_waits_for_the_load_balancer_and_the_server_before_it_kills()
    {
        var grace = ManifestFiles.Deployment.At("spec", "template", "spec", "terminationGracePeriodSeconds")!.GetValue<int>();
        var sleep = Ways.At(ManifestFiles.Container, "lifecycle", "preStop", "sleep", "seconds")!.GetValue<int>();
        var server = TimeSpan.Parse(ManifestFiles.Settings("base/settings.env")["Muc__ShutdownTimeout"], CultureInfo.InvariantCulture);
        Assert.True(sleep + server.TotalSeconds + 5 <= grace, $"{sleep} + {server.TotalSeconds} s, of {grace}");
    }

    [Fact]
    public void Nobody_is_root_and_nothing_is_written_but_volumes()
    {
        var pods = ManifestFiles.Production.Select(PodOf).OfType<JsonNode>().ToList();
        Assert.Equal(3, pods.Count);
        foreach (var pod in pods)
        {
            Assert.True(Ways.At(pod, "securityContext", "runAsNonRoot")?.GetValue<bool>());
            Assert.Equal(Dockerfile.Read().User, Ways.At(pod, "securityContext", "runAsUser")?.ToString());
            Assert.Equal("RuntimeDefault", Ways.At(pod, "securityContext", "seccompProfile", "type")?.GetValue<string>());
            Assert.False(pod["automountServiceAccountToken"]!.GetValue<bool>());
            Assert.All(Ways.Items(pod["containers"]).Concat(Ways.Items(pod["initContainers"])), AssertHarmless);
        }
    }

    [Fact]
    public void Volumes_are_mounted_where_the_settings_look_for_them()
    {
        var mounts = Ways.Items(ManifestFiles.Container["volumeMounts"]).ToDictionary(mount => mount["name"]!.GetValue<string>(), mount => mount["mountPath"]!.GetValue<string>());
        var volumes = Ways.Items(ManifestFiles.Deployment.At("spec", "template", "spec", "volumes")).ToDictionary(volume => volume["name"]!.GetValue<string>());
        Assert.Equal(volumes.Keys.Order(), mounts.Keys.Order());
        Assert.Equal(Dockerfile.Read().Environment["Muc__DataDirectory"], mounts["data"]);
        Assert.StartsWith(mounts["certificate"] + "/", ManifestFiles.Settings("base/settings.env")["Muc__Certificate__Path"], StringComparison.Ordinal);
        var secrets = ManifestFiles.Single("SecretProviderClass", Ways.At(volumes["certificate"], "csi", "volumeAttributes", "secretProviderClass")!.GetValue<string>());
        Assert.Contains($"objectAlias: {Path.GetFileName(ManifestFiles.Settings("base/settings.env")["Muc__Certificate__Path"])}\n", secrets.Text("spec", "parameters", "objects"), StringComparison.Ordinal);
    }

    [Fact]
    public void Autoscaler_asks_the_silos_and_moves_them()
    {
        var autoscaler = ManifestFiles.Single("ScaledObject", "orleans-muc");
        Assert.Equal((ManifestFiles.Deployment.Kind, ManifestFiles.Deployment.Name), (autoscaler.Text("spec", "scaleTargetRef", "kind"), autoscaler.Text("spec", "scaleTargetRef", "name")));
        Assert.Null(ManifestFiles.Deployment.At("spec", "replicas"));
        var sessions = Assert.Single(Ways.Items(autoscaler.At("spec", "triggers")), trigger => trigger["type"]!.GetValue<string>() == "metrics-api")["metadata"]!;
        var url = new Uri(sessions["url"]!.GetValue<string>());
        var service = ManifestFiles.Single("Service", url.Host.Split('.')[0]);
        Assert.Equal(ManifestFiles.Kustomization("base")["namespace"]!.GetValue<string>(), url.Host.Split('.')[1]);
        Assert.Equal(Ports(service.At("spec", "ports"), "port").Values, [url.Port]);
        Assert.Contains(sessions["valueLocation"]!.GetValue<string>(), Metrics.Names);
        Assert.Equal("AverageValue", Ways.Items(autoscaler.At("spec", "triggers")).First()["metricType"]!.GetValue<string>());
    }

    /// <summary>One silo answers for all. What sums up the endpoints of a service is passed over by a KEDA before 2.19, for which one silo would then be all there are.</summary>
    [Fact]
    public void Autoscaler_asks_any_silo_for_the_sessions_of_all()
    {
        var autoscaler = ManifestFiles.Single("ScaledObject", "orleans-muc");
        var sessions = (JsonObject)Ways.Items(autoscaler.At("spec", "triggers")).First()["metadata"]!;
        Assert.Equal("muc_cluster_sessions", sessions["valueLocation"]!.GetValue<string>());
        Assert.DoesNotContain(sessions, pair => pair.Key.StartsWith("aggregat", StringComparison.OrdinalIgnoreCase));
        Assert.Null(autoscaler.At("spec", "fallback"));
        // Longer than the sum may be too low.
        Assert.True(autoscaler.At("spec", "advanced", "horizontalPodAutoscalerConfig", "behavior", "scaleDown", "stabilizationWindowSeconds")!.GetValue<int>() >= 600);
    }

    /// <summary>A rollout that makes no progress ends the waiting of infra/deploy, which otherwise waits long enough for the largest service.</summary>
    [Fact]
    public void Rollout_of_the_most_silos_ends_before_the_waiting_does()
    {
        var deadline = ManifestFiles.Deployment.At("spec", "progressDeadlineSeconds")!.GetValue<int>();
        var start = Ways.At(ManifestFiles.Container, "startupProbe", "periodSeconds")!.GetValue<int>() * Ways.At(ManifestFiles.Container, "startupProbe", "failureThreshold")!.GetValue<int>();
        Assert.True(deadline > start + 300, $"{deadline} s");
        var each = start + ManifestFiles.Deployment.At("spec", "minReadySeconds")!.GetValue<int>() + ManifestFiles.Deployment.At("spec", "template", "spec", "terminationGracePeriodSeconds")!.GetValue<int>();
        var most = ManifestFiles.Single("ScaledObject", "orleans-muc").At("spec", "maxReplicaCount")!.GetValue<int>();
        var waits = int.Parse(Regex.Match(File.ReadAllText(SourceTree.Inside("infra", "deploy")), "--timeout=([0-9]+)m >&2").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(waits * 60 > most * each, $"{most} silos take up to {most * each} s each way, {waits} minutes are waited.");
    }

    /// <summary>By itself the server shows health and metrics to its own machine only; probes, the autoscaler and Prometheus come from another.</summary>
    [Fact]
    public void Operations_listen_at_the_address_of_the_pod()
    {
        Assert.Equal("0.0.0.0", Dockerfile.Read().Environment["Muc__Operations__Address"]);
        var elsewhere = ManifestFiles.Settings("base/settings.env").Keys.Concat(Ways.Items(ManifestFiles.Container["env"]).Select(variable => variable["name"]!.GetValue<string>())).Concat(Ways.Texts(Compose.Hosts["muc-1"]["environment"]).Keys);
        Assert.DoesNotContain("Muc__Operations__Address", elsewhere);
    }

    /// <summary>Each silo takes most of a node, and one that replaces another needs a node meanwhile.</summary>
    [Fact]
    public void There_is_a_node_for_every_silo_and_one_more()
    {
        var nodes = Regex.Match(File.ReadAllText(SourceTree.Inside("bicep", "environments", "prod.bicepparam")), @"param siloPool = \{.*minCount: ([0-9]+), maxCount: ([0-9]+)");
        var autoscaler = ManifestFiles.Single("ScaledObject", "orleans-muc");
        Assert.Equal(int.Parse(nodes.Groups[2].Value, CultureInfo.InvariantCulture), autoscaler.At("spec", "maxReplicaCount")!.GetValue<int>() + 1);
        Assert.Equal(int.Parse(nodes.Groups[1].Value, CultureInfo.InvariantCulture), autoscaler.At("spec", "minReplicaCount")!.GetValue<int>());
    }

    [Fact]
    public void Environment_holds_settings_of_the_program_and_nothing_else()
    {
        var names = ManifestFiles.Settings("base/settings.env").Keys
            .Concat(ManifestFiles.Overlays.SelectMany(overlay => Ways.Items(ManifestFiles.Kustomization(overlay)["configMapGenerator"])).SelectMany(map => Ways.Items(map["literals"])).Select(literal => literal.GetValue<string>().Split('=')[0]))
            .Concat(Ways.Items(ManifestFiles.Container["env"]).Select(variable => variable["name"]!.GetValue<string>()))
            .ToList();
        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, name => !Documented.Knows(name));
    }

    [Fact]
    public void Silo_tells_the_others_the_address_of_its_pod()
    {
        var variable = Assert.Single(Ways.Items(ManifestFiles.Container["env"]), variable => variable["name"]!.GetValue<string>() == "Muc__Silo__Address");
        Assert.Equal("status.podIP", Ways.At(variable, "valueFrom", "fieldRef", "fieldPath")?.GetValue<string>());
        Assert.Equal("AzureStorage", ManifestFiles.Settings("base/settings.env")["Muc__Cluster"]);
    }

    [Fact]
    public void Metrics_are_collected_under_the_job_that_alerts_ask_for()
    {
        var monitor = ManifestFiles.Single("PodMonitor", "orleans-muc");
        Assert.Equal("orleans-muc", Ways.Texts(ManifestFiles.Deployment.At("spec", "template", "metadata", "labels"))[monitor.Text("spec", "jobLabel")!]);
        Assert.Equal("operations", Assert.Single(Ways.Items(monitor.At("spec", "podMetricsEndpoints")))["port"]!.GetValue<string>());
        Assert.Contains("prometheus", ManifestFiles.Settings("base/settings.env")["OTEL_METRICS_EXPORTER"], StringComparison.Ordinal);
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> Selectors()
    {
        var deployment = ManifestFiles.Deployment;
        yield return Ways.Texts(deployment.At("spec", "selector", "matchLabels"));
        foreach (var spread in Ways.Items(deployment.At("spec", "template", "spec", "topologySpreadConstraints")))
            yield return Ways.Texts(Ways.At(spread, "labelSelector", "matchLabels"));
        foreach (var manifest in ManifestFiles.Production)
        {
            if (manifest.Kind is "PodDisruptionBudget" or "PodMonitor")
                yield return Ways.Texts(manifest.At("spec", "selector", "matchLabels"));
            else if (manifest.Kind == "Service")
                yield return Ways.Texts(manifest.At("spec", "selector"));
            else if (manifest is { Kind: "NetworkPolicy", Name: "clients" or "silos" or "operations" })
                yield return Ways.Texts(manifest.At("spec", "podSelector", "matchLabels"));
        }
    }

    private static bool Fits(IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels) => selector.All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value);

    private static JsonNode? PodOf(Manifest manifest) => manifest.Kind switch
    {
        "Deployment" => manifest.At("spec", "template", "spec"),
        "CronJob" => manifest.At("spec", "jobTemplate", "spec", "template", "spec"),
        _ => null,
    };

    private static void AssertHarmless(JsonNode container)
    {
        Assert.True(Ways.At(container, "securityContext", "readOnlyRootFilesystem")?.GetValue<bool>());
        Assert.False(Ways.At(container, "securityContext", "allowPrivilegeEscalation")?.GetValue<bool>());
        Assert.Equal(["ALL"], Ways.Items(Ways.At(container, "securityContext", "capabilities", "drop")).Select(name => name.GetValue<string>()));
        Assert.NotNull(Ways.At(container, "resources", "limits", "memory"));
        Assert.NotNull(Ways.At(container, "resources", "requests", "cpu"));
        Assert.True(Images.IsPinned(container["image"]!.GetValue<string>()), container["image"]!.GetValue<string>());
    }

    private static void AssertTargets(Manifest service)
    {
        var ports = Ports(ManifestFiles.Container["ports"], "containerPort");
        foreach (var port in Ways.Items(service.At("spec", "ports")))
            Assert.Equal(ports[port["targetPort"]!.GetValue<string>()], port["port"]!.GetValue<int>());
    }

    private static Dictionary<string, int> Ports(JsonNode? ports, string number) => Ways.Items(ports).ToDictionary(port => port["name"]!.GetValue<string>(), port => port[number]!.GetValue<int>());

    private static IEnumerable<JsonNode> Rules(Manifest policy, string direction, string peers) => Ways.Items(policy.At("spec", direction)).SelectMany(rule => Ways.Items(rule[peers]));

    private static IEnumerable<int> PolicyPorts(Manifest policy, string direction) =>
        Ways.Items(policy.At("spec", direction)).SelectMany(rule => Ways.Items(rule["ports"])).Select(port => port["port"]!.GetValue<int>());
}
