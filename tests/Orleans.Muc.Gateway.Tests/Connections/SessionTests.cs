using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Connections;

/// <summary>A bound stream between its client and its hall: order, addressing, endings.</summary>
public class SessionTests
{
    [Fact]
    public async Task Stanzas_reach_the_hall_one_at_a_time_in_order()
    {
        await using var door = new Door();
        var first = new TaskCompletionSource();
        var busy = 0;
        door.Host.OnReceive = async (_, stanza) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref busy));
            if (stanza.Id == "m1")
                await first.Task;
            Interlocked.Decrement(ref busy);
        };
        var romeo = await door.Bound("romeo");
        await romeo.Send("<message id='m1'/><message id='m2'/>");
        await romeo.Send("<message id='m3'/>");
        Assert.Empty(door.Host.Rest());
        first.SetResult();
        for (var i = 1; i <= 3; i++)
            Assert.Contains($"id='m{i}'", await door.Host.Next(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from='juliet@montague.lit'")]
    [InlineData("from='@'")]
    [InlineData("")]
    public async Task The_sender_is_who_logged_in_whatever_is_written(string from)
    {
        await using var door = new Door();
        Jid? seen = null;
        door.Host.OnReceive = (_, stanza) =>
        {
            seen = stanza.From;
            return ValueTask.CompletedTask;
        };
        var romeo = await door.Bound("romeo");
        await romeo.Send($"<message {from}/>");
        await door.Host.Next();
        Assert.Equal("romeo@montague.lit/garden", seen?.ToString());
    }

    [Fact]
    public async Task What_is_sent_arrives_in_order_and_addressed()
    {
        await using var door = new Door();
        var romeo = await door.Bound("romeo", "ga'rden&amp;");
        var session = door.Host.Last!;
        var shared = new Stanza(StanzaKind.Message, Payload.Empty) { From = Jid.Parse("juliet@montague.lit"), Id = "m1" }.Encode();
        Assert.True(session.Send(shared));
        Assert.True(session.Send(new Stanza(StanzaKind.Presence, Payload.Empty) { Id = "p1" }));
        session.Flush();
        var message = await romeo.NextStanza();
        Assert.Equal(("m1", "romeo@montague.lit/ga'rden&", "juliet@montague.lit"), (message.Id, message.To?.ToString(), message.From?.ToString()));
        Assert.Equal("p1", (await romeo.NextStanza()).Id);
    }

    [Fact]
    public async Task The_end_tag_comes_after_what_the_rooms_say_to_the_exit()
    {
        await using var door = new Door();
        var gone = new TaskCompletionSource();
        door.Host.OnClosed = async session =>
        {
            await gone.Task;
            var exit = new Stanza(StanzaKind.Presence, Payload.Empty) { Type = "unavailable", From = Jid.Parse("room@rooms.montague.lit/romeo") };
            Assert.True(session.Send(exit));
        };
        var romeo = await door.Bound("romeo");
        await romeo.Send("</stream:stream>");
        gone.SetResult();
        Assert.Equal("unavailable", (await romeo.NextStanza()).Type);
        await romeo.Next<StreamItem.Closed>();
        await romeo.Disconnected();
        await door.Quiet();
        Assert.False(door.Host.Last!.Send(new Stanza(StanzaKind.Presence, Payload.Empty)));
    }

    [Fact]
    public async Task A_newer_session_ends_the_older_with_conflict()
    {
        await using var door = new Door();
        var romeo = await door.Bound("romeo");
        var session = door.Host.Last!;
        Assert.True(session.Send(new Stanza(StanzaKind.Message, Payload.Empty) { Id = "last" }));
        session.Close(StreamErrorCondition.Conflict, "Replaced by a new connection");
        session.Close(StreamErrorCondition.SystemShutdown);
        Assert.False(session.Send(new Stanza(StanzaKind.Message, Payload.Empty) { Id = "late" }));
        Assert.Equal("last", (await romeo.NextStanza()).Id);
        var error = await romeo.EndsWith("conflict");
        Assert.Equal("Replaced by a new connection", error.Child("text", Ns.StreamErrors)!.Text);
        await romeo.Hangup();
        await door.Quiet();
        Assert.Equal(["closed romeo@montague.lit/garden"], door.Host.Rest());
    }

    [Fact]
    public async Task A_client_that_vanishes_is_lost_once()
    {
        await using var door = new Door();
        var romeo = await door.Bound("romeo");
        await romeo.Hangup();
        Assert.Equal("lost romeo@montague.lit/garden", await door.Host.Next());
        await door.Quiet();
        Assert.Empty(door.Host.Rest());
        door.Host.Last!.Close(StreamErrorCondition.Conflict);
        door.Host.Last.Flush();
    }

    [Fact]
    public async Task A_client_whose_link_is_cut_is_lost()
    {
        await using var door = new Door();
        var link = InMemoryLink.Create();
        await door.Bound("romeo", link: link);
        link.Abort();
        Assert.Equal("lost romeo@montague.lit/garden", await door.Host.Next());
    }

    /// <summary>RFC 6120 §4.4 and §4.9: these are ends that somebody meant.</summary>
    [Theory]
    [InlineData("</stream:stream>")]
    [InlineData("<stream:error><undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>")]
    [InlineData("<broken></xml>")]
    public async Task A_client_that_ends_its_stream_or_breaks_the_rules_is_not_lost(string last)
    {
        await using var door = new Door();
        var romeo = await door.Bound("romeo");
        await romeo.Send(last);
        await romeo.Hangup();
        Assert.Equal("closed romeo@montague.lit/garden", await door.Host.Next());
    }

    [Fact]
    public async Task A_fault_of_the_hall_is_an_error_of_the_server()
    {
        await using var door = new Door();
        door.Host.OnReceive = (_, _) => throw new InvalidOperationException("fault");
        var romeo = await door.Bound("romeo");
        await romeo.Send("<presence/>");
        await romeo.EndsWith("internal-server-error");
        Assert.Equal("closed romeo@montague.lit/garden", await door.Host.Next());
    }

    [Fact]
    public async Task A_client_that_does_not_close_its_side_is_not_waited_for_long()
    {
        await using var door = new Door();
        var romeo = await door.Bound("romeo");
        door.Host.Last!.Close(StreamErrorCondition.SystemShutdown);
        await romeo.EndsWith("system-shutdown");
        // The patience begins when the end tag is out; the clock is moved until it has begun.
        var quiet = door.Quiet();
        while (!quiet.IsCompleted)
        {
            door.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await quiet;
    }
}
