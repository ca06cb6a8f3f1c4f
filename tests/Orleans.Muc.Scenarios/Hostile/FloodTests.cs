using System.Globalization;
using System.Text;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>A member who floods, and one who never reads: what they cost, and that the others get every line. The figures written out are those of docs/limits.md.</summary>
public sealed class FloodTests : IAsyncLifetime
{
    private const int OutboundQueueBytes = 1_048_576;

    /// <summary>Bytes that the server's transport takes beyond the queue before it asks to wait, per connection.</summary>
    private const int TransportBytes = 256 * 1024;

    /// <summary>Lines that may be said between the moment at which the queue overflows and that at which the witnesses see the exit.</summary>
    private const int LinesOnTheWay = 64;

    private const int ReceiveBytes = 8 * 1024;

    private static readonly bool Full = Environment.GetEnvironmentVariable("MUC_FULL") == "1";

    /// <summary>Enough for a 99th percentile only in the full run.</summary>
    private static readonly int Lines = Full ? 1_000 : 50;

    /// <summary>Lines of witnesses who must keep to the limit of speed themselves.</summary>
    private static readonly int PacedLines = Full ? 400 : 50;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(Full ? 30 : 0);

    private static readonly Dictionary<string, string> Floods = new()
    {
        ["pings"] = "<iq type='get' id='1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>",
        ["messages to nobody"] = "<message to='nobody@localhost'><body>Is anybody there?</body></message>",
        ["presence"] = "<presence><status>Still here</status></presence>",
        ["lines in a room of one's own"] = "<message type='groupchat' to='flood@conference.localhost'><body>Me, me, me</body></message>",
        ["entering rooms that are not there"] = "<presence to='a@conference.localhost'/>",
    };

    private HostProcess _host = null!;
    private Witnesses _witnesses = null!;

    /// <summary>Each without a limit of speed, and with that of Muc:Gateway:BytesPerSecond.</summary>
    public static MatrixTheoryData<string, int> Kinds => new(Floods.Keys, [0, 20_000]);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_witnesses is not null)
            await _witnesses.DisposeAsync();
        if (_host is not null)
            await _host.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_flood_loses_nobody_a_line(string kind, int bytesPerSecond)
    {
        await StartAsync(bytesPerSecond);
        var (lines, pace) = bytesPerSecond == 0 ? (Lines, TimeSpan.Zero) : (PacedLines, Pace);
        var alone = await _witnesses.TalkAsync(lines, pace);
        await using var mercutio = await BoundAsync("flood");
        using var over = new CancellationTokenSource();
        var reading = ReadAsync(mercutio, over.Token);
        var flood = FloodAsync(mercutio, Floods[kind], over.Token);
        var flooded = await _witnesses.TalkAsync(lines, pace);
        await over.CancelAsync();
        mercutio.Reset();
        var sent = await flood;
        await reading;
        Report($"{kind}, {bytesPerSecond} bytes a second: {sent} sent; without: {alone}; with: {flooded}");
        await _witnesses.TalkAsync(10);
    }

    [Fact]
    public async Task A_sleeping_reader_costs_its_queue_and_is_disconnected_and_the_others_lose_nothing()
    {
        ServerProcess.Needed();
        await StartAsync(0);
        var alone = await _witnesses.TalkAsync(Lines);
        await using var mercutio = await BoundAsync("sleep", ReceiveBytes);
        await mercutio.SendAsync($"<presence to='{Witnesses.Room}/Mercutio'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        await mercutio.ExpectAsync("code='110'");
        var process = new ServerProcess(_host);
        var memory = process.MemoryBytes;

        var before = _witnesses.Said;
        var padding = new string('z', 16_000);
        string? left = null;
        while (left is null)
        {
            await _witnesses.SayAsync(padding);
            while (left is null && _witnesses.Heard < _witnesses.Said)
                left = await _witnesses.HearAsync();
            Assert.InRange((_witnesses.Said - before - LinesOnTheWay) * padding.Length, int.MinValue, OutboundQueueBytes + TransportBytes + KernelBytes());
        }

        var grown = process.MemoryBytes - memory;
        var slept = (_witnesses.Said - before) * padding.Length;
        Assert.Equal("Mercutio", left);
        while (_witnesses.Heard < _witnesses.Said)
            await _witnesses.HearAsync();
        var after = await _witnesses.TalkAsync(Lines);
        Report($"The reader slept through {slept} bytes, and the server grew by {grown}. Lines before: {alone}; after: {after}");
        Assert.Contains("DisconnectSlowClient", _host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_and_never_reads_is_disconnected()
    {
        await StartAsync(0);
        await using var mercutio = await BoundAsync("ask", ReceiveBytes);
        await mercutio.SendAsync($"<presence to='{Witnesses.Room}/Mercutio'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        await mercutio.ExpectAsync("code='110'");
        using var over = new CancellationTokenSource();
        var flood = FloodAsync(mercutio, Floods["pings"], over.Token);
        while (await _witnesses.HearAsync() != "Mercutio")
        {
        }

        await over.CancelAsync();
        await flood;
        await _witnesses.TalkAsync(10);
        Assert.Contains("DisconnectSlowClient", _host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_message_arrives_whole()
    {
        await StartAsync(20_000);
        await _witnesses.SayAsync(new string('b', 200_000));
        Assert.Null(await _witnesses.HearAsync());
        await _witnesses.TalkAsync(10);
    }

    private async Task StartAsync(int bytesPerSecond)
    {
        _host = await HostProcess.StartAsync(new HostSettings
        {
            Storage = "Memory",
            Overrides = new Dictionary<string, string>
            {
                ["Muc:Gateway:BytesPerSecond"] = bytesPerSecond.ToString(CultureInfo.InvariantCulture),
                ["Muc:Gateway:OutboundQueueBytes"] = OutboundQueueBytes.ToString(CultureInfo.InvariantCulture),
            },
        });
        _witnesses = await Witnesses.ArriveAsync(_host);
        await TestAccounts.RegisterAsync(new ClientSettings("Mercutio") { BareJid = $"{Approach.User}@localhost", Password = Approach.Password }, _host.Gateway);
        await _witnesses.TalkAsync(50);
    }

    private async Task<RawLink> BoundAsync(string resource, int? receiveBytes = null)
    {
        var link = await RawLink.ConnectAsync(_host.Gateway, receiveBytes);
        await link.SendAsync(Approach.Header() + Approach.Plain() + Approach.Header() + Approach.Bind(resource));
        await link.ExpectAsync("</jid></bind></iq>");
        await link.SendAsync("<presence to='flood@conference.localhost/Mercutio'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        await link.ExpectAsync("code='110'");
        link.Forget();
        return link;
    }

    private static async Task<long> FloodAsync(RawLink link, string stanza, CancellationToken over)
    {
        var many = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(stanza, 1 + (16_000 / stanza.Length))));
        long sent = 0;
        while (!over.IsCancellationRequested && await link.TrySendAsync(many, over))
            sent += many.Length;
        return sent;
    }

    private static async Task ReadAsync(RawLink link, CancellationToken over)
    {
        while (!over.IsCancellationRequested && !link.IsOver)
            await link.ReadAwayAsync(over);
    }

    /// <summary>What the kernel may hold between the server and a client that doesn't read.</summary>
    private static int KernelBytes()
    {
        const string Limits = "/proc/sys/net/ipv4/tcp_wmem";
        return int.Parse(File.ReadAllText(Limits).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture) + (4 * ReceiveBytes);
    }

    private static void Report(string figures) => TestContext.Current.TestOutputHelper?.WriteLine(figures);
}
