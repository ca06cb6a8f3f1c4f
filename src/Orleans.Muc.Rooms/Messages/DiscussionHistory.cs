using System.Collections.Immutable;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>What a newcomer wants of the discussion history (XEP-0045 §7.2.14). A limit that is null does not limit.</summary>
/// <param name="MaxChars">Characters of all stanzas together.</param>
/// <param name="MaxStanzas">Number of messages.</param>
/// <param name="Seconds">Age in seconds.</param>
/// <param name="Since">Not before that time.</param>
public sealed record HistoryLimits(int? MaxChars = null, int? MaxStanzas = null, int? Seconds = null, DateTimeOffset? Since = null)
{
    /// <summary>As much as the room gives.</summary>
    public static HistoryLimits None { get; } = new();
}

/// <summary>The messages a room shows newcomers (XEP-0045 §7.2.13) and members who were away, oldest first, each delay-stamped once for all of them.</summary>
/// <param name="room">The bare JID of the room.</param>
/// <param name="capacity">Messages at most.</param>
/// <param name="maxBytes">Bytes of all of them at most, as they were said: whoever enters is sent all of it at once, and has to be able to take it.</param>
internal sealed class DiscussionHistory(Jid room, int capacity, int maxBytes)
{
    private static readonly byte[] EndTag = "</message>"u8.ToArray();

    private readonly Queue<Entry> entries = new();
    private long bytes;

    public IEnumerable<PastMessage> Messages => entries.Select(entry => entry.Message);

    public void Add(PastMessage message)
    {
        var entry = new Entry(message);
        entries.Enqueue(entry);
        bytes += entry.Bytes;
        DropOldest();
    }

    /// <summary>Leaves a tombstone of the message that is taken back, if it is here and the retraction counts.</summary>
    public void Retract(Retraction retraction, PastMessage by)
    {
        foreach (var entry in entries)
            if (entry.Message.Id == retraction.Of && retraction.Counts(by, entry.Message))
            {
                bytes -= entry.Bytes;
                entry.Replace(retraction.Tombstone(by, entry.Message));
                bytes += entry.Bytes;
            }

        DropOldest();
    }

    /// <summary>What is up to that id has run out.</summary>
    public void Forget(StanzaId last)
    {
        while (entries.TryPeek(out var oldest) && oldest.Message.Id <= last)
            bytes -= entries.Dequeue().Bytes;
    }

    public void Clear()
    {
        entries.Clear();
        bytes = 0;
    }

    /// <summary>§7.2.14: the smallest amount that meets all limits, the newest of it, in whole stanzas as <paramref name="to"/> gets them.</summary>
    /// <param name="limits">What they ask for.</param>
    /// <param name="most">Messages at most.</param>
    /// <param name="moment">Now.</param>
    /// <param name="to">Who gets them.</param>
    public ImmutableArray<EncodedStanza> Select(HistoryLimits limits, int most, Moment moment, Jid to)
    {
        var stanzas = Math.Min(Math.Max(0, limits.MaxStanzas ?? most), most);
        var since = limits.Since ?? DateTimeOffset.MinValue;
        if (limits.Seconds is { } seconds && moment.Now.AddSeconds(-Math.Max(0, seconds)) is var youngest && youngest > since)
            since = youngest;
        long characters = limits.MaxChars ?? long.MaxValue;
        var address = " to=''".Length + XmlText.EscapeUtf8(to.ToString()).Length;
        var selected = new List<EncodedStanza>();
        foreach (var entry in entries.Reverse())
        {
            if (selected.Count == stanzas || entry.Message.Id.At < since)
                break;
            var delayed = Delayed(entry);
            characters -= Encoding.UTF8.GetCharCount(delayed.Head.Span) + Encoding.UTF8.GetCharCount(delayed.Tail.Span) + address;
            if (characters < 0)
                break;
            selected.Add(delayed);
        }

        selected.Reverse();
        return [.. selected];
    }

    /// <summary>What was said after a message, the newest <paramref name="most"/> of it.</summary>
    public ImmutableArray<EncodedStanza> After(StanzaId last, int most) =>
        [.. entries.Reverse().TakeWhile(entry => entry.Message.Id > last).Take(most).Select(Delayed).Reverse()];

    /// <summary>XEP-0203 with the room's own address (XEP-0045 §7.2.13).</summary>
    public static Element DelayStamp(Jid room, DateTimeOffset at) => new Element("delay", Ns.Delay)
        .With("from", room.ToString())
        .With("stamp", Stamps.Of(at));

    private void DropOldest()
    {
        while (entries.Count > capacity || bytes > maxBytes)
            bytes -= entries.Dequeue().Bytes;
    }

    private EncodedStanza Delayed(Entry entry) => entry.Delayed ??= Stamp(entry.Message.Stanza, entry.Message.Id.At);

    private EncodedStanza Stamp(EncodedStanza stanza, DateTimeOffset at)
    {
        var body = stanza.Tail[..^EndTag.Length];
        byte[] tail = [.. body.Span, .. DelayStamp(room, at).ToUtf8(), .. EndTag];
        return stanza with { Tail = tail };
    }

    private sealed class Entry(PastMessage message)
    {
        public PastMessage Message { get; private set; } = message;

        public EncodedStanza? Delayed { get; set; }

        public int Bytes => Message.Stanza.Length;

        public void Replace(PastMessage tombstone) => (Message, Delayed) = (tombstone, null);
    }
}
