using System.Buffers;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Benchmarks;

/// <summary>The stream read as the gateway reads it.</summary>
internal static class XmppReading
{
    private static readonly ReaderLimits Limits = new() { MaxStanzaBytes = 262_144 };

    /// <summary>Reads what has arrived, piece by piece, each time as much as is complete.</summary>
    /// <param name="stream">The stream, cut as the network cuts it.</param>
    /// <param name="piece">Bytes that arrive at a time.</param>
    /// <param name="index">Whether the children of each payload are asked for, as a room does and a gateway doesn't.</param>
    /// <returns>Something that depends on every stanza, so that no work is left out.</returns>
    public static Tally Read(ReadOnlySequence<byte> stream, int piece, bool index)
    {
        var reader = new XmppReader(Limits);
        var tally = new Tally();
        var length = stream.Length;
        long consumed = 0;
        for (var arrived = Math.Min(piece, length); ; arrived = Math.Min(arrived + piece, length))
        {
            var buffer = stream.Slice(consumed, arrived - consumed);
            while (reader.TryRead(ref buffer, out var item))
                if (item is Stanza stanza)
                    tally.Add(stanza.Kind, stanza.To, stanza.Id, stanza.Type, index ? stanza.Payload.Children.Count : stanza.Payload.Length);
            consumed = arrived - buffer.Length;
            if (arrived == length)
                return tally;
        }
    }
}
