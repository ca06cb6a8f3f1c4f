using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Orleans.Muc.Gateway.Listening;
using Orleans.Muc.Gateway.Tests.Kit;

namespace Orleans.Muc.Gateway.Tests.Listening;

public class SocketStreamTests
{
    [Fact]
    public async Task More_than_the_system_takes_at_once_waits_for_the_reader_and_arrives_in_order()
    {
        using var listening = new TcpListener(IPAddress.Loopback, 0);
        listening.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listening.LocalEndpoint);
        await using var stream = new SocketStream(await listening.AcceptSocketAsync());
        var sent = RandomNumberGenerator.GetBytes(16 << 20);

        var writing = stream.WriteAsync(sent).AsTask();

        Assert.False(writing.IsCompleted);
        var received = new byte[sent.Length];
        await Patience.For(client.GetStream().ReadExactlyAsync(received).AsTask(), "the bytes");
        await Patience.For(writing, "the write");
        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task Writing_to_a_client_that_is_gone_fails()
    {
        using var listening = new TcpListener(IPAddress.Loopback, 0);
        listening.Start();
        var client = new TcpClient { LingerState = new LingerOption(true, 0) };
        await client.ConnectAsync((IPEndPoint)listening.LocalEndpoint);
        await using var stream = new SocketStream(await listening.AcceptSocketAsync());
        client.Dispose();

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (true)
                await stream.WriteAsync(new byte[1]);
        });
    }
}
