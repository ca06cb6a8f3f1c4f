using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sessions;

/// <summary>
/// A bound stream (RFC 6120 §7): a full JID and a way to its client. Safe to use from any thread; nothing here blocks. What is sent keeps the
/// order of the calls; it leaves soon after <see cref="Flush"/>, or before when the connection is being written to.
/// </summary>
internal sealed class Session
{
    private readonly ISessionLink link;
    private readonly Lock gate = new();
    private int holds;
    private (StreamErrorCondition Condition, string? Text)? heldClose;

    public Session(BoundSession identity, int shard, ISessionLink link)
    {
        Identity = identity;
        Shard = shard;
        ToUtf8 = XmlText.EscapeUtf8(identity.FullJid.ToString());
        this.link = link;
    }

    /// <summary>The session as users and rooms know it, as it was when it was bound.</summary>
    public BoundSession Identity { get; }

    /// <summary>Random, never used twice.</summary>
    public string Id => Identity.Session;

    public Jid FullJid => Identity.FullJid;

    public Jid Bare => FullJid.Bare;

    /// <summary>The connection grain that serves this session's shard: the text of a <see cref="Abstractions.Connections.ConnectionKey"/>.</summary>
    public string ConnectionKey => Identity.Connection;

    public int Shard { get; }

    /// <summary>Greater than that of every session bound here before.</summary>
    public long Bound => Identity.Bound;

    /// <summary>The full JID as it is written in a <c>to</c> attribute.</summary>
    public ReadOnlyMemory<byte> ToUtf8 { get; }

    /// <summary>Appends to the outbound queue, addressed to this session. False when the stream is closing or this overflowed the queue.</summary>
    public bool Send(in EncodedStanza stanza) => link.Append(stanza, ToUtf8);

    /// <summary>As <see cref="Send(in EncodedStanza)"/>, with another address of this user, escaped, in <c>to</c>.</summary>
    public bool Send(in EncodedStanza stanza, ReadOnlyMemory<byte> to) => link.Append(stanza, to);

    /// <inheritdoc cref="Send(in EncodedStanza)"/>
    public bool Send(Stanza stanza) => link.Append(stanza.Encode(), ToUtf8);

    /// <summary>Wakes the writer: once per batch.</summary>
    public void Flush() => link.Flush();

    /// <summary>Ends the stream with an error (RFC 6120 §4.9), e.g. <c>conflict</c>. What was sent before still leaves; later sends are refused.</summary>
    public void Close(StreamErrorCondition condition, string? text = null)
    {
        lock (gate)
        {
            if (holds > 0)
            {
                heldClose ??= (condition, text);
                return;
            }
        }

        link.Close(condition, text);
    }

    /// <summary>
    /// Puts off every <see cref="Close"/> until <see cref="ReleaseClose"/>: for a request whose effect closes the stream, but whose answer goes first.
    /// </summary>
    public void HoldClose()
    {
        lock (gate)
            holds++;
    }

    /// <summary>Ends <see cref="HoldClose"/> and carries out the first close that was put off.</summary>
    public void ReleaseClose()
    {
        (StreamErrorCondition Condition, string? Text)? due;
        lock (gate)
        {
            if (--holds > 0 || heldClose is null)
                return;
            due = heldClose;
        }

        link.Close(due.Value.Condition, due.Value.Text);
    }

    public override string ToString() => $"{FullJid} ({Id})";
}
