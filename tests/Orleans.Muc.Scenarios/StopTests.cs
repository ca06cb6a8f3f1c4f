using System.Net;
using System.Net.Sockets;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>How the server ends when it is asked to.</summary>
public sealed class StopTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly TemporaryDirectory _data = new();

    [Fact]
    public async Task Ctrl_C_stops_an_idle_server_in_time()
    {
        await using var host = await StartAsync();
        var exit = await host.InterruptAsync(Limit);
        Assert.Equal(0, exit.Code);
    }

    [Fact]
    public async Task A_service_manager_stops_it_in_time()
    {
        await using var host = await StartAsync();
        var exit = await host.TerminateAsync(Limit);
        Assert.Equal(0, exit.Code);
    }

    [Fact]
    public async Task Ctrl_C_stops_a_server_whose_rooms_are_occupied()
    {
        await using var host = await StartAsync();
        await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        await Verona.OpenRoomAsync(romeo, "verona@conference.localhost", "");
        var exit = await host.InterruptAsync(Limit);
        Assert.Equal(0, exit.Code);

        // XEP-0045 §11.2: before the stream ends
        var told = await romeo.ExpectAsync("<presence type='unavailable' from='verona@conference.localhost/Romeo'/>");
        Assert.Contains("code=\"332\"", told.ToString(), StringComparison.Ordinal);
        var end = await Assert.ThrowsAsync<ScenarioException>(() => romeo.ExpectAsync("<message type='never'/>"));
        Assert.Contains("stream ended: stream error: system-shutdown", end.Message, StringComparison.Ordinal);
    }

    /// <summary>At different moments of its start, of which the port for operations is the first that can be seen.</summary>
    [Fact]
    public async Task A_server_that_is_asked_while_it_starts_stops_too()
    {
        var early = 0;
        for (var round = 0; round < 5; round++)
        {
            await using var host = HostProcess.Launch(new HostSettings { DataDirectory = _data.Inside($"data{round}") });
            await ConnectAsync(host);
            await Task.Delay(TimeSpan.FromMilliseconds(60 * round), TestContext.Current.CancellationToken);
            var exit = await host.TerminateAsync(Limit);
            Assert.Equal((0, ""), (exit.Code, exit.Errors));
            early += exit.Output.Contains("Listening on", StringComparison.Ordinal) ? 0 : 1;
        }

        Assert.InRange(early, 1, 5);
    }

    [Fact]
    public async Task Nobody_waits_for_a_question_that_is_never_finished()
    {
        await using var host = await StartAsync();
        using var asker = await ConnectAsync(host);
        await asker.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        var exit = await host.TerminateAsync(Limit);
        Assert.Equal((0, ""), (exit.Code, exit.Errors));
    }

    [Fact]
    public async Task Those_who_ask_nothing_do_not_keep_the_others_from_asking()
    {
        await using var host = await StartAsync();
        List<TcpClient> silent = [];
        for (var i = 0; i < 1_000; i++)
            silent.Add(await ConnectAsync(host));
        await new Health(host).Until("live", text => text.StartsWith("live", StringComparison.Ordinal));
        silent.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task A_collector_that_never_answers_does_not_keep_a_server_beyond_its_time()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var settings = new HostSettings
        {
            DataDirectory = _data.Inside("data"),
            Overrides = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{collector.LocalEndpoint}/", ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "120000", ["Muc:ShutdownTimeout"] = "00:00:04" },
        };
        await using var host = await HostProcess.StartAsync(settings);
        await using var romeo = await InsideAsync(host);
        var exit = await host.TerminateAsync(Limit);
        Assert.Equal(1, exit.Code);
        Assert.Contains("the last metrics or traces could not be sent", exit.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_can_not_end_in_order_says_what_is_left_and_ends_in_time()
    {
        await using var azurite = await OwnAzuriteAsync();
        await using var host = await StartAsync(azurite, "00:00:02");
        await using var romeo = await InsideAsync(host);
        azurite.Suspend();
        var exit = await host.TerminateAsync(Limit);
        Assert.Equal(1, exit.Code);
        Assert.Contains("did not end in order within Muc:ShutdownTimeout (00:00:02)", exit.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once()
    {
        await using var azurite = await OwnAzuriteAsync();
        await using var host = await StartAsync(azurite, "00:30:00");
        await using var romeo = await InsideAsync(host);
        azurite.Suspend();
        host.Terminate();
        await new Health(host).Until("ready", text => text.Contains("server: is stopping", StringComparison.Ordinal));
        var exit = await host.TerminateAsync(Limit);
        Assert.NotEqual(0, exit.Code);
    }

    public void Dispose() => _data.Dispose();

    /// <summary>To its port for operations, as soon as it listens.</summary>
    private static async Task<TcpClient> ConnectAsync(HostProcess host)
    {
        while (true)
        {
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, host.Operations.Port, TestContext.Current.CancellationToken);
                return client;
            }
            catch (SocketException)
            {
                client.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task<AzuriteServer> OwnAzuriteAsync()
    {
        await AzuriteServer.SharedAsync();
        return await AzuriteServer.StartAsync();
    }

    private static async Task<XmppClient> InsideAsync(HostProcess host)
    {
        var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        await Verona.OpenRoomAsync(romeo, "verona@conference.localhost", "");
        return romeo;
    }

    private Task<HostProcess> StartAsync(AzuriteServer azurite, string timeout)
    {
        var settings = new HostSettings { DataDirectory = _data.Inside("data") }.With(azurite);
        return HostProcess.StartAsync(settings with { Overrides = new Dictionary<string, string>(settings.Overrides) { ["Muc:ShutdownTimeout"] = timeout } });
    }

    private Task<HostProcess> StartAsync() => HostProcess.StartAsync(new HostSettings { DataDirectory = _data.Inside("data") });
}
