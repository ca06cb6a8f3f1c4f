using System.IO.Pipelines;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>Something to write: a stanza whose bytes other queues may share, and the JID that goes between its halves.</summary>
internal readonly record struct OutboundEntry(EncodedStanza Stanza, ReadOnlyMemory<byte> To)
{
    /// <summary>Size in bytes as the queue's bound counts it.</summary>
    public int Length => Stanza.Length + To.Length;

    public void WriteTo(PipeWriter output) => Stanza.WriteTo(output, To.Span);
}
