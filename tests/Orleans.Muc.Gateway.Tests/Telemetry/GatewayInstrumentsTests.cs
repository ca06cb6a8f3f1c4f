using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Gateway.Telemetry;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Telemetry;

/// <summary>Each instrument of the gateway moves when it should, and is what docs/operations.md says.</summary>
public sealed class GatewayInstrumentsTests
{
    [Fact]
    public async Task The_page_describes_every_instrument_and_no_other()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var watch = new MeterWatch(meters);
        _ = new GatewayInstruments(meters);

        var described = OperationsPage.Metrics.Where(metric => metric.Meter == GatewayInstruments.MeterName).Select(metric => (metric.Name, metric.Unit, metric.Kind));
        var made = watch.Instruments.Select(instrument => (instrument.Name, instrument.Unit ?? "", instrument is Counter<long> ? "counter" : "count now"));
        Assert.Equal(described.Order(), made.Order());
        Assert.All(watch.Instruments, instrument => Assert.False(string.IsNullOrEmpty(instrument.Description)));
    }

    [Fact]
    public async Task Connections_and_sessions_are_counted_while_they_last()
    {
        await using var door = new Door();
        using var watch = Watch(door);
        var stranger = door.Connect();
        var romeo = await door.Bound("romeo");
        Assert.Equal((2, 1), (watch.Now("muc.connections"), watch.Now("muc.sessions")));

        await stranger.Hangup();
        await romeo.Hangup();
        await door.QuietInTime();

        Assert.Equal((0, 0), (watch.Now("muc.connections"), watch.Now("muc.sessions")));
    }

    [Fact]
    public async Task Logins_are_counted_by_how_they_end()
    {
        await using var door = new Door();
        door.Accounts["romeo@montague.lit"] = "secret";
        using var watch = Watch(door);
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send(TestClient.Plain("\0romeo\0wrong"));
        await romeo.NextElement("failure");
        await romeo.Send(TestClient.Auth("DIGEST-MD5", "x"));
        await romeo.NextElement("failure");
        await romeo.Login("romeo", "secret");

        Assert.Equal(["reason=not-authorized", "reason=invalid-mechanism"], watch.Of("muc.logins.refused").Select(refused => refused.Tags));
        Assert.Equal(new Measured("muc.logins", 1, ""), Assert.Single(watch.Of("muc.logins")));
    }

    [Fact]
    public async Task Accounts_are_counted_when_they_are_made_and_not_when_they_are_refused()
    {
        await using var door = new Door();
        door.Accounts["juliet@montague.lit"] = "secret";
        using var watch = Watch(door);
        var romeo = door.Connect();
        await romeo.Open();
        foreach (var (name, type) in ((string, string)[])[("juliet", "error"), ("romeo", "result")])
        {
            await romeo.Send($"<iq type='set' id='r1'><query xmlns='{Ns.Register}'><username>{name}</username><password>secret</password></query></iq>");
            Assert.Equal(type, (await romeo.NextStanza()).Type);
        }

        Assert.Equal(1, watch.Total("muc.registrations"));
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_a_drop()
    {
        await using var door = new Door(options => (options.OutboundQueueBytes, options.MaxStanzaBytes) = (20_000, 20_000));
        using var watch = Watch(door);
        await door.Bound("romeo", link: InMemoryLink.Create(windowBytes: 4096));
        Assert.Empty(watch.Of("muc.outbound.drops"));
        var kilobyte = new Stanza(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add(new string('x', 1000)))).Encode();
        while (door.Host.Last!.Send(kilobyte))
        {
        }

        Assert.False(door.Host.Last!.Send(kilobyte));
        Assert.Equal(1, watch.Total("muc.outbound.drops"));
        await door.QuietInTime();
    }

    private static MeterWatch Watch(Door door)
    {
        var watch = new MeterWatch(door.Services.GetRequiredService<IMeterFactory>());
        _ = door.Services.GetRequiredService<GatewayInstruments>();
        return watch;
    }
}
