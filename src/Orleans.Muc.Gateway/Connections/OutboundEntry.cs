using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>Something to write: a stanza whose bytes other queues may share, and the JID that goes between its halves.</summary>
internal readonly record struct OutboundEntry(EncodedStanza Stanza, ReadOnlyMemory<byte> To)
{
    /// <summary>Size in bytes as the queue's bound counts it.</summary>
    public int Length => Stanza.Length + To.Length;

    /// <summary>Bytes that <see cref="CopyTo"/> writes.</summary>
    public int WireLength => Stanza.LengthTo(To.Length);

    public void CopyTo(Span<byte> target) => Stanza.CopyTo(target, To.Span);
}
