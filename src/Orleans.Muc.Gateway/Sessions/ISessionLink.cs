using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sessions;

/// <summary>The connection as its session sees it. No method blocks.</summary>
internal interface ISessionLink
{
    /// <summary>Appends to the outbound queue; <paramref name="to"/> is an escaped JID in UTF-8. False when the link is closing or its queue is over.</summary>
    bool Append(in EncodedStanza stanza, ReadOnlyMemory<byte> to);

    /// <summary>Wakes the writer.</summary>
    void Flush();

    /// <summary>Ends the stream with an error, once; later calls do nothing.</summary>
    void Close(StreamErrorCondition condition, string? text);
}
