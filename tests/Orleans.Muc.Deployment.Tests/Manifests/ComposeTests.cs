using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orleans.Muc.Deployment.Tests.Programs;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>Two hosts on a laptop: the file is one that Compose takes, and fits the program and its balancer.</summary>
public sealed partial class ComposeTests
{
    private static readonly string Balancer = File.ReadAllText(SourceTree.Inside("infra", "compose", "haproxy.cfg"));

    [Fact]
    public async Task File_is_what_Compose_takes() => Assert.Empty(await ManifestSchema.AgainstAsync("compose", Compose.Tree));

    [Theory]
    [InlineData("read_only: true", "readonly: true")]
    [InlineData("condition: service_healthy", "condition: healthy")]
    [InlineData("Muc__Registration__Open: \"true\"", "Muc__Registration__Open: true")]
    [InlineData("stop_grace_period: 45s", "stop_grace_period: 45")]
    public async Task Slip_of_the_pen_is_refused(string right, string wrong)
    {
        var text = await File.ReadAllTextAsync(SourceTree.Inside("infra", "compose.yaml"));
        Assert.Contains(right, text, StringComparison.Ordinal);
        Assert.NotEmpty(await ManifestSchema.AgainstAsync("compose", Assert.Single(YamlTree.Read(text.Replace(right, wrong, StringComparison.Ordinal)))));
    }

    [Fact]
    public void There_are_two_hosts_that_differ_in_nothing_but_their_turn()
    {
        Assert.Equal(["muc-1", "muc-2"], Compose.Hosts.Keys);
        var (first, second) = ((JsonObject)Compose.Hosts["muc-1"].DeepClone(), (JsonObject)Compose.Hosts["muc-2"].DeepClone());
        Assert.True(first.Remove("depends_on") && second.Remove("depends_on"));
        Assert.True(first.Remove("build") && second.Remove("pull_policy"));
        Assert.True(JsonNode.DeepEquals(first, second));
    }

    /// <summary>Two builds that end at the same time give the image its name twice, and the second fails.</summary>
    [Fact]
    public void One_host_builds_the_image_and_nobody_looks_for_it_elsewhere()
    {
        Assert.Equal("muc-1", Assert.Single(Compose.Services, service => service.Value["build"] is not null).Key);
        Assert.Equal("never", Compose.Hosts["muc-2"]["pull_policy"]!.GetValue<string>());
    }

    [Fact]
    public void Images_of_others_are_pinned() => Assert.All(
        Compose.Services.Values.Where(service => service["image"]!.GetValue<string>() != Compose.OwnImage),
        service => Assert.True(Images.IsPinned(service["image"]!.GetValue<string>()), service["image"]!.GetValue<string>()));

    [Fact]
    public void Azurite_is_the_one_that_the_tests_run()
    {
        var lockFile = JsonNode.Parse(File.ReadAllText(SourceTree.Inside("infra", "azurite", "package.json")))!;
        Assert.EndsWith($":{lockFile["dependencies"]!["azurite"]}", Compose.Services["azurite"]["image"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_this_machine_can_connect() => Assert.All(
        Compose.Services.Values.SelectMany(service => Compose.Texts(service, "ports")),
        port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));

    [Fact]
    public void Nothing_can_be_written_but_volumes() => Assert.All(Compose.Services.Values, service =>
    {
        Assert.True(service["read_only"]!.GetValue<bool>());
        Assert.Equal(["ALL"], Compose.Texts(service, "cap_drop"));
        Assert.Equal(["no-new-privileges:true"], Compose.Texts(service, "security_opt"));
        Assert.Null(service["privileged"]);
    });

    [Fact]
    public void Environment_holds_settings_of_the_program() => Assert.All(
        Compose.Hosts.Values.SelectMany(host => Ways.Texts(host["environment"]).Keys),
        name => Assert.True(Documented.Knows(name), name));

    [Fact]
    public void Limits_by_address_are_off_because_the_balancer_hides_addresses()
    {
        var environment = Ways.Texts(Compose.Hosts["muc-1"]["environment"]);
        string[] byAddress = ["Muc__Gateway__MaxConnectionsPerAddress", "Muc__Gateway__MaxFailedLoginsPerAddress", "Muc__Registration__MaxPerHour"];
        Assert.All(byAddress, name => Assert.Equal("0", environment[name]));
        Assert.DoesNotContain("send-proxy", Balancer, StringComparison.Ordinal);
    }

    [Fact]
    public void Host_has_longer_to_stop_than_it_takes()
    {
        var grace = Compose.Hosts["muc-1"]["stop_grace_period"]!.GetValue<string>();
        Assert.True(int.Parse(grace.TrimEnd('s'), CultureInfo.InvariantCulture) > Documented.TimeOf("Muc:ShutdownTimeout").TotalSeconds + 5, grace);
    }

    [Fact]
    public void Who_is_waited_for_can_say_that_it_is_ready()
    {
        foreach (var (service, dependency, condition) in Compose.Services.SelectMany(service => ((JsonObject?)service.Value["depends_on"] ?? []).Select(pair => (service.Key, pair.Key, pair.Value!["condition"]!.GetValue<string>()))))
        {
            Assert.True(Compose.Services.TryGetValue(dependency, out var other), $"{service} waits for {dependency}");
            Assert.True(condition != "service_healthy" || other["healthcheck"] is not null, $"{dependency} has no health check, which {service} waits for");
            Assert.True(condition != "service_completed_successfully" || other["restart"] is null, $"{dependency} never ends, which {service} waits for");
        }

        Assert.Equal("service_completed_successfully", Ways.At(Compose.Hosts["muc-2"], "depends_on", "muc-1-is-ready", "condition")?.GetValue<string>());
        Assert.Contains($"http://muc-1:{Documented.DefaultOf("Muc:Operations:Port")}/health/ready", Compose.Services["muc-1-is-ready"]["command"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Volumes_that_are_mounted_are_declared_or_lie_beside_the_file()
    {
        var declared = ((JsonObject)Compose.Tree["volumes"]!).Select(pair => pair.Key).ToList();
        var mounted = Compose.Services.Values.SelectMany(service => Compose.Texts(service, "volumes")).Select(volume => volume.Split(':')[0]).ToList();
        Assert.Equal(declared.Order(), mounted.Where(name => name[0] != '.').Distinct().Order());
        Assert.All(mounted.Where(name => name[0] == '.'), name => Assert.True(File.Exists(SourceTree.Inside("infra", name))));
        Assert.Contains($"certificate:{Dockerfile.Read().Environment["Muc__DataDirectory"]}", Compose.Texts(Compose.Hosts["muc-1"], "volumes"));
    }

    [Fact]
    public void Build_finds_its_Dockerfile()
    {
        var build = Compose.Hosts["muc-1"]["build"]!;
        var context = Path.GetFullPath(SourceTree.Inside("infra", build["context"]!.GetValue<string>()));
        Assert.Equal(SourceTree.Root.TrimEnd('/'), context.TrimEnd('/'));
        Assert.True(File.Exists(Path.Combine(context, build["dockerfile"]!.GetValue<string>())));
    }

    [Fact]
    public void Balancer_serves_the_hosts_at_the_ports_of_the_program()
    {
        var (tcp, tls, operations) = (Documented.DefaultOf("Muc:Gateway:TcpPort"), Documented.DefaultOf("Muc:Gateway:TlsPort"), Documented.DefaultOf("Muc:Operations:Port"));
        var servers = Servers().Matches(Balancer).Select(match => (Name: match.Groups[1].Value, Address: match.Groups[2].Value)).ToList();
        Assert.Equal(Compose.Hosts.Keys.SelectMany(host => new[] { (host, $"{host}:{tcp}"), (host, $"{host}:{tls}") }).Order(), servers.Order());
        Assert.All(Checks().Matches(Balancer), match => Assert.Equal($"{operations}", match.Groups[1].Value));
        Assert.Equal(2, Checks().Count(Balancer));
        var bound = Bindings().Matches(Balancer).Select(match => match.Groups[1].Value).ToList();
        Assert.All(Compose.Texts(Compose.Services["balancer"], "ports"), port => Assert.Contains(port.Split(':')[2], bound));
        Assert.Contains($"nbsrv(xmpp) lt {Compose.Hosts.Count}", Balancer, StringComparison.Ordinal);
    }

    [Fact]
    public void Health_check_of_the_balancer_asks_what_the_balancer_answers()
    {
        var url = new Uri(Ways.Items(Compose.Services["balancer"]["healthcheck"]!["test"]).Last().GetValue<string>());
        Assert.Contains($"bind {url.Host}:{url.Port}", Balancer, StringComparison.Ordinal);
        Assert.Contains($"monitor-uri {url.AbsolutePath}", Balancer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Balancer_reads_its_file()
    {
        var run = await ProgramRun.Of(Tools.Find("haproxy"), ["-c", "-f", SourceTree.Inside("infra", "compose", "haproxy.cfg")]);
        Assert.True(run.ExitCode == 0, run.Everything);
    }

    [GeneratedRegex(@"^ +server (\S+) (\S+)", RegexOptions.Multiline)]
    private static partial Regex Servers();

    [GeneratedRegex(@"check port ([0-9]+)")]
    private static partial Regex Checks();

    [GeneratedRegex(@"^ +bind \S*:([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Bindings();
}
