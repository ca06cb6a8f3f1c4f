using System.Buffers;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Reading;

internal enum Outcome
{
    /// <summary>The stream ended as it should, and nothing but white space followed.</summary>
    Accepted,

    /// <summary>The reader waits for more bytes.</summary>
    Incomplete,

    Refused,
}

/// <summary>What the product's reader makes of a document.</summary>
internal sealed record OurReading(Outcome Outcome, IReadOnlyList<StreamItem> Items, StreamErrorCondition? Condition, string Why)
{
    /// <summary>Small, so that ordinary documents reach the budgets.</summary>
    public static ReaderLimits Limits { get; } = new()
    {
        MaxStanzaBytes = 6_000,
        MaxDepth = 12,
        MaxAttributes = 16,
        MaxAttributeBytes = 3_000,
        MaxNameBytes = 256,
        MaxElements = 200,
    };

    public static OurReading Of(byte[] document) => Read([document]);

    /// <summary>The document arriving in two pieces.</summary>
    public static OurReading Split(byte[] document, int at) => Read([document[..at], document[at..]]);

    /// <summary>The document arriving byte by byte.</summary>
    public static OurReading ByteByByte(byte[] document) => Read([.. document.Select(b => new[] { b })]);

    /// <summary>Everything that was read, as text that is equal when it is the same.</summary>
    public string Transcript() =>
        $"{Outcome} {Condition}\n" + string.Join('\n', Items.Select(item => item switch
        {
            Stanza stanza => $"{stanza.Kind} malformed {stanza.MalformedTo} {stanza.MalformedFrom}: {stanza}",
            StreamItem.ElementItem element => $"Element {element.Element}",
            _ => item.ToString(),
        }));

    private static OurReading Read(IReadOnlyList<byte[]> pieces)
    {
        var reader = new XmppReader(Limits);
        var items = new List<StreamItem>();
        var rest = ReadOnlySequence<byte>.Empty;
        try
        {
            foreach (var piece in pieces)
            {
                rest = Append(rest, piece);
                while (reader.TryRead(ref rest, out var item))
                    items.Add(item);
            }
        }
        catch (XmppXmlException refusal)
        {
            return new OurReading(Outcome.Refused, items, refusal.Condition, refusal.Message);
        }

        var closed = items.Count > 0 && items[^1] is StreamItem.Closed && rest.IsEmpty;
        return new OurReading(closed ? Outcome.Accepted : Outcome.Incomplete, items, null, "");
    }

    // What is left stays in the segment it came in, as a pipe has it.
    private static ReadOnlySequence<byte> Append(ReadOnlySequence<byte> rest, byte[] piece)
    {
        if (rest.IsEmpty)
            return new ReadOnlySequence<byte>(piece);
        Segment? first = null;
        Segment? last = null;
        foreach (var memory in rest)
        {
            last = last is null ? new Segment(memory) : last.Append(memory);
            first ??= last;
        }

        last = last!.Append(piece);
        return new ReadOnlySequence<byte>(first!, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
