using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Connections;

/// <summary>The policy DisconnectSlowClient.</summary>
public class SlowClientTests
{
    private static readonly EncodedStanza Kilobyte =
        new Stanza(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add(new string('x', 1000)))).Encode();

    [Fact]
    public async Task A_client_that_does_not_read_is_disconnected_and_holds_nobody_up()
    {
        await using var door = new Door(options => options.OutboundQueueBytes = 300_000);
        var romeo = await door.Bound("romeo", link: InMemoryLink.Create(windowBytes: 4096));
        var session = door.Host.Last!;
        var sent = await Overflow(session, romeo);
        Assert.False(session.Send(Kilobyte));
        // What the pipe had taken still comes, whole, and then the reason.
        StreamItem item;
        while ((item = await romeo.Next()) is Stanza)
            sent--;
        Assert.True(sent > 0, "Nothing was dropped.");
        var error = Assert.IsType<StreamItem.ElementItem>(item).Element;
        Assert.Equal("resource-constraint", error.Children.First().Name);
        await romeo.Next<StreamItem.Closed>();
        Assert.Equal("lost romeo@montague.lit/garden", await door.Host.Next());
    }

    [Fact]
    public async Task A_client_that_reads_nothing_at_all_is_cut_off()
    {
        await using var door = new Door(options => options.OutboundQueueBytes = 300_000);
        var link = InMemoryLink.Create(windowBytes: 4096);
        var romeo = await door.Bound("romeo", link: link);
        await Overflow(door.Host.Last!, romeo);
        Assert.Equal("lost romeo@montague.lit/garden", await door.Host.Next());
        await door.QuietInTime();
        Assert.True(link.Aborted);
    }

    [Fact]
    public async Task A_client_that_reads_gets_any_amount()
    {
        await using var door = new Door(options => options.OutboundQueueBytes = 300_000);
        var romeo = await door.Bound("romeo");
        var session = door.Host.Last!;
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 100; i++)
                Assert.True(session.Send(Kilobyte));
            session.Flush();
            for (var i = 0; i < 100; i++)
                await romeo.NextStanza();
        }
    }

    /// <summary>Sends until the queue is over, to a client that reads one stanza and no more; returns how many were taken beyond that one.</summary>
    private static async Task<int> Overflow(Session session, TestClient client)
    {
        var sent = 0;
        for (; sent < 100; sent++)
            Assert.True(session.Send(Kilobyte));
        session.Flush();
        // The writer has begun, and the client's window is full.
        await client.NextStanza();
        while (session.Send(Kilobyte))
        {
            session.Flush();
            sent++;
            Assert.True(sent < 1000, "The queue has no end.");
        }

        return sent - 1;
    }
}
