using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>How the server ends when it is asked to.</summary>
public sealed class StopTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
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
        Assert.Contains("stream ended", end.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _data.Dispose();

    private Task<HostProcess> StartAsync() => HostProcess.StartAsync(new HostSettings { DataDirectory = _data.Inside("data") });
}
