using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Benchmarks.Storage;

/// <summary>Messages of 21 words, each with the next id. Thread-safe.</summary>
internal sealed class MeasuredMessages
{
    private const int Words = 20;

    private readonly Lock _turn = new();
    private StanzaId? last;

    /// <summary>So many records, as a room would store them.</summary>
    public LogRecord[] Next(int count)
    {
        lock (_turn)
            return [.. Enumerable.Range(0, count).Select(_ => Record())];
    }

    private LogRecord Record()
    {
        var random = Random.Shared;
        var id = StanzaId.Next(last, DateTimeOffset.UnixEpoch.AddYears(56), (ulong)random.NextInt64());
        last = id;
        var text = string.Join(' ', Enumerable.Range(0, Words).Select(_ => $"word{random.Next(500)}")) + $" rare{random.Next(1_000)}";
        var stanza = new Stanza(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add(text))) { Type = "groupchat", Id = id.Value, From = Jid.Parse("room@conference.example.org/author") }.Encode();
        return new LogRecord(id, $"author {random.Next(100)}", Jid.Parse("romeo@example.org/orchard"), "session", 1, true, stanza.Head.ToArray(), stanza.Tail.ToArray()) { Text = text };
    }
}
