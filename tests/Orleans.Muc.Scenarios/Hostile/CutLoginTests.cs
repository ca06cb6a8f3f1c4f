using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Text;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>A whole visit, recorded from the first byte to the end tag, and cut off at every byte: whoever breaks off wherever leaves nothing behind.</summary>
public sealed class CutLoginTests : IAsyncLifetime
{
    private const string Room = "recorded@conference.localhost";
    private static readonly bool Full = Environment.GetEnvironmentVariable("MUC_FULL") == "1";
    private static readonly ClientSettings Mercutio = new("Mercutio") { BareJid = $"{Approach.User}@localhost", Password = Approach.Password };
    private readonly TemporaryDirectory _data = new();
    private HostProcess _host = null!;
    private ServerProcess _process = null!;
    private XmppClient _romeo = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await HostProcess.StartAsync(new HostSettings
        {
            Storage = "Memory",
            DataDirectory = _data.Inside("data"),
            Overrides = new Dictionary<string, string> { ["Muc:Gateway:NegotiationTimeout"] = "00:00:03" },
        });
        _process = new ServerProcess(_host);
        await TestAccounts.RegisterAsync(Mercutio, _host.Gateway);
        _romeo = await Verona.ArriveAsync(_host, Verona.Romeo);
        await Verona.OpenRoomAsync(_romeo, Room, "");
    }

    public async ValueTask DisposeAsync()
    {
        await _romeo.DisposeAsync();
        await _host.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_visit_that_ends_anywhere_leaves_nothing_behind()
    {
        ServerProcess.Needed();
        var before = _process.Sockets;
        await EachAsync(Cuts(Visit(Approach.NewResource()).Length, 1), async cut =>
        {
            await using var link = await SaidAsync(_host.Gateway, cut);
            await link.EndSendingAsync();
            await link.ReadToEndAsync();
        });
        await NothingIsLeftAsync(before);
    }

    [Fact]
    public async Task A_visit_that_is_reset_anywhere_leaves_nothing_behind()
    {
        ServerProcess.Needed();
        var before = _process.Sockets;
        await EachAsync(Cuts(Visit(Approach.NewResource()).Length, Full ? 1 : 5), async cut =>
        {
            var link = await SaidAsync(_host.Gateway, cut);
            link.Reset();
        });
        await NothingIsLeftAsync(before);
    }

    [Fact]
    public async Task A_login_that_falls_silent_anywhere_is_ended_by_the_server()
    {
        ServerProcess.Needed();
        var before = _process.Sockets;
        var bound = Visit("").IndexOf("<presence/>", StringComparison.Ordinal);
        await Task.WhenAll(Cuts(bound, Full ? 1 : 3).Select(async cut =>
        {
            await using var link = await SaidAsync(_host.Gateway, cut);
            await link.ReadUntilAsync("</stream:stream>");
            Assert.Contains("<connection-timeout ", link.Received, StringComparison.Ordinal);
            await link.EndSendingAsync();
            await link.ReadToEndAsync();
        }));
        await NothingIsLeftAsync(before);
    }

    [Fact]
    public async Task A_handshake_that_ends_anywhere_leaves_nothing_behind()
    {
        ServerProcess.Needed();
        var before = _process.Sockets;
        var hello = await ClientHelloAsync();
        var tls = new IPEndPoint(IPAddress.Loopback, _host.Settings.TlsPort);
        await EachAsync(Cuts(hello.Length, Full ? 1 : 5), async cut =>
        {
            await using var link = await RawLink.ConnectAsync(tls);
            await link.SendAsync(hello.AsMemory(0, cut));
            await link.EndSendingAsync();
            await link.ReadToEndAsync();
        });
        await NothingIsLeftAsync(before);
    }

    private static string Visit(string resource) =>
        Approach.Header() + Approach.Plain() + Approach.Header() + Approach.Bind(resource) + "<presence/>" +
        $"<presence to='{Room}/{resource}'><x xmlns='http://jabber.org/protocol/muc'/></presence>" +
        $"<message type='groupchat' to='{Room}' id='1'><body>A plague o' both your houses</body></message></stream:stream>";

    /// <summary>Every so many bytes, from a different beginning each time, and always the whole.</summary>
    private static IEnumerable<int> Cuts(int length, int every)
    {
        var first = every == 1 ? 0 : Random.Shared.Next(every);
        TestContext.Current.TestOutputHelper?.WriteLine($"Cuts at {first.ToString(CultureInfo.InvariantCulture)} and every {every.ToString(CultureInfo.InvariantCulture)} bytes after it.");
        for (var cut = first; cut < length; cut += every)
            yield return cut;
        yield return length;
    }

    private static Task EachAsync(IEnumerable<int> cuts, Func<int, Task> part) =>
        Parallel.ForEachAsync(cuts, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (cut, _) => await part(cut));

    private static async Task<RawLink> SaidAsync(IPEndPoint server, int cut)
    {
        var link = await RawLink.ConnectAsync(server);
        var visit = Encoding.ASCII.GetBytes(Visit(Approach.NewResource()));
        await link.SendAsync(visit.AsMemory(0, Math.Min(cut, visit.Length)));
        return link;
    }

    /// <summary>No socket, no occupant, no resource.</summary>
    private async Task NothingIsLeftAsync(int sockets)
    {
        await _process.SocketsAsync(sockets);
        var asked = 0;
        await ServerProcess.UntilAsync(
            async () =>
            {
                var id = $"who{(++asked).ToString(CultureInfo.InvariantCulture)}";
                var answer = await _romeo.AskAsync($"<iq type='get' id='{id}' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item role='participant'/></query></iq>");
                Assert.Equal("result", answer.Attribute("type")?.Value);
                return answer.Descendants().All(item => item.Name.LocalName != "item");
            },
            () => "Romeo to be alone in the room");
        await ServerProcess.UntilAsync(OnlyResourceAsync, () => "every other resource to be gone");
        Assert.DoesNotContain("fail:", _host.Output, StringComparison.Ordinal);
    }

    private async Task<bool> OnlyResourceAsync()
    {
        await using var mercutio = await XmppClient.LoginAsync(Mercutio, _host.Gateway);
        await mercutio.SendAsync("<presence/><iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
        var alone = true;
        while (await mercutio.ReceiveAsync(RawLink.Patience) is { } stanza && stanza.Name.LocalName != "iq")
            alone &= stanza.Attribute("from")?.Value == mercutio.FullJid || stanza.Attribute("type")?.Value == "unavailable";
        await mercutio.CloseAsync();
        return alone;
    }

    private static async Task<byte[]> ClientHelloAsync()
    {
        using var recorded = new MemoryStream();
        await using var tls = new SslStream(new NobodyListens(recorded));
        await Assert.ThrowsAnyAsync<IOException>(() => tls.AuthenticateAsClientAsync("localhost"));
        return recorded.ToArray();
    }

    /// <summary>Keeps what is written; has nothing to read.</summary>
    private sealed class NobodyListens(MemoryStream written) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => written.WriteAsync(buffer, cancellationToken);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(0);
    }
}
