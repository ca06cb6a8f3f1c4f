using Orleans.Muc.Gateway.Connections;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Connections;

public class OutboundQueueTests
{
    private readonly OutboundQueue queue = new(limit: 100);

    [Fact]
    public void Bytes_count_until_they_are_written()
    {
        Assert.Equal(Appended.Queued, queue.Append(Entry(60)));
        Assert.Single(queue.Take()!);
        Assert.Equal(Appended.Queued, queue.Append(Entry(40)));
        queue.Written(60);
        Assert.Equal(Appended.Queued, queue.Append(Entry(60)));
        Assert.Equal(Appended.Overflowed, queue.Append(Entry(1)));
    }

    [Fact]
    public void An_overflow_drops_what_waits_and_refuses_the_rest()
    {
        queue.Append(Entry(100));
        Assert.Equal(Appended.Overflowed, queue.Append(Entry(1)));
        Assert.Equal(Appended.Refused, queue.Append(Entry(1)));
        Assert.Empty(queue.Take()!);
    }

    [Fact]
    public void The_stream_speaks_beyond_the_bound_and_after_the_close()
    {
        queue.Append(Entry(100));
        queue.Close();
        Assert.Equal(Appended.Refused, queue.Append(Entry(0)));
        queue.AppendOwn(new byte[50]);
        Assert.Equal(2, queue.Take()!.Count);
    }

    [Fact]
    public void The_recipient_counts_too() =>
        Assert.Equal(Appended.Overflowed, queue.Append(new OutboundEntry(new EncodedStanza(new byte[99], default), new byte[2])));

    private static OutboundEntry Entry(int bytes) => new(new EncodedStanza(new byte[bytes], default), default);
}
