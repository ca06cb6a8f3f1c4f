using System.Text.Json;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Telemetry;

/// <summary>What a collector gets from a running server, and what becomes of the server when there is none.</summary>
public sealed class ExportTests : IDisposable
{
    private const string Room = "verona@conference.localhost";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_collector_gets_the_metrics_and_traces_that_the_page_describes()
    {
        await using var collector = new OtlpReceiver();
        await using var host = await HostProcess.StartAsync(Sending(collector.Address));
        await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        await using var juliet = await Verona.ArriveAsync(host, Verona.Juliet);
        await Assert.ThrowsAsync<ScenarioException>(() => XmppClient.LoginAsync(Verona.Juliet with { Password = "montague" }, host.Gateway, Patience));
        await Verona.OpenRoomAsync(romeo, Room, Verona.Field("persistentroom", "1"));
        await Verona.EnterAsync(juliet, Room);
        await Verona.SayAsync(romeo, Room, "m1", "But soft");

        double Value(string name, string tags = "") => collector.Metrics.Where(metric => metric.Name == name && metric.Tags == tags).Select(metric => metric.Value).FirstOrDefault();
        await collector.UntilAsync(
            _ => (Value("muc.connections"), Value("muc.sessions"), Value("muc.rooms"), Value("muc.occupants")) == (2, 2, 1, 2)
                && Value("muc.logins") == 2 && Value("muc.logins.refused", "reason=not-authorized") == 1 && Value("muc.registrations") == 2
                && Value("muc.deliveries", "origin=room") >= 2 && Value("muc.fanout.duration", "silo=same") == 1 && Value("muc.archive.lag") >= 1
                && Value("muc.grain.calls.duration", "interface=IRoomGrain,method=Take") >= 3,
            "all counts");
        Assert.All(collector.Metrics.Where(metric => metric.Meter.StartsWith("Orleans.Muc.", StringComparison.Ordinal)), metric =>
            Assert.Contains((metric.Name, metric.Meter, metric.Unit), OperationsPage.Metrics.Select(described => (described.Name, described.Meter, described.Unit))));
        Assert.Contains(collector.Metrics, metric => metric.Meter == "System.Runtime");
        Assert.Contains("service.name=orleans-muc", collector.Resources);
        Assert.Contains(collector.Resources, attribute => attribute.StartsWith("service.instance.id=", StringComparison.Ordinal));
        Assert.Contains("service.version=0.1.0", collector.Resources);

        IEnumerable<SentSpan> Requests() => collector.Spans.Where(span => span is { Name: "muc.request", Tags: "muc.stanza=groupchat" });
        IEnumerable<string> Ways() => Requests().TakeLast(1).SelectMany(request => collector.Spans.Where(span => span.Trace == request.Trace)).Select(span => span.Name).Order();
        string[] way = ["IPushExtension/Push", "IRoomGrain/Take", "muc.commit", "muc.fanout", "muc.request"];
        await collector.UntilAsync(_ => Ways().SequenceEqual(way), "the message's way");
        Assert.Equal("", Requests().Last().Parent);
        var exit = await host.TerminateAsync(Patience);
        Assert.Equal(0, exit.Code);
        Assert.DoesNotContain("could not be exported", exit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sampled_is_said_by_the_usual_settings()
    {
        await using var collector = new OtlpReceiver();
        var settings = Sending(collector.Address, ("OTEL_TRACES_SAMPLER", "always_off"), ("OTEL_SERVICE_NAME", "verona"));
        await using var host = await HostProcess.StartAsync(settings);
        await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        await Verona.OpenRoomAsync(romeo, Room, "");
        await collector.UntilAsync(sent => sent.Metrics.Any(metric => metric is { Name: "muc.rooms", Value: 1 }), "the room");
        await host.TerminateAsync(Patience);

        Assert.Empty(collector.Spans);
        Assert.Contains("service.name=verona", collector.Resources);
        Assert.DoesNotContain("service.name=orleans-muc", collector.Resources);
    }

    [Fact]
    public async Task A_signal_may_have_a_collector_of_its_own()
    {
        await using var collector = new OtlpReceiver();
        var settings = Sending("", ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.Address + "v1/traces"));
        await using var host = await HostProcess.StartAsync(settings);
        await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        await Verona.OpenRoomAsync(romeo, Room, "");
        await collector.UntilAsync(sent => sent.Spans.Count > 0, "a span");
        Assert.Empty(collector.Metrics);
    }

    [Fact]
    public async Task A_collector_that_cannot_be_reached_is_told_of_and_hinders_nobody()
    {
        await using var host = await HostProcess.StartAsync(Sending($"http://127.0.0.1:{FreePorts.Next()}/"));
        await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        await Verona.OpenRoomAsync(romeo, Room, "");
        await host.SaysAsync("could not be exported");
        await Verona.SayAsync(romeo, Room, "m1", "But soft");
        var exit = await host.TerminateAsync(Patience);
        Assert.Equal(0, exit.Code);
        Assert.Equal("", exit.Errors);
    }

    [Fact]
    public async Task Pages_that_nobody_can_fetch_are_told_of()
    {
        var settings = new HostSettings { DataDirectory = _data.Inside("data"), Overrides = new Dictionary<string, string> { ["OTEL_METRICS_EXPORTER"] = "prometheus", ["Muc:Operations:Port"] = "-1" } };
        await using var host = await HostProcess.StartAsync(settings);
        await host.SaysAsync("OTEL_METRICS_EXPORTER names prometheus, but Muc:Operations:Port is -1");
    }

    [Fact]
    public async Task OTLP_by_name_goes_to_the_specifications_place()
    {
        var settings = new HostSettings { DataDirectory = _data.Inside("data"), Overrides = new Dictionary<string, string> { ["OTEL_TRACES_EXPORTER"] = "otlp", ["OTEL_BSP_SCHEDULE_DELAY"] = "200" } };
        await using var host = await HostProcess.StartAsync(settings);
        await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        await Verona.OpenRoomAsync(romeo, Room, "");
        // Where nobody is.
        await host.SaysAsync("could not be exported");
    }

    /// <summary>As many at a time as go beside each other; their values are what nothing else that a server says has in it, such as the names of its folders.</summary>
    public static TheoryData<string[]> Mistakes() => new((string[][])
    [
        ["OTEL_EXPORTER_OTLP_ENDPOINT=the usual place"],
        ["OTEL_EXPORTER_OTLP_ENDPOINT=ftp://127.0.0.1/"],
        ["OTEL_EXPORTER_OTLP_HEADERS=rose=red,Rose=mandrake"],
        ["OTEL_EXPORTER_OTLP_METRICS_HEADERS=rose=red,,lily=mandrake", "OTEL_EXPORTER_OTLP_TRACES_HEADERS=Authorization=Basic%20a%2Cmandrake"],
        [
            "OTEL_EXPORTER_OTLP_PROTOCOL=http/json", "OTEL_EXPORTER_OTLP_HEADERS=Bearer mandrake", "OTEL_EXPORTER_OTLP_TIMEOUT=a while", "OTEL_TRACES_SAMPLER=sometimes",
            "OTEL_METRICS_EXPORTER=carrier-pigeon", "OTEL_METRIC_EXPORT_INTERVAL=-1597463007", "OTEL_RESOURCE_ATTRIBUTES=verona",
        ],
    ]);

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_setting_that_is_wrong_is_told_without_its_value_and_the_server_runs(string[] mistakes)
    {
        (string Name, string Value)[] wrong = [.. mistakes.Select(mistake => mistake.Split('=', 2)).Select(parts => (parts[0], parts[1]))];
        await using var collector = new OtlpReceiver();
        await using var host = await HostProcess.StartAsync(Sending(collector.Address, wrong));
        await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        foreach (var (name, _) in wrong.Where(setting => setting.Name != "OTEL_RESOURCE_ATTRIBUTES"))
            await host.SaysAsync(name);
        var exit = await host.TerminateAsync(Patience);
        Assert.Equal(0, exit.Code);
        Assert.All(wrong, setting => Assert.DoesNotContain(setting.Value, exit.Output + exit.Errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_for_machines_is_one_object_a_line()
    {
        var settings = new HostSettings { DataDirectory = _data.Inside("data"), Overrides = new Dictionary<string, string> { ["Muc:Logging:Format"] = "json", ["Logging:LogLevel:Default"] = "Debug" } };
        await using var host = await HostProcess.StartAsync(settings);
        await using (var romeo = await Verona.ArriveAsync(host, Verona.Romeo))
            await Verona.OpenRoomAsync(romeo, Room, "");
        var exit = await host.TerminateAsync(Patience);

        var lines = exit.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var entries = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(entries, entry => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", entry.GetProperty("Timestamp").GetString()));
        Assert.Contains(entries, entry => entry.GetProperty("Category").GetString() == "Orleans.Muc.Host" && entry.GetProperty("Message").GetString()!.StartsWith("Listening on xmpp://", StringComparison.Ordinal));
        Assert.Contains(entries, entry => entry.GetProperty("LogLevel").GetString() == "Debug");
        Assert.DoesNotContain(entries, entry => entry.TryGetProperty("Scopes", out _));
    }

    [Fact]
    public async Task A_format_that_is_none_is_a_mistake()
    {
        var exit = await HostProcess.RunToExitAsync(new HostSettings { DataDirectory = _data.Inside("data"), Overrides = new Dictionary<string, string> { ["Muc:Logging:Format"] = "Runes" } });
        Assert.Equal((1, "Muc:Logging:Format is \"Runes\"; it must be one of Text, Json."), (exit.Code, exit.Errors.Trim()));
    }

    private HostSettings Sending(string address, params (string Name, string Value)[] more)
    {
        var keys = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        };
        foreach (var (name, value) in more)
            keys[name] = value;
        return new HostSettings { DataDirectory = _data.Inside("data"), Overrides = keys };
    }
}
