using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Gateway.Listening;
using Orleans.Muc.Gateway.Tests.Kit;

namespace Orleans.Muc.Gateway.Tests.Listening;

/// <summary>The gateway on real sockets of this machine.</summary>
public class GatewayServerTests
{
    [Fact]
    public async Task Clients_connect_by_both_transports_and_are_told_when_it_stops()
    {
        await using var door = new Door();
        var server = door.Services.GetRequiredService<GatewayServer>();
        await server.StartAsync(CancellationToken.None);
        Assert.Equal([GatewayTransport.Tcp, GatewayTransport.Tls], server.Endpoints.Select(endpoint => endpoint.Transport));
        Assert.All(server.Endpoints, endpoint => Assert.NotEqual(0, endpoint.Address.Port));
        door.Accounts["romeo@montague.lit"] = "secret";

        using var plain = await Connect(server.Endpoints[0].Address);
        var romeo = new TestClient(new Ends(plain));
        await romeo.Open();
        await romeo.StartTls();
        await romeo.Open();
        await romeo.Login("romeo", "secret");
        await romeo.Bind("garden");

        using var direct = await Connect(server.Endpoints[1].Address);
        var juliet = new TestClient(new Ends(direct));
        await juliet.Secure();
        await juliet.Open();

        var stopping = server.StopAsync(CancellationToken.None);
        await romeo.EndsWith("system-shutdown");
        await juliet.EndsWith("system-shutdown");
        await romeo.Hangup();
        await juliet.Hangup();
        plain.Close();
        direct.Close();
        await Patience.For(stopping, "the gateway to stop");
        Assert.Empty(server.Endpoints);
        Assert.Equal(["opened romeo@montague.lit/garden", "stopping", "closed romeo@montague.lit/garden"], door.Host.Rest());
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_setting_that_changes_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var door = new Door(options => options.TlsPort = port);
        var server = door.Services.GetRequiredService<GatewayServer>();
        var fault = await Assert.ThrowsAsync<GatewayStartException>(() => server.StartAsync(CancellationToken.None));
        Assert.StartsWith($"Port {port} on 127.0.0.1 is in use", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Muc:Gateway:TlsPort", fault.Message, StringComparison.Ordinal);
        Assert.Empty(server.Endpoints);
    }

    [Fact]
    public async Task A_port_that_is_off_is_not_listened_on()
    {
        await using var door = new Door(options => options.TlsPort = -1);
        var server = door.Services.GetRequiredService<GatewayServer>();
        await server.StartAsync(CancellationToken.None);
        Assert.Equal([GatewayTransport.Tcp], server.Endpoints.Select(endpoint => endpoint.Transport));
        await server.StopAsync(CancellationToken.None);
    }

    private static async Task<TcpClient> Connect(IPEndPoint address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address);
        return client;
    }

    private sealed class Ends(TcpClient client) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(client.GetStream());

        public PipeWriter Output { get; } = PipeWriter.Create(client.GetStream());
    }
}
