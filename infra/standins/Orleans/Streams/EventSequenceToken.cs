using Orleans.Streams;

namespace Orleans.Providers.Streams.Common;

/// <summary>A place in a stream as a number and, within a batch, an index.</summary>
[GenerateSerializer]
public class EventSequenceToken : StreamSequenceToken
{
    public EventSequenceToken()
    {
    }

    public EventSequenceToken(long sequenceNumber)
        : this(sequenceNumber, 0)
    {
    }

    public EventSequenceToken(long sequenceNumber, int eventIndex)
    {
        SequenceNumber = sequenceNumber;
        EventIndex = eventIndex;
    }

    [Id(0)]
    public sealed override long SequenceNumber { get; protected set; }

    [Id(1)]
    public sealed override int EventIndex { get; protected set; }

    public EventSequenceToken CreateSequenceTokenForEvent(int eventInd) => new(SequenceNumber, eventInd);

    public override bool Equals(StreamSequenceToken? other)
        => other is EventSequenceToken && SequenceNumber == other.SequenceNumber && EventIndex == other.EventIndex;

    public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

    public override int GetHashCode() => HashCode.Combine(SequenceNumber, EventIndex);

    public override int CompareTo(StreamSequenceToken? other) => other switch
    {
        null => 1,
        EventSequenceToken => (SequenceNumber, EventIndex).CompareTo((other.SequenceNumber, other.EventIndex)),
        _ => throw new ArgumentOutOfRangeException(nameof(other)),
    };

    public override string ToString() => $"[EventSequenceToken: SeqNum={SequenceNumber}, EventIndex={EventIndex}]";
}
