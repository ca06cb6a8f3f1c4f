using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>What those who look after a server are told of it.</summary>
public sealed class HealthTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Memory")]
    public async Task A_server_that_is_up_is_live_and_ready(string storage)
    {
        await using var host = await HostProcess.StartAsync(Settings() with { Storage = storage });
        var health = new Health(host);
        Assert.Equal((HttpStatusCode.OK, "live\nprocess: runs\n"), await health.Ask("live"));
        Assert.Equal(
            (HttpStatusCode.OK, "ready\ngateway: accepts clients\nprocess: runs\nserver: stays\nsilo: is active in its cluster\nstorage: answers\n"), await health.Ask("ready"));
        Assert.Contains($"{host.Operations}health/ready", host.Output, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, ""), await health.Ask("wealth"));
    }

    [Fact]
    public async Task A_server_that_stops_is_not_ready_at_once_and_live_to_its_end()
    {
        await using var host = await HostProcess.StartAsync(Settings());
        // Who does not hang up is waited for, for a second.
        await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        var health = new Health(host);
        host.Terminate();
        var asked = AskToItsEndAsync(health);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await health.Until("ready", text => text.Contains("server: is stopping", StringComparison.Ordinal)));
        Assert.Equal(0, (await host.WaitForExitAsync(TimeSpan.FromSeconds(20))).Code);
        var answers = await asked;
        Assert.NotEmpty(answers);
        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, "live\nprocess: runs\n"), answer));
    }

    private static async Task<List<(HttpStatusCode Status, string Text)>> AskToItsEndAsync(Health health)
    {
        List<(HttpStatusCode Status, string Text)> answers = [];
        while (await health.Ask("live") is { } answer)
            answers.Add(answer);
        return answers;
    }

    [Fact]
    public async Task Nobody_is_told_where_that_is_not_wanted()
    {
        await using var host = await HostProcess.StartAsync(Settings() with { Overrides = new Dictionary<string, string> { ["Muc:Operations:Port"] = "-1" } });
        Assert.Null(await new Health(host).Ask("live"));
        Assert.DoesNotContain("health", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var exit = await HostProcess.RunToExitAsync(Settings() with { OperationsPort = port });
        Assert.Equal(1, exit.Code);
        var sentence = Assert.Single(exit.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.StartsWith($"Port {port.ToString(CultureInfo.InvariantCulture)} on 127.0.0.1 is in use", sentence, StringComparison.Ordinal);
        Assert.Contains("Muc:Operations:Port", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_storage_does_not_answer_a_server_is_live_and_not_ready()
    {
        await AzuriteServer.SharedAsync();
        await using var azurite = await AzuriteServer.StartAsync();
        await using var host = await HostProcess.StartAsync(Settings().With(azurite));
        var health = new Health(host);
        Assert.Equal(HttpStatusCode.OK, await health.Until("ready", text => text.StartsWith("ready", StringComparison.Ordinal)));
        azurite.Suspend();
        Assert.Equal(
            HttpStatusCode.ServiceUnavailable,
            await health.Until("ready", text => text.StartsWith("not ready", StringComparison.Ordinal) && text.Contains("storage: has not answered within 2 s", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, (await health.Ask("live"))?.Status);
        azurite.Resume();
        Assert.Equal(HttpStatusCode.OK, await health.Until("ready", text => text.StartsWith("ready", StringComparison.Ordinal)));
    }

    private HostSettings Settings() => new() { DataDirectory = _data.Inside("data") };
}
