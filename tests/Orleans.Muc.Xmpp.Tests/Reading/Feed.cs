using System.Buffers;
using System.Text;

namespace Orleans.Muc.Xmpp.Tests.Reading;

/// <summary>Hands bytes to a reader the way a network would: whole, or cut into pieces and segments.</summary>
internal static class Feed
{
    public const string Header =
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0' xml:lang='en'>";

    public static readonly ReaderLimits Wide = new() { MaxStanzaBytes = 1_000_000 };

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Everything the reader makes of the text; the opening of the stream is left out.</summary>
    public static List<StreamItem> Stream(string content, ReaderLimits? limits = null) => Read(Opened(limits ?? Wide), Utf8(content));

    /// <summary>A reader whose stream is open, with the limits set after that.</summary>
    public static XmppReader Opened(ReaderLimits limits)
    {
        var reader = new XmppReader(Wide);
        Read(reader, Utf8(Header));
        reader.Limits = limits;
        return reader;
    }

    public static Stanza Stanza(string xml) => Assert.IsType<Stanza>(Assert.Single(Stream(xml)));

    public static List<StreamItem> Read(XmppReader reader, byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        var items = new List<StreamItem>();
        while (reader.TryRead(ref buffer, out var item))
            items.Add(item);
        return items;
    }

    /// <summary>Bytes arrive in pieces of <paramref name="piece"/>, each in a segment of its own, consumed as the reader says.</summary>
    public static List<StreamItem> ReadSlowly(XmppReader reader, byte[] bytes, int piece)
    {
        var items = new List<StreamItem>();
        var consumed = 0;
        for (var arrived = Math.Min(piece, bytes.Length); ; arrived = Math.Min(arrived + piece, bytes.Length))
        {
            var buffer = Segments(bytes.AsMemory(consumed, arrived - consumed), piece);
            while (reader.TryRead(ref buffer, out var item))
                items.Add(item);
            consumed = arrived - (int)buffer.Length;
            if (arrived == bytes.Length)
                return items;
        }
    }

    public static ReadOnlySequence<byte> Segments(ReadOnlyMemory<byte> bytes, int size)
    {
        if (bytes.Length <= size)
            return new ReadOnlySequence<byte>(bytes);
        var first = new Segment(bytes[..size], 0);
        var last = first;
        for (var at = size; at < bytes.Length; at += size)
        {
            // An empty segment now and then, as pipes may have them.
            if (at % 3 == 0)
                last = last.Append(ReadOnlyMemory<byte>.Empty);
            last = last.Append(bytes.Slice(at, Math.Min(size, bytes.Length - at)));
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>An item as text that two readings can be compared by.</summary>
    public static string Describe(StreamItem item) => item switch
    {
        Stanza stanza => $"{stanza} {stanza.MalformedTo} {stanza.MalformedFrom} " + string.Join(',', stanza.Payload.Children.Select(c => c.Name + c.Namespace)),
        _ => item.ToString(),
    };

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
