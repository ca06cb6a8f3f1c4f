using System.Globalization;
using System.Net;
using System.Text;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>Many strangers at once: what they cost (docs/limits.md states the bounds), and that nobody else notices.</summary>
public sealed class CrowdTests : IAsyncLifetime
{
    private const int Crowd = 1_000;

    /// <summary>docs/limits.md: a connection before login, in the clear, with a stanza it never finishes.</summary>
    private const long BytesPerStranger = 64 * 1024;

    /// <summary>docs/limits.md: a bound connection that is silent.</summary>
    private const long BytesPerMember = 48 * 1024;

    /// <summary>What the garbage collector may not have given back yet.</summary>
    private const long Slack = 64 * 1024 * 1024;

    private HostProcess _host = null!;
    private ServerProcess _process = null!;
    private Witnesses _witnesses = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await HostProcess.StartAsync(new HostSettings
        {
            Storage = "Memory",
            Overrides = new Dictionary<string, string>
            {
                ["Muc:Gateway:MaxNegotiating"] = (Crowd + 100).ToString(CultureInfo.InvariantCulture),
                ["Muc:Gateway:NegotiationTimeout"] = "00:02:00",
            },
        });
        _process = new ServerProcess(_host);
        _witnesses = await Witnesses.ArriveAsync(_host);
        await TestAccounts.RegisterAsync(new ClientSettings("Mercutio") { BareJid = $"{Approach.User}@localhost", Password = Approach.Password }, _host.Gateway);
        if (OperatingSystem.IsLinux())
            await WarmUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _witnesses.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_thousand_half_open_connections_cost_what_is_stated_and_nobody_notices()
    {
        ServerProcess.Needed();
        var beginning = Approach.Header() + "<iq type='set' id='1'><query xmlns='jabber:iq:register'><username>" + new string('u', 9_000);
        var (sockets, memory) = (_process.Sockets, _process.MemoryBytes);
        var alone = await _witnesses.TalkAsync(100);
        var crowd = await GatherAsync(Crowd, beginning);
        var crowded = await _witnesses.TalkAsync(100);
        var each = (_process.MemoryBytes - memory) / Crowd;
        Report($"A stranger costs {each} bytes. Lines without the crowd: {alone}; with it: {crowded}.");
        Assert.InRange(each, long.MinValue, BytesPerStranger + (Slack / Crowd));

        await using (var juliet = await XmppClient.LoginAsync(Verona.Juliet, _host.Gateway, RawLink.Patience))
            await juliet.CloseAsync();
        await LeaveAsync(crowd);
        await _process.SocketsAsync(sockets);
    }

    [Fact]
    public async Task A_thousand_silent_members_cost_what_is_stated()
    {
        ServerProcess.Needed();
        var (sockets, memory) = (_process.Sockets, _process.MemoryBytes);
        var crowd = await GatherAsync(Crowd, Approach.Header() + Approach.Plain() + Approach.Header(), bind: true);
        var each = (_process.MemoryBytes - memory) / Crowd;
        Report($"A silent member costs {each} bytes.");
        Assert.InRange(each, long.MinValue, BytesPerMember + (Slack / Crowd));
        await _witnesses.TalkAsync(20);
        await LeaveAsync(crowd);
        await _process.SocketsAsync(sockets);
    }

    [Fact]
    public async Task A_crowd_above_the_limit_is_turned_away_and_those_inside_stay()
    {
        ServerProcess.Needed();
        var sockets = _process.Sockets;
        var crowd = await GatherAsync(Crowd + 100, "<?xml version='1.0'?>");
        for (var i = 0; i < 50; i++)
        {
            await using var late = await RawLink.ConnectAsync(_host.Gateway);
            await late.ReadToEndAsync();
            Assert.Contains("<resource-constraint ", late.Received, StringComparison.Ordinal);
            Assert.EndsWith("</stream:stream>", late.Received, StringComparison.Ordinal);
        }

        await _witnesses.TalkAsync(20);
        await LeaveAsync(crowd);
        await _process.SocketsAsync(sockets);
        await using var juliet = await XmppClient.LoginAsync(Verona.Juliet, _host.Gateway, RawLink.Patience);
    }

    [Fact]
    public async Task Guessing_is_stopped_across_streams_and_the_owner_gets_in_from_elsewhere()
    {
        var answers = new List<string>();
        for (var stream = 0; stream < 6; stream++)
        {
            await using var link = await RawLink.ConnectAsync(_host.Gateway, from: IPAddress.Parse("127.0.0.66"));
            await link.SendAsync(Approach.Header() + Approach.Plain(password: "guess") + Approach.Plain(password: "another"));
            await link.ReadUntilAsync(got => got.Split("</failure>").Length == 3, "two failures");
            answers.AddRange(link.Received.Split("<failure ")[1..].Select(failure => failure.Contains("<temporary-auth-failure", StringComparison.Ordinal) ? "later" : "no"));
        }

        Assert.Equal([.. Enumerable.Repeat("no", 10), "later", "later"], answers);
        Assert.Contains("<temporary-auth-failure", await LogInFromAsync("127.0.0.66"), StringComparison.Ordinal);
        Assert.Contains("<success", await LogInFromAsync("127.0.0.1"), StringComparison.Ordinal);
    }

    private async Task<string> LogInFromAsync(string address)
    {
        await using var link = await RawLink.ConnectAsync(_host.Gateway, from: IPAddress.Parse(address));
        await link.SendAsync(Approach.Header() + Approach.Plain());
        await link.ReadUntilAsync(got => got.Contains("</failure>", StringComparison.Ordinal) || got.Contains("<success", StringComparison.Ordinal), "an answer");
        return link.Received;
    }

    /// <summary>Code that has run once and pools that are filled: they cost once, however many come later.</summary>
    private async Task WarmUpAsync()
    {
        var sockets = _process.Sockets;
        await LeaveAsync(await GatherAsync(100, Approach.Header() + Approach.Plain() + Approach.Header(), bind: true));
        await LeaveAsync(await GatherAsync(100, Approach.Header() + "<a>" + new string('x', 9_000)));
        await _witnesses.TalkAsync(100);
        await _process.SocketsAsync(sockets);
    }

    private async Task<List<RawLink>> GatherAsync(int count, string saying, bool bind = false)
    {
        var bytes = Encoding.UTF8.GetBytes(saying);
        var crowd = new List<RawLink>();
        foreach (var part in Enumerable.Range(0, count).Chunk(50))
            crowd.AddRange(await Task.WhenAll(part.Select(_ => ComeAsync(bytes, bind))));
        return crowd;
    }

    private async Task<RawLink> ComeAsync(byte[] saying, bool bind)
    {
        var link = await RawLink.ConnectAsync(_host.Gateway);
        await link.SendAsync(saying);
        if (bind)
        {
            await link.SendAsync(Approach.Bind(Approach.NewResource()));
            await link.ExpectAsync("</jid></bind></iq>");
        }
        else if (saying.Length > 100)
        {
            await link.ExpectAsync("</stream:features>");
        }

        return link;
    }

    private static async Task LeaveAsync(List<RawLink> crowd)
    {
        foreach (var link in crowd)
            await link.DisposeAsync();
    }

    private static void Report(string figures) => TestContext.Current.TestOutputHelper?.WriteLine(figures);
}
