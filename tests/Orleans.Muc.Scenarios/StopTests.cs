using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>How the server ends when it is asked to.</summary>
public sealed class StopTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
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

    [Fact]
    public async Task A_server_that_is_asked_while_it_starts_stops_too()
    {
        await using var host = HostProcess.Launch(new HostSettings { DataDirectory = _data.Inside("data") });
        await new Health(host).Until("live", text => text.StartsWith("live", StringComparison.Ordinal));
        var exit = await host.TerminateAsync(Limit);
        Assert.Equal((0, ""), (exit.Code, exit.Errors));
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
