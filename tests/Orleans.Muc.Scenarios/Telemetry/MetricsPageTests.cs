using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Telemetry;

/// <summary>Metrics that are fetched.</summary>
public sealed class MetricsPageTests : IDisposable
{
    private const string Room = "verona@conference.localhost";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task They_are_there_when_they_are_asked_for_in_the_form_of_Prometheus()
    {
        var settings = new HostSettings { DataDirectory = _data.Inside("data"), Overrides = new Dictionary<string, string> { ["OTEL_METRICS_EXPORTER"] = "prometheus" } };
        await using var host = await HostProcess.StartAsync(settings);
        await TestAccounts.RegisterAsync(Verona.Romeo, host.Gateway, Patience);
        await using var romeo = await XmppClient.LoginAsync(Verona.Romeo, host.Gateway, Patience);
        await Verona.OpenRoomAsync(romeo, Room, Verona.Field("persistentroom", "1"));
        await Verona.SayAsync(romeo, Room, "m1", "But soft");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{settings.OperationsPort}") };

        string[] rows =
        [
            .. ((string[])["muc_connections", "muc_sessions", "muc_rooms", "muc_occupants", "muc_registrations_total", "muc_logins_total"]).Select(row => $@"(?m)^{row}(\{{[^}}]*\}})? 1( |$)"),
            "(?m)^muc_deliveries_total\\{[^}]*origin=\"room\"[^}]*\\} [1-9]",
            "(?m)^muc_fanout_duration_seconds_count\\{[^}]*silo=\"same\"[^}]*\\} 1( |$)",
            "(?m)^muc_grain_calls_duration_seconds_bucket\\{[^}]*interface=\"IRoomGrain\"[^}]*le=\"0.0005\"",
            "(?m)^muc_archive_lag_seconds_count",
            "(?m)^muc_cluster_sessions(\\{[^}]*\\})? [01]( |$)",
        ];
        var (page, since) = ("", Stopwatch.GetTimestamp());
        do
        {
            // A page is kept for a moment.
            await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
            page = await client.GetStringAsync("/metrics");
        }
        while (!rows.All(row => Regex.IsMatch(page, row)) && Stopwatch.GetElapsedTime(since) < Patience);
        Assert.All(rows, row => Assert.Matches(row, page));
        Assert.DoesNotContain("romeo", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Otherwise_there_is_no_such_page()
    {
        var settings = new HostSettings { DataDirectory = _data.Inside("data") };
        await using var host = await HostProcess.StartAsync(settings);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{settings.OperationsPort}") };
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);
    }
}
