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
        Assert.Equal(1, Taken());
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
        Assert.Equal(0, Taken());
    }

    [Fact]
    public void The_stream_speaks_beyond_the_bound_and_after_the_close()
    {
        queue.Append(Entry(100));
        queue.Close();
        Assert.Equal(Appended.Refused, queue.Append(Entry(0)));
        queue.AppendOwn(new byte[50]);
        Assert.Equal(2, Taken());
    }

    [Fact]
    public void The_recipient_counts_too() =>
        Assert.Equal(Appended.Overflowed, queue.Append(new OutboundEntry(new EncodedStanza(new byte[99], default), new byte[2])));

    [Fact]
    public void What_was_written_is_told_with_the_next_taking_too()
    {
        queue.Append(Entry(100));
        Assert.Equal(1, Taken());
        Assert.Equal(0, Taken(written: 40));
        Assert.Equal(Appended.Queued, queue.Append(Entry(40)));
        Assert.Equal(Appended.Overflowed, queue.Append(Entry(1)));
    }

    [Fact]
    public void A_batch_keeps_the_order()
    {
        foreach (var bytes in (int[])[3, 1, 2])
            queue.Append(Entry(bytes));
        Assert.True(queue.TryTake(0, out var batch));
        Assert.Equal([3, 1, 2], Enumerable.Range(0, batch.Count).Select(i => batch[i].Length));
        batch.Return();
        queue.Append(Entry(7));
        Assert.True(queue.TryTake(0, out var next));
        Assert.Equal((1, 7), (next.Count, next[0].Length));
    }

    private int Taken(long written = 0) => queue.TryTake(written, out var batch) ? batch.Count : 0;

    private static OutboundEntry Entry(int bytes) => new(new EncodedStanza(new byte[bytes], default), default);
}
