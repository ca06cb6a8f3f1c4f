using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Gateway.Connections;
using Orleans.Muc.Gateway.Listening;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Limits;

/// <summary>What those who have no account may cost.</summary>
public class StrangersTests
{
    private const string RegistrationForm = "<iq type='get' id='r1'><query xmlns='jabber:iq:register'/></iq>";

    [Fact]
    public async Task One_address_makes_only_so_many_accounts()
    {
        await using var door = new Door(options => options.Registration.MaxPerHour = 2);
        Assert.Equal("result", await Register(door, "192.0.2.66", "one"));
        Assert.Equal("conflict", await Register(door, "192.0.2.66", "one"));
        Assert.Equal("resource-constraint", await Register(door, "192.0.2.66", "two"));
        Assert.Null(door.Accounts["two@montague.lit"]);
        Assert.Equal("result", await Register(door, "192.0.2.1", "three"));
        door.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal("result", await Register(door, "192.0.2.66", "two"));
    }

    [Fact]
    public async Task Asking_without_reading_is_ended()
    {
        await using var door = new Door(options =>
        {
            options.OutboundQueueBytes = options.MaxStanzaBytes = options.BurstBytes = 20_000;
            options.BytesPerSecondBeforeAuthentication = 0;
        });
        var stranger = door.Connect(InMemoryLink.Create(windowBytes: 1024));
        await stranger.Open();
        await stranger.Send(string.Concat(Enumerable.Repeat(RegistrationForm, 500)));
        await EndsWithResourceConstraint(stranger);
    }

    [Fact]
    public async Task A_member_who_asks_without_reading_is_ended_too()
    {
        await using var door = new Door(options => options.OutboundQueueBytes = options.MaxStanzaBytes = options.BurstBytes = 20_000);
        var romeo = await door.Bound("romeo", link: InMemoryLink.Create(windowBytes: 1024));
        await romeo.Send(string.Concat(Enumerable.Repeat("<iq type='set' id='s1'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>", 1_000)));
        await EndsWithResourceConstraint(romeo);
    }

    [Fact]
    public async Task Before_login_one_is_read_slowly()
    {
        await using var door = new Door(options => options.BytesPerSecondBeforeAuthentication = 1_000);
        var stranger = door.Connect();
        await stranger.Open();
        // The burst is twice the largest stanza: 20,000 bytes. The answer shows that all of this was read.
        await stranger.Send(new string(' ', 24_000) + RegistrationForm);
        await stranger.NextStanza();
        await stranger.Send(RegistrationForm);
        var answer = stranger.NextStanza();

        // Somebody else is served meanwhile.
        var other = door.Connect();
        await other.Open();
        await other.Send(RegistrationForm);
        await other.NextStanza();
        Assert.False(answer.IsCompleted);
        for (var second = 0; second < 20 && !answer.IsCompleted; second++)
        {
            door.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(20)));
        }

        Assert.Equal("result", (await answer).Type);
        await stranger.Hangup();
        await other.Hangup();
        await door.QuietInTime();
    }

    [Fact]
    public async Task Who_is_read_slowly_is_still_told_when_time_is_up()
    {
        await using var door = new Door(options => options.BytesPerSecondBeforeAuthentication = 500);
        var stranger = door.Connect();
        await stranger.Open();
        var sending = stranger.Send(new string(' ', 500_000));
        door.Time.Advance(TimeSpan.FromSeconds(31));
        await stranger.EndsWith("connection-timeout");
        await Patience.For(sending, "the rest to be thrown away");
        await stranger.Hangup();
    }

    [Fact]
    public async Task A_connection_too_many_is_turned_away_with_the_reason()
    {
        await using var door = new Door(options => options.MaxConnectionsPerAddress = 1);
        var server = door.Services.GetRequiredService<GatewayServer>();
        await server.StartAsync(CancellationToken.None);
        using (var first = await Connect(server.Endpoints[0].Address))
        {
            Assert.Contains("features", await Hear(first, TestClient.Header(), "</stream:features>"), StringComparison.Ordinal);
            using var second = await Connect(server.Endpoints[0].Address);
            var said = await Hear(second, "", null);
            Assert.StartsWith("<?xml version='1.0'?><stream:stream ", said, StringComparison.Ordinal);
            Assert.Contains("<resource-constraint ", said, StringComparison.Ordinal);
            Assert.EndsWith("</stream:stream>", said, StringComparison.Ordinal);
            using var third = await Connect(server.Endpoints[1].Address);
            Assert.Equal("", await Hear(third, "", null));
        }

        await Patience.For(Admitted(server.Endpoints[0].Address), "the place to be free again");
        await server.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void A_handshake_is_not_repeated()
    {
        var (options, _) = new TlsOffer(Door.Certificate).Make(direct: false);
        Assert.False(options.AllowRenegotiation);
    }

    private static async Task Admitted(IPEndPoint address)
    {
        while (true)
        {
            using var client = await Connect(address);
            if ((await Hear(client, TestClient.Header() + "</stream:stream>", null)).Contains("</stream:features>", StringComparison.Ordinal))
                return;
        }
    }

    private static async Task<TcpClient> Connect(IPEndPoint address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address);
        return client;
    }

    private static async Task<string> Hear(TcpClient client, string said, string? until)
    {
        var stream = client.GetStream();
        var heard = "";
        var buffer = new byte[4096];
        try
        {
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(said));
            while (until is null || !heard.Contains(until, StringComparison.Ordinal))
            {
                var count = await Patience.For(stream.ReadAsync(buffer).AsTask(), "something from the server");
                if (count == 0)
                    break;
                heard += System.Text.Encoding.UTF8.GetString(buffer, 0, count);
                if (heard.EndsWith("</stream:stream>", StringComparison.Ordinal))
                    client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (IOException)
        {
            // Closed at once.
        }

        return heard;
    }

    private static async Task EndsWithResourceConstraint(TestClient client)
    {
        StreamItem item;
        while ((item = await client.Next()) is Stanza)
        {
        }

        Assert.Equal("resource-constraint", Assert.IsType<StreamItem.ElementItem>(item).Element.Children.First().Name);
        await client.Next<StreamItem.Closed>();
    }

    private static async Task<string> Register(Door door, string from, string user)
    {
        var link = InMemoryLink.Create();
        link.Remote = new IPEndPoint(IPAddress.Parse(from), 4000);
        var client = door.Connect(link);
        await client.Open();
        await client.Send($"<iq type='set' id='r1'><query xmlns='jabber:iq:register'><username>{user}</username><password>secret</password></query></iq>");
        var answer = await client.NextStanza();
        return answer.Type == "result" ? "result" : answer.Payload.Element("error", Ns.Client)!.Children.First().Name;
    }
}
